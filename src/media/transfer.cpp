#include "media/transfer.hpp"

#include <chrono>
#include <filesystem>

#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "crypto/media_file.hpp"
#include "media/fetch.hpp"
#include "media/file.hpp"
#include "media/store.hpp"

namespace media {

using namespace std::chrono_literals;
using base::Error;
using base::Fault;

namespace {

constexpr auto ProviderIdTrusted = std::chrono::milliseconds(29 * 24h);
constexpr auto UnsentKept = std::chrono::milliseconds(24h);
constexpr int SweptAtOnce = 200;

}  // namespace

void add_jobs(jobs::Runner& runner, jobs::Calendar& calendar, net::HttpClient& http)
{
    runner.on(std::string(FetchJob), {.tries = 0, .first = 5s, .cap = 30min, .at_once = 3},
              [&http](workspace::Workspace& workspace, jobs::Job const& job) {
                  return fetch(workspace, job, http);
              });
    calendar.every("media.sweep", 10min, sweep);
    calendar.every("media.unsent", 1h, drop_unsent);
}

std::optional<std::string> provider_id(db::Reader const& db, MediaId id, base::Instant now)
{
    auto const row = store::find(db, id);
    if (!row || !row->provider_id || !row->provider_at)
        return std::nullopt;
    if (now - *row->provider_at > ProviderIdTrusted)
        return std::nullopt;
    return row->provider_id;
}

void forget_provider_id(db::Writer const& tx, MediaId id) { store::forget_provider_id(tx, id); }

base::Result<std::string> put_at_provider(workspace::Workspace& workspace, MediaId id,
                                          accounts::LoadedAccount const& account,
                                          net::HttpClient& http)
{
    auto const row = store::find(*workspace.read(), id);
    if (!row || row->state != State::ready)
        return Error{Fault::provider, "media_failed", "our file is not there"};
    auto const file = open_file(workspace, *row);
    if (!file)
        return Error{Fault::provider, "media_failed", file.error().detail};

    auto damaged = false;
    channels::OutgoingMedia outgoing;
    outgoing.kind = row->kind;
    outgoing.mime = row->mime;
    outgoing.file_name = row->name;
    outgoing.size = (*file)->size();
    outgoing.read = [&](std::uint64_t offset, std::size_t limit) {
        auto bytes = (*file)->read(offset, limit);
        damaged = damaged || !bytes;
        return bytes ? std::move(*bytes) : std::string();
    };
    auto const uploaded = account.channel().upload_media(outgoing, account.account(), http);
    if (damaged)
        return Error{Fault::provider, "media_failed", "our file is damaged"};
    auto const given = TRY(uploaded);
    TRY(workspace.write([&](db::Writer& tx) {
        store::set_provider_id(tx, id, given, workspace.world().now());
        workspace.stir(workspace::Follower::outbox);
    }));
    return given;
}

void sweep(workspace::Workspace& workspace)
{
    for (;;) {
        auto const names = store::trash(*workspace.read(), SweptAtOnce);
        for (auto const& name : names) {
            // A row of ours, yet a path is only built from what is a name.
            if (!crypto::file_id_of(name))
                continue;
            std::error_code fault;
            std::filesystem::remove(std::filesystem::path(workspace.media_folder()) / name, fault);
            if (fault)
                throw std::runtime_error("media: sweep: " + fault.message());
        }
        // Else a power cut brings a file back whose name nobody knows any more.
        if (!names.empty() && !crypto::sync_media_folder(workspace.media_folder()))
            throw std::runtime_error("media: sweep: the folder cannot be synced");
        CRASH_POINT("media.swept");
        auto const done = workspace.write(
            [&](db::Writer& tx) {
                for (auto const& name : names)
                    store::forget_trash(tx, name);
            },
            db::Priority::background);
        if (!done)
            throw std::runtime_error("media: sweep: " + done.error().code);
        if (names.size() < std::size_t(SweptAtOnce))
            return;
    }
}

void drop_unsent(workspace::Workspace& workspace)
{
    auto const done = workspace.write(
        [&](db::Writer& tx) { store::remove_unsent(tx, workspace.world().now() - UnsentKept); },
        db::Priority::background);
    if (!done)
        throw std::runtime_error("media: unsent: " + done.error().code);
}

void recover(workspace::Workspace& workspace)
{
    if (auto const removed = crypto::remove_unfinished(workspace.media_folder()); removed > 0)
        base::log(base::LogLevel::info, "media", "unfinished files were removed",
                  {{"workspace", workspace.id().value}, {"count", removed}});
}

}  // namespace media
