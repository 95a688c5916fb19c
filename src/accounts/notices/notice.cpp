#include "accounts/notices/notice.hpp"

#include <algorithm>
#include <chrono>

#include "accounts/account.hpp"
#include "accounts/history.hpp"
#include "accounts/notices/notice_store.hpp"
#include "accounts/notices/restriction.hpp"
#include "accounts/store.hpp"
#include "accounts/templates/sync.hpp"
#include "base/cursor.hpp"
#include "base/text.hpp"
#include "changes/feed.hpp"

namespace accounts {

using base::Error;
using base::Fault;
using namespace std::chrono_literals;

namespace {

constexpr int PageRows = 50;
constexpr int MostCounted = 1000;
constexpr auto KeptFor = 24h * 400;
constexpr int DropBatch = 500;
// A provider repeats a delivery for up to seven days; what is told again later happened again.
constexpr auto QuietFor = 24h * 8;
// An older stop is not believed: since then sends went out or were refused, and said so themselves.
constexpr auto StopHolds = std::chrono::milliseconds(24h);
constexpr std::size_t LongestRaw = 64 << 10;

std::string digits_of(std::string_view text)
{
    std::string digits;
    for (char const c : text)
        if (c >= '0' && c <= '9')
            digits.push_back(c);
    return digits;
}

base::Json profile_of(store::Row const& row)
{
    auto parsed = base::parse_json(row.profile);
    return parsed && parsed->is_object() ? *std::move(parsed) : base::Json::object();
}

// The channels a notice is about: the number it names, or all numbers of the account.
std::vector<store::Row> concerned(db::Reader const& db, store::Row const& own,
                                  std::optional<std::string> const& phone)
{
    std::vector<store::Row> all;
    for (auto const id : find_by_parent(db, base::word_of(own.kind), own.parent))
        if (auto row = store::find(db, id))
            all.push_back(*std::move(row));
    if (all.empty())
        all.push_back(own);
    if (!phone)
        return all;
    auto const named = std::ranges::find_if(all, [&](store::Row const& row) {
        return digits_of(base::text_at(profile_of(row), "display_phone").value_or("")) == *phone;
    });
    return {named == all.end() ? own : *named};
}

// Each word with the time it was told, so that an older one that comes late changes nothing.
void learn(workspace::Workspace& workspace, db::Writer const& tx, store::Row const& row,
           channels::Facts const& facts, base::Instant at)
{
    auto profile = profile_of(row);
    auto& told = profile["told"];
    if (!told.is_object())
        told = base::Json::object();
    auto changed = false;
    for (auto const& [name, value] : facts) {
        if (base::number_at(told, name).value_or(0) > at.ms)
            continue;
        told[name] = at.ms;
        changed = changed || base::text_at(profile, name) != value;
        profile[name] = value;
    }
    store::set_findings(tx, row.id, base::to_text(profile), row.checks);
    if (changed)
        changes::note(workspace, tx, changes::Kind::channel_updated, {}, row.id.value,
                      workspace.world().now());
}

void keep_restrictions(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel,
                       std::vector<channels::Restriction> const& told, base::Instant at)
{
    auto const row = store::find(tx, channel);
    if (!row)
        return;
    auto profile = profile_of(*row);
    restrict(profile, told, at);
    store::set_findings(tx, channel, base::to_text(profile), row->checks);
    changes::note(workspace, tx, changes::Kind::channel_updated, {}, channel.value,
                  workspace.world().now());
    workspace.stir(workspace::Follower::outbox);
}

std::string facts_text(channels::Facts const& facts)
{
    auto list = base::Json::array();
    for (auto const& [name, value] : facts)
        list.push_back({{"name", name}, {"value", value}});
    return base::to_text(list);
}

}  // namespace

void receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
             channels::AccountNotice const& in, std::string_view key, std::string_view raw)
{
    auto const own = store::find(tx, channel);
    if (!own)
        return;
    auto const now = workspace.world().now();
    auto const at = in.at.value_or(now);
    auto const about = concerned(tx, *own, in.phone);
    store::NewNotice notice{about.front().id,
                            std::string(key),
                            in.field,
                            in.kind,
                            in.severity,
                            in.subject,
                            facts_text(in.facts),
                            std::string(base::first_points(raw, LongestRaw)),
                            at};
    // Of two numbers that share an account each brings the same notice: the own one keeps it.
    if (std::ranges::any_of(about, [&](auto const& row) { return row.id == channel; }))
        notice.channel = channel;
    auto const kept = store::keep_notice(tx, notice, now, now - QuietFor);
    if (kept.fresh)
        changes::note(workspace, tx, changes::Kind::notice_created, {}, kept.id.value, now);
    if (!kept.fresh)
        return;
    if (in.kind == "history_declined")
        decline_history(tx, channel);

    for (auto const& row : about) {
        if (in.news) {
            store::update_template(tx, row.id, *in.news, at);
            if (row.state != State::disconnected)
                sync_soon(workspace, tx, row.id, now);
        }
        if (!in.profile.empty())
            learn(workspace, tx, row, in.profile, at);
        if (!in.restrictions.empty())
            keep_restrictions(workspace, tx, row.id, in.restrictions, at);
        if (in.stops && now - at < StopHolds && !store::recovered_since(tx, row.id, at))
            stop(workspace, tx, row.id, *in.stops, Alert::no);
    }
}

void receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
             channels::ProviderError const& in, std::string_view raw)
{
    channels::AccountNotice notice;
    notice.field = "errors";
    notice.kind = "provider_error";
    notice.severity = in.problem.stops == channels::Stops::channel ? channels::Severity::critical
                                                                   : channels::Severity::warning;
    notice.facts = {{"code", in.problem.code},
                    {"provider_code", std::to_string(in.problem.provider_code)}};
    if (!in.problem.detail.empty())
        notice.facts.emplace_back("detail", base::clean_body(in.problem.detail));
    // It carries no time and no id: one row for each code says how often and when last.
    receive(workspace, tx, channel, notice,
            "error:" + channel.text() + ":" + std::to_string(in.problem.provider_code), raw);
}

void tell(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
          std::string_view kind, channels::Severity severity, channels::Facts facts,
          std::string const& key)
{
    auto const own = store::find(tx, channel);
    if (!own)
        return;
    auto const now = workspace.world().now();
    store::NewNotice const notice{channel,
                                  "own:" + channel.text() + ":" + key,
                                  "health",
                                  std::string(kind),
                                  severity,
                                  own->name,
                                  facts_text(facts),
                                  {},
                                  now};
    auto const kept = store::keep_notice(tx, notice, now, now - QuietFor);
    if (kept.fresh)
        changes::note(workspace, tx, changes::Kind::notice_created, {}, kept.id.value, now);
}

void tell_stopped(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::Problem const& why)
{
    channels::Facts facts{{"code", why.code}};
    if (!why.detail.empty())
        facts.emplace_back("detail", base::clean_body(why.detail));
    tell(workspace, tx, channel, "channel_stopped", channels::Severity::critical, std::move(facts),
         "stopped:" + std::to_string(workspace.world().now().ms));
}

base::Result<NoticePage> list_notices(workspace::Desk& desk, ListNotices const& in)
{
    auto const before = TRY(base::before_cursor(in.cursor));
    auto const limit = int(in.limit.value_or(PageRows));
    auto const reader = desk.workspace->read();
    NoticePage page;
    page.data = in.unread  ? store::unread_notices(*reader, in.channel, before, limit + 1)
              : in.channel ? store::notices_of(*reader, *in.channel, before, limit + 1)
                           : store::notices(*reader, before, limit + 1);
    if (int(page.data.size()) > limit) {
        page.data.pop_back();
        page.next = page.data.back().id.text();
    }
    page.unread_notices = store::count_unread(*reader, MostCounted);
    return page;
}

base::Result<Notice> read_notice(workspace::Desk& desk, ReadNotice const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Notice> {
        auto notice = store::find_notice(tx, in.notice);
        if (!notice)
            return Error{Fault::not_found, "not_found"};
        if (!notice->read_at) {
            store::mark_read(tx, in.notice, desk.now());
            notice->read_at = desk.now();
            changes::note(*desk.workspace, tx, changes::Kind::notices_read, {}, in.notice.value,
                          desk.now());
        }
        return std::move(*notice);
    });
}

base::Result<void> read_notices(workspace::Desk& desk, ReadNotices const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        store::mark_all_read(tx, in.channel, desk.now());
        changes::note(*desk.workspace, tx, changes::Kind::notices_read, {}, 0, desk.now());
        return {};
    });
}

void drop_old_notices(workspace::Workspace& workspace)
{
    auto const before = workspace.world().now() - KeptFor;
    for (;;) {
        auto const dropped = workspace.write(
            [&](db::Writer& tx) { return store::drop_notices(tx, before, DropBatch); },
            db::Priority::background);
        if (!dropped)
            throw std::runtime_error(dropped.error().code);
        if (*dropped < DropBatch)
            return;
    }
}

}  // namespace accounts
