#include "media/store.hpp"

namespace media::store {

std::optional<Row> find(db::Reader const& db, MediaId id)
{
    return db.maybe<Row>(R"sql(
        SELECT id, message_id, channel_id, kind, state, mime, name, bytes, voice, sha256,
               provider_id, provider_at, blob, file_key, error, created_at
          FROM media
         WHERE id = ?1
    )sql",
                         id);
}

std::optional<Row> of_message(db::Reader const& db, MessageId message)
{
    return db.maybe<Row>(R"sql(
        SELECT id, message_id, channel_id, kind, state, mime, name, bytes, voice, sha256,
               provider_id, provider_at, blob, file_key, error, created_at
          FROM media
         WHERE message_id = ?1 AND card IS NULL
         ORDER BY id
         LIMIT 1
    )sql",
                         message);
}

std::vector<CardRow> of_cards(db::Reader const& db, MessageId message)
{
    return db.all<CardRow>(R"sql(
        SELECT card, id FROM media WHERE message_id = ?1 AND card IS NOT NULL ORDER BY card
    )sql",
                           message);
}

std::vector<Row> of_messages(db::Reader const& db, std::string_view ids_json)
{
    return db.all<Row>(R"sql(
        SELECT m.id, m.message_id, m.channel_id, m.kind, m.state, m.mime, m.name, m.bytes, m.voice,
               m.sha256, m.provider_id, m.provider_at, m.blob, m.file_key, m.error, m.created_at
          FROM json_each(?1) AS wanted
          JOIN media AS m ON m.message_id = wanted.value AND m.card IS NULL
         ORDER BY m.id
    )sql",
                       ids_json);
}

std::optional<base::ConversationId> conversation_of(db::Reader const& db, MessageId message)
{
    return db.maybe<base::ConversationId>(R"sql(
        SELECT conversation_id FROM message WHERE id = ?1
    )sql",
                                          message);
}

std::optional<base::ChannelId> channel_of(db::Reader const& db, MessageId message)
{
    return db.maybe<base::ChannelId>(R"sql(
        SELECT channel_id FROM message WHERE id = ?1
    )sql",
                                     message);
}

MediaId insert(db::Writer const& tx, NewRow const& row)
{
    return tx.insert<MediaId>(R"sql(
        INSERT INTO media (message_id, channel_id, kind, state, mime, name, voice, sha256,
                           provider_id, created_by, created_at)
        VALUES (?1, ?2, ?3, 'waiting', ?4, ?5, ?6, nullif(?7, ''), nullif(?8, ''), ?9, ?10)
    )sql",
                              row.message, row.channel, row.kind, row.mime, row.name, row.voice,
                              row.sha256, row.provider_id, row.created_by.value, row.created_at);
}

void remove(db::Writer const& tx, MediaId id)
{
    tx.run(R"sql(
        DELETE FROM media WHERE id = ?1
    )sql",
           id);
}

namespace {

void throw_away(db::Writer const& tx, MediaId id)
{
    tx.run(R"sql(
        INSERT OR IGNORE INTO blob_trash (blob)
        SELECT blob FROM media AS m
         WHERE id = ?1 AND blob IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM media AS o WHERE o.blob = m.blob AND o.id <> m.id)
    )sql",
           id);
}

}  // namespace

void set_place(db::Writer const& tx, MediaId id, std::string_view blob, std::string_view sealed_key)
{
    throw_away(tx, id);
    tx.run(R"sql(
        UPDATE media SET blob = ?2, file_key = ?3 WHERE id = ?1
    )sql",
           id, blob, db::Blob(sealed_key));
}

bool set_ready(db::Writer const& tx, MediaId id, std::string_view mime, std::int64_t bytes)
{
    return tx.run(R"sql(
        UPDATE media SET state = 'ready', mime = ?2, bytes = ?3, error = NULL WHERE id = ?1
    )sql",
                  id, mime, bytes) > 0;
}

void trash_blob(db::Writer const& tx, std::string_view blob)
{
    tx.run(R"sql(INSERT OR IGNORE INTO blob_trash (blob) VALUES (?1))sql", blob);
}

void set_without(db::Writer const& tx, MediaId id, State state, std::string_view error)
{
    throw_away(tx, id);
    tx.run(R"sql(
        UPDATE media
           SET state = ?2, error = nullif(?3, ''), blob = NULL, file_key = NULL
         WHERE id = ?1
    )sql",
           id, state, error);
}

void set_provider_id(db::Writer const& tx, MediaId id, std::string_view provider_id,
                     base::Instant at)
{
    tx.run(R"sql(
        UPDATE media SET provider_id = ?2, provider_at = ?3 WHERE id = ?1
    )sql",
           id, provider_id, at);
}

void forget_provider_id(db::Writer const& tx, MediaId id)
{
    // An inbound file keeps what it is fetched by: it has no provider_at.
    tx.run(R"sql(
        UPDATE media
           SET provider_id = NULL, provider_at = NULL
         WHERE id = ?1 AND provider_at IS NOT NULL
    )sql",
           id);
}

bool attach(db::Writer const& tx, MediaId id, MessageId message, std::optional<int> card)
{
    return tx.run(R"sql(
        UPDATE media SET message_id = ?2, card = ?3
         WHERE id = ?1 AND message_id IS NULL AND saved_reply_id IS NULL AND scheduled_id IS NULL
    )sql",
                  id, message, card) > 0;
}

void share_file(db::Writer const& tx, MediaId id, Row const& with, std::string_view sealed_key)
{
    tx.run(R"sql(
        UPDATE media
           SET state = 'ready', blob = ?2, file_key = ?3, bytes = ?4, provider_id = ?5,
               provider_at = ?6
         WHERE id = ?1
    )sql",
           id, *with.blob, db::Blob(sealed_key), with.bytes, with.provider_id, with.provider_at);
}

bool hold(db::Writer const& tx, MediaId id, base::ScheduledId scheduled)
{
    return tx.run(R"sql(
        UPDATE media SET scheduled_id = ?2
         WHERE id = ?1 AND message_id IS NULL AND saved_reply_id IS NULL AND scheduled_id IS NULL
    )sql",
                  id, scheduled) > 0;
}

void let_go(db::Writer const& tx, base::ScheduledId scheduled)
{
    tx.run(R"sql(
        UPDATE media SET scheduled_id = NULL WHERE scheduled_id = ?1
    )sql",
           scheduled);
}

std::vector<Row> of_scheduled(db::Reader const& db, base::ScheduledId scheduled)
{
    return db.all<Row>(R"sql(
        SELECT id, message_id, channel_id, kind, state, mime, name, bytes, voice, sha256,
               provider_id, provider_at, blob, file_key, error, created_at
          FROM media
         WHERE scheduled_id = ?1
         ORDER BY id
    )sql",
                       scheduled);
}

void give_to_reply(db::Writer const& tx, MediaId id, base::SavedReplyId reply)
{
    tx.run(R"sql(
        UPDATE media SET saved_reply_id = ?2 WHERE id = ?1
    )sql",
           id, reply);
}

std::vector<OfReply> of_replies(db::Reader const& db, std::string_view ids_json)
{
    return db.all<OfReply>(R"sql(
        SELECT m.saved_reply_id, m.id
          FROM json_each(?1) AS wanted
          JOIN media AS m ON m.saved_reply_id = wanted.value
         ORDER BY m.id
    )sql",
                           ids_json);
}

void mark_voice(db::Writer const& tx, MediaId id)
{
    tx.run(R"sql(
        UPDATE media SET voice = 1 WHERE id = ?1
    )sql",
           id);
}

std::vector<std::string> trash(db::Reader const& db, int limit)
{
    return db.all<std::string>(R"sql(
        -- scan: takes the first ones, whichever they are
        SELECT blob FROM blob_trash LIMIT ?1
    )sql",
                               limit);
}

void forget_trash(db::Writer const& tx, std::string_view blob)
{
    tx.run(R"sql(
        DELETE FROM blob_trash WHERE blob = ?1
    )sql",
           blob);
}

int remove_unsent(db::Writer const& tx, base::Instant before)
{
    return tx.run(R"sql(
        DELETE FROM media
         WHERE message_id IS NULL AND saved_reply_id IS NULL AND scheduled_id IS NULL
           AND created_at < ?1
    )sql",
                  before);
}

}  // namespace media::store
