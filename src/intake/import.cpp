#include "intake/import.hpp"

#include <algorithm>
#include <chrono>

#include "accounts/account.hpp"
#include "accounts/history.hpp"
#include "base/log.hpp"
#include "channels/list.hpp"
#include "contacts/use.hpp"
#include "conversations/receive.hpp"
#include "intake/store.hpp"

namespace intake {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view ImportJob = "intake.import";
constexpr std::size_t PartsInRun = 1000;
constexpr std::size_t PartsInWrite = 50;

struct Past {
    base::ChannelId channel;
    std::vector<channels::Event> parts;
};

std::optional<Past> load(workspace::Workspace& workspace, base::RawEventId id)
{
    auto const reader = workspace.read();
    auto const raw = store::body(*reader, id);
    auto const brief = raw ? accounts::brief(*reader, raw->channel) : std::nullopt;
    auto const* const kind = brief ? channels::find(brief->kind) : nullptr;
    if (!kind)
        return std::nullopt;
    auto events = kind->read(raw->body);
    if (!events)
        return std::nullopt;
    Past past{raw->channel, {}};
    for (auto& event : *events) {
        auto const own = event.to.account_id.empty() ||
                         accounts::find_by_account(*reader, base::word_of(brief->kind),
                                                   event.to.account_id) == raw->channel;
        if (own && is_past(event))
            past.parts.push_back(std::move(event));
    }
    return past;
}

// How many messages are new.
int take(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
         channels::Event const& event)
{
    if (auto const* const past = std::get_if<channels::PastMessage>(&event.what))
        return conversations::receive(workspace, tx, channel, *past, event.raw) ==
               conversations::Reception::taken;
    if (auto const* const entry = std::get_if<channels::AddressBookEntry>(&event.what))
        contacts::note(tx, channel, *entry);
    else if (auto const* const step = std::get_if<channels::HistoryProgress>(&event.what))
        accounts::note_history(tx, channel, *step);
    return 0;
}

int take_some(workspace::Workspace& workspace, db::Writer const& tx, Past const& past,
              std::size_t from, std::size_t to)
{
    auto taken = 0;
    for (auto i = from; i < to; ++i) {
        store::begin_item(tx);
        try {
            taken += take(workspace, tx, past.channel, past.parts[i]);
            store::keep_item(tx);
        } catch (db::Broken const&) {
            throw;
        } catch (std::exception const& e) {
            store::undo_item(tx);
            base::log(base::LogLevel::error, "intake", "a part of the past could not be taken",
                      {{"key", past.parts[i].key}, {"why", e.what()}});
        }
    }
    return taken;
}

jobs::Outcome run_import(workspace::Workspace& workspace, jobs::Job const& job)
{
    auto const id = base::RawEventId::parse(job.key);
    auto const past = id ? load(workspace, *id) : std::nullopt;
    if (!past)
        return jobs::Done{};
    auto const begin = std::size_t(
        std::max<std::int64_t>(0, base::number_at(job.payload, "from").value_or(0)));
    auto const end = std::min(past->parts.size(), begin + PartsInRun);
    for (auto from = begin; from < end; from += PartsInWrite) {
        auto const to = std::min(end, from + PartsInWrite);
        auto const done = workspace.write(
            [&](db::Writer& tx) {
                auto const taken = take_some(workspace, tx, *past, from, to);
                accounts::count_history(workspace, tx, past->channel, taken, to == end);
                // A run that is cut off goes on where its last write ended.
                if (to < past->parts.size())
                    jobs::put(workspace, tx, ImportJob, job.key, {{"from", to}},
                              workspace.world().now());
            },
            db::Priority::background);
        if (!done)
            return jobs::Again{.wait = std::nullopt, .why = done.error().code};
    }
    return jobs::Done{};
}

}  // namespace

bool is_past(channels::Event const& event)
{
    return std::holds_alternative<channels::PastMessage>(event.what) ||
           std::holds_alternative<channels::AddressBookEntry>(event.what) ||
           std::holds_alternative<channels::HistoryProgress>(event.what);
}

void import_soon(workspace::Workspace& workspace, db::Writer const& tx, base::RawEventId event)
{
    jobs::put(workspace, tx, ImportJob, event.text(), {{"from", 0}}, workspace.world().now());
}

void add_jobs(jobs::Runner& runner)
{
    // One at a time: chunks of one number share its conversations.
    runner.on(std::string(ImportJob), {.tries = 0, .first = 2s, .at_once = 1}, run_import);
}

}  // namespace intake
