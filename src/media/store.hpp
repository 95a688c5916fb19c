#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/reader.hpp"
#include "media/media.hpp"

namespace media::store {

struct Row {
    MediaId id;
    MessageId message;
    base::ChannelId channel;
    channels::MediaKind kind = channels::MediaKind::document;
    State state = State::waiting;
    std::string mime;
    std::string name;
    std::int64_t bytes = 0;
    bool voice = false;
    std::optional<std::string> sha256;
    std::optional<std::string> provider_id;
    std::optional<base::Instant> provider_at;
    std::optional<std::string> blob;
    std::optional<std::string> file_key;  // sealed
    std::optional<std::string> error;
    base::Instant created_at;

    static constexpr auto row()
    {
        return std::tuple{&Row::id,    &Row::message,  &Row::channel,     &Row::kind,
                          &Row::state, &Row::mime,     &Row::name,        &Row::bytes,
                          &Row::voice, &Row::sha256,   &Row::provider_id, &Row::provider_at,
                          &Row::blob,  &Row::file_key, &Row::error,       &Row::created_at};
    }
};

std::optional<Row> find(db::Reader const& db, MediaId id);
std::optional<Row> of_message(db::Reader const& db, MessageId message);
struct CardRow {
    int card = 0;
    MediaId media;

    static constexpr auto row() { return std::tuple{&CardRow::card, &CardRow::media}; }
};
std::vector<CardRow> of_cards(db::Reader const& db, MessageId message);
std::vector<Row> of_messages(db::Reader const& db, std::string_view ids_json);
std::optional<base::ConversationId> conversation_of(db::Reader const& db, MessageId message);
std::optional<base::ChannelId> channel_of(db::Reader const& db, MessageId message);

struct NewRow {
    MessageId message;
    base::ChannelId channel;
    channels::MediaKind kind = channels::MediaKind::document;
    std::string mime;
    std::string name;
    bool voice = false;
    std::string sha256;
    std::string provider_id;
    base::UserId created_by;
    base::Instant created_at;
};
// In state waiting.
MediaId insert(db::Writer const& tx, NewRow const& row);
void remove(db::Writer const& tx, MediaId id);
// Where its bytes will lie; a place an earlier try left behind is swept.
void set_place(db::Writer const& tx, MediaId id, std::string_view blob,
               std::string_view sealed_key);
// False when the row is gone.
bool set_ready(db::Writer const& tx, MediaId id, std::string_view mime, std::int64_t bytes);
// Without bytes: what was written is swept.
void set_without(db::Writer const& tx, MediaId id, State state, std::string_view error);
void set_provider_id(db::Writer const& tx, MediaId id, std::string_view provider_id,
                     base::Instant at);
void forget_provider_id(db::Writer const& tx, MediaId id);
bool attach(db::Writer const& tx, MediaId id, MessageId message, std::optional<int> card);
// Its bytes are those of another row.
void share_file(db::Writer const& tx, MediaId id, Row const& with, std::string_view sealed_key);
void mark_voice(db::Writer const& tx, MediaId id);
void give_to_reply(db::Writer const& tx, MediaId id, base::SavedReplyId reply);
// False when something has it.
bool hold(db::Writer const& tx, MediaId id, base::ScheduledId scheduled);
void let_go(db::Writer const& tx, base::ScheduledId scheduled);
std::vector<Row> of_scheduled(db::Reader const& db, base::ScheduledId scheduled);
struct OfReply {
    base::SavedReplyId reply;
    MediaId media;

    static constexpr auto row() { return std::tuple{&OfReply::reply, &OfReply::media}; }
};
// In the order they were given to it.
std::vector<OfReply> of_replies(db::Reader const& db, std::string_view ids_json);

// A file without a row is swept.
void trash_blob(db::Writer const& tx, std::string_view blob);
std::vector<std::string> trash(db::Reader const& db, int limit);
void forget_trash(db::Writer const& tx, std::string_view blob);
int remove_unsent(db::Writer const& tx, base::Instant before);

}  // namespace media::store
