#include "media/media.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "changes/feed.hpp"
#include "jobs/job.hpp"
#include "media/fetch.hpp"
#include "media/file.hpp"
#include "media/sniff.hpp"
#include "media/store.hpp"

namespace media {

using base::Error;
using base::Fault;

std::optional<Media> of_message(db::Reader const& db, MessageId message)
{
    auto const row = store::of_message(db, message);
    return row ? std::optional(show(*row)) : std::nullopt;
}

std::vector<std::pair<MessageId, Media>> of_messages(db::Reader const& db,
                                                     std::vector<MessageId> const& messages)
{
    std::vector<std::pair<MessageId, Media>> out;
    if (messages.empty())
        return out;
    auto ids = base::Json::array();
    for (auto const message : messages)
        ids.push_back(message.value);
    for (auto const& row : store::of_messages(db, base::to_text(ids)))
        out.emplace_back(row.message, show(row));
    return out;
}

std::vector<std::pair<int, Media>> of_cards(db::Reader const& db, MessageId message)
{
    std::vector<std::pair<int, Media>> out;
    for (auto const& row : store::of_cards(db, message))
        if (auto const file = store::find(db, row.media))
            out.emplace_back(row.card, show(*file));
    return out;
}

std::optional<Media> find(db::Reader const& db, MediaId id)
{
    auto const row = store::find(db, id);
    return row ? std::optional(show(*row)) : std::nullopt;
}

MediaId expect(workspace::Workspace& workspace, db::Writer const& tx, MessageId message,
               base::ChannelId channel, channels::MediaRef const& ref)
{
    auto const now = workspace.world().now();
    auto const claimed = channels::plain_mime(ref.mime);
    auto const id = store::insert(tx,
                                  {.message = message,
                                   .channel = channel,
                                   .kind = ref.kind,
                                   .mime = claimed.empty() ? "application/octet-stream" : claimed,
                                   .name = base::clean_name(ref.file_name.value_or("")),
                                   .voice = ref.voice,
                                   .sha256 = ref.sha256,
                                   .provider_id = ref.provider_id,
                                   .created_by = {},
                                   .created_at = now});
    jobs::put(workspace, tx, FetchJob, id.text(), base::Json::object(), now);
    return id;
}

namespace {

bool has_bytes(store::Row const& row)
{
    return row.state == State::ready && row.blob && row.file_key;
}

// Another row for the same bytes.
base::Result<MediaId> shared(workspace::Desk& desk, db::Writer const& tx, store::Row const& row,
                             base::ChannelId channel)
{
    auto const& sealer = desk.workspace->sealer();
    auto key = sealer.open(*row.file_key, place_of_key(row.id, row.channel));
    if (!key)
        return Error{Fault::unavailable, "media_damaged"};
    auto const made = store::insert(tx, {.message = {},
                                         .channel = channel,
                                         .kind = row.kind,
                                         .mime = row.mime,
                                         .name = row.name,
                                         .voice = row.voice,
                                         .sha256 = {},
                                         .provider_id = {},
                                         .created_by = desk.asker.user,
                                         .created_at = desk.now()});
    auto with = row;
    // What we uploaded there before serves again; what a customer sent has to be uploaded.
    if (!row.provider_at || row.channel != channel) {
        with.provider_id.reset();
        with.provider_at.reset();
    }
    store::share_file(tx, made, with, sealer.seal(*key, place_of_key(made, channel)));
    crypto::wipe(*key);
    return made;
}

}  // namespace

base::Result<MediaId> again(workspace::Desk& desk, db::Writer const& tx, MediaId id,
                            base::ChannelId channel, channels::Traits const& traits)
{
    auto const row = store::find(tx, id);
    if (!row || !has_bytes(*row))
        return Error{Fault::conflict, "media_not_ready"};
    auto const* const rule = traits.media_rule(row->kind);
    if (!rule || !channels::takes(*rule, row->mime))
        return Error{Fault::conflict, "media_type_not_allowed", row->mime};
    if (std::uint64_t(row->bytes) > std::max(rule->bytes, rule->animated_bytes))
        return Error{Fault::conflict, "media_too_large", std::to_string(rule->bytes)};
    return shared(desk, tx, *row, channel);
}

base::Result<MediaId> keep(workspace::Desk& desk, db::Writer const& tx, MediaId id,
                           base::SavedReplyId reply)
{
    auto const row = store::find(tx, id);
    if (!row)
        return Error{Fault::not_found, "not_found"};
    if (!has_bytes(*row))
        return Error{Fault::conflict, "media_not_ready"};
    auto const made = TRY(shared(desk, tx, *row, {}));
    store::give_to_reply(tx, made, reply);
    return made;
}

std::vector<std::pair<base::SavedReplyId, Media>> of_replies(
    db::Reader const& db, std::vector<base::SavedReplyId> const& replies)
{
    std::vector<std::pair<base::SavedReplyId, Media>> out;
    auto ids = base::Json::array();
    for (auto const reply : replies)
        ids.push_back(reply.value);
    for (auto const& row : store::of_replies(db, base::to_text(ids)))
        if (auto const file = store::find(db, row.media))
            out.emplace_back(row.reply, show(*file));
    return out;
}

void drop(db::Writer const& tx, MediaId id) { store::remove(tx, id); }

base::Result<void> hold(db::Writer const& tx, MediaId id, base::ScheduledId scheduled,
                        base::ChannelId channel)
{
    auto const row = store::find(tx, id);
    if (!row)
        return Error{Fault::not_found, "not_found"};
    if (row->state != State::ready)
        return Error{Fault::conflict, "media_not_ready"};
    if (row->channel != channel)
        return Error{Fault::conflict, "media_other_channel"};
    if (!store::hold(tx, id, scheduled))
        return Error{Fault::conflict, "media_used"};
    return {};
}

void let_go(db::Writer const& tx, base::ScheduledId scheduled) { store::let_go(tx, scheduled); }

std::vector<Media> of_scheduled(db::Reader const& db, base::ScheduledId scheduled)
{
    std::vector<Media> out;
    for (auto const& row : store::of_scheduled(db, scheduled))
        out.push_back(show(row));
    return out;
}

base::Result<Media> attach(db::Writer const& tx, MediaId id, MessageId message,
                           std::optional<int> card)
{
    auto const row = store::find(tx, id);
    if (!row)
        return Error{Fault::not_found, "not_found"};
    if (row->message && row->message != message)
        return Error{Fault::conflict, "media_used"};
    if (row->state != State::ready)
        return Error{Fault::conflict, "media_not_ready"};
    if (auto const channel = store::channel_of(tx, message); channel && *channel != row->channel)
        return Error{Fault::conflict, "media_other_channel"};
    if (!row->message && !store::attach(tx, id, message, card))
        return Error{Fault::conflict, "media_used"};
    return show(*row);
}

bool sounds_like_voice(workspace::Workspace const& workspace, db::Reader const& db, MediaId id)
{
    auto const opened = open(workspace, db, id);
    if (!opened)
        return false;
    auto const head = opened->read(0, HeadBytes);
    return head && is_opus_mono(*head);
}

void mark_voice(db::Writer const& tx, MediaId id) { store::mark_voice(tx, id); }

base::Result<Media> retry(workspace::Desk& desk, RetryMedia const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Media> {
        auto const row = store::find(tx, in.media);
        if (!row)
            return Error{Fault::not_found, "not_found"};
        if (row->state != State::failed || !row->provider_id)
            return Error{Fault::conflict, "media_not_failed"};
        store::set_without(tx, in.media, State::waiting, "");
        jobs::put(*desk.workspace, tx, FetchJob, in.media.text(), {{"asked", true}}, desk.now());
        note_change(*desk.workspace, tx, *row);
        return show(*store::find(tx, in.media));
    });
}

base::Result<Opened> open(workspace::Workspace const& workspace, db::Reader const& db, MediaId id)
{
    auto const row = store::find(db, id);
    if (!row)
        return Error{Fault::not_found, "not_found"};
    if (row->state != State::ready)
        return Error{Fault::conflict, "media_not_ready"};
    auto const file = TRY(open_file(workspace, *row));
    auto const head = TRY(file->read(0, HeadBytes));
    auto const detected = detect(head);

    Opened out;
    out.mime = row->mime;
    out.name = row->name;
    out.size = file->size();
    out.show_inline = is_harmless(detected) &&
                      (detected == row->mime ||
                       settled_mime(detected, row->mime, row->name) == row->mime);
    out.read = [file](std::uint64_t offset, std::size_t limit) -> base::Result<std::string> {
        auto bytes = file->read(offset, limit);
        if (!bytes)
            return Error{Fault::unavailable, "media_damaged", bytes.error().code};
        return bytes;
    };
    return out;
}

}  // namespace media
