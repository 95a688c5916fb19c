#include "media/fetch.hpp"

#include <chrono>
#include <filesystem>

#include "accounts/account.hpp"
#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "changes/feed.hpp"
#include "media/file.hpp"
#include "media/sniff.hpp"
#include "media/transfer.hpp"

namespace media {

using namespace std::chrono_literals;
using base::Error;
using base::Fault;

namespace {

// Ids in webhooks live 7 days at Meta (business-phone-numbers/media, 2026-04-17).
constexpr auto IdLifetime = std::chrono::milliseconds(7 * 24h);
// Below this the disk is for messages (docs/architecture.md, "Intake path").
constexpr std::uintmax_t DiskReserve = 500ULL << 20;

void note_state(workspace::Workspace& workspace, store::Row const& row, State state,
                std::string_view error)
{
    auto const done = workspace.write([&](db::Writer& tx) {
        store::set_without(tx, row.id, state, error);
        note_change(workspace, tx, row);
    });
    if (!done)
        throw std::runtime_error("media: " + done.error().code);
    base::log(base::LogLevel::warning, "media", "a file is not here",
              {{"workspace", workspace.id().value},
               {"media", row.id.value},
               {"state", base::word_of(state)},
               {"error", error}});
}

// A trouble that may pass: tried again while the provider still has the file.
jobs::Outcome again(workspace::Workspace& workspace, store::Row const& row, bool asked,
                    Error const& why, std::optional<std::chrono::milliseconds> wait = {})
{
    auto const age = workspace.world().now() - row.created_at;
    if (age > IdLifetime || asked) {
        note_state(workspace, row, State::failed, why.code);
        return jobs::Done{};
    }
    if (!wait && why.retry_after_s > 0)
        wait = std::chrono::seconds(why.retry_after_s);
    return jobs::Again{wait, why.code};
}

bool disk_is_nearly_full(std::string const& folder)
{
    std::error_code fault;
    auto const space = std::filesystem::space(folder, fault);
    return !fault && space.available < DiskReserve;
}

struct Download {
    NewFile file;
    base::Result<channels::FetchedMedia> got;
    bool too_large = false;
    std::optional<Error> disk;
};

base::Result<Download> download(workspace::Workspace& workspace, store::Row const& row,
                                accounts::LoadedAccount const& account, net::HttpClient& http)
{
    Download out{TRY(NewFile::create(workspace, row.id, row.channel)),
                 Error{Fault::provider, "media_failed"}, false, std::nullopt};
    channels::MediaRef ref;
    ref.kind = row.kind;
    ref.provider_id = row.provider_id.value_or("");
    ref.mime = row.mime;
    ref.sha256 = row.sha256.value_or("");
    auto const limit = account.traits().inbound_media_bytes;
    out.got = account.channel().fetch_media(ref, account.account(), http,
                                            [&](std::string_view bytes) {
                                                if (out.file.size() + bytes.size() > limit) {
                                                    out.too_large = true;
                                                    return false;
                                                }
                                                if (auto const added = out.file.add(bytes); !added)
                                                    out.disk = added.error();
                                                return !out.disk;
                                            });
    return out;
}

void keep(workspace::Workspace& workspace, store::Row const& row, std::string_view mime,
          std::uint64_t size, std::string const& blob)
{
    auto const done = workspace.write([&](db::Writer& tx) {
        if (store::set_ready(tx, row.id, mime, std::int64_t(size)))
            note_change(workspace, tx, row);
        else
            store::trash_blob(tx, blob);  // its message was taken away meanwhile
    });
    if (!done)
        throw std::runtime_error("media: " + done.error().code);
}

}  // namespace

void note_change(workspace::Workspace& workspace, db::Writer const& tx, store::Row const& row)
{
    if (!row.message)
        return;
    if (auto const conversation = store::conversation_of(tx, row.message))
        changes::note(workspace, tx, changes::Kind::message_updated, *conversation,
                      row.message.value, workspace.world().now());
}

jobs::Outcome fetch(workspace::Workspace& workspace, jobs::Job const& job, net::HttpClient& http)
{
    auto const id = MediaId::parse(job.key);
    if (!id)
        return jobs::GiveUp{"our_bug"};
    auto const row = store::find(*workspace.read(), *id);
    if (!row || row->state != State::waiting || !row->provider_id)
        return jobs::Done{};
    auto const asked = base::bool_at(job.payload, "asked").value_or(false);

    auto const account = accounts::load(workspace, *workspace.read(), row->channel);
    if (!account) {
        note_state(workspace, *row, State::failed, "media_failed");
        return jobs::Done{};
    }
    if (disk_is_nearly_full(workspace.media_folder()))
        return again(workspace, *row, false, Error{Fault::unavailable, "disk_full"}, 5min);

    auto got = download(workspace, *row, *account, http);
    if (!got)
        return again(workspace, *row, asked, got.error());
    if (got->too_large) {
        note_state(workspace, *row, State::refused, "media_too_large");
        return jobs::Done{};
    }
    if (got->disk)
        return again(workspace, *row, false, *got->disk, 1min);
    if (!got->got) {
        auto const& why = got->got.error();
        if (why.fault == Fault::unavailable || why.fault == Fault::too_many)
            return again(workspace, *row, asked, why);
        if (why.fault == Fault::forbidden) {
            auto const problem = channels::Problem{
                .code = why.code, .provider_code = 0, .detail = why.detail};
            (void)workspace.write(
                [&](db::Writer& tx) { accounts::stop(workspace, tx, row->channel, problem); });
            return again(workspace, *row, asked, why, 10min);
        }
        note_state(workspace, *row, why.code == "media_too_large" ? State::refused : State::failed,
                   why.code);
        return jobs::Done{};
    }
    if (got->got->checksum_matches == false)
        base::log(base::LogLevel::warning, "media", "the checksum differs",
                  {{"workspace", workspace.id().value}, {"media", id->value}});

    auto const detected = detect(got->file.head());
    if (contradicts(channels::name_of(row->kind), detected)) {
        note_state(workspace, *row, State::refused, "media_rejected");
        return jobs::Done{};
    }
    auto const size = got->file.finish();
    if (!size)
        return again(workspace, *row, false, size.error(), 1min);
    CRASH_POINT("media.written");
    keep(workspace, *row, settled_mime(detected, row->mime, row->name), *size, got->file.blob());
    return jobs::Done{};
}

}  // namespace media
