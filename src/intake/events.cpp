#include "intake/events.hpp"

#include <chrono>

#include "base/cursor.hpp"
#include "intake/store.hpp"

namespace intake {

using base::Error;
using base::Fault;
using namespace std::chrono_literals;

namespace {

constexpr int PageRows = 50;
constexpr auto KeptFor = 24h * 30;
constexpr int DropBatch = 500;

EventView view_of(store::Listed const& row)
{
    return {row.id,
            row.channel,
            base::from_word<EventState>(row.state).value_or(EventState::dead),
            row.attempts,
            row.error,
            row.received_at,
            row.bytes};
}

}  // namespace

base::Result<base::Page<EventView>> list_events(workspace::Desk& desk, ListEvents const& in)
{
    auto const before = TRY(base::before_cursor(in.cursor));
    auto const limit = int(in.limit.value_or(PageRows));
    auto const reader = desk.workspace->read();
    auto rows = in.channel ? store::of_channel(*reader, *in.channel, before, limit + 1)
              : in.state && *in.state != EventState::done
                  ? store::in_state(*reader, base::word_of(*in.state), before, limit + 1)
                  : store::newest(*reader, before, limit + 1);
    base::Page<EventView> page;
    if (int(rows.size()) > limit) {
        rows.pop_back();
        page.next = rows.back().id.text();
    }
    for (auto const& row : rows)
        page.data.push_back(view_of(row));
    return page;
}

base::Result<EventView> replay_event(workspace::Desk& desk, ReplayEvent const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<EventView> {
        if (!store::again(tx, in.event, desk.now()))
            return Error{Fault::not_found, "not_found"};
        desk.workspace->stir(workspace::Follower::understanding);
        return view_of(*store::find(tx, in.event));
    });
}

void drop_old(workspace::Workspace& workspace)
{
    auto const before = workspace.world().now() - KeptFor;
    for (;;) {
        auto const dropped = workspace.write(
            [&](db::Writer& tx) { return store::drop_done(tx, before, DropBatch); },
            db::Priority::background);
        if (!dropped)
            throw std::runtime_error(dropped.error().code);
        if (*dropped < DropBatch)
            return;
    }
}

}  // namespace intake
