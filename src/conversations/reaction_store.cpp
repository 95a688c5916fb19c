#include "conversations/reaction_store.hpp"

namespace conversations::store {

std::optional<OwnReaction> own_reaction(db::Reader const& db, base::MessageId message)
{
    return db.maybe<OwnReaction>(R"sql(
        SELECT message_id, COALESCE(send_id, 0), emoji, shown, status FROM reaction
         WHERE message_id = ?1 AND side = 'business' AND author_id = 0
    )sql",
                                 message);
}

std::optional<OwnReaction> own_reaction(db::Reader const& db, base::ChannelId channel,
                                        std::string_view external_id)
{
    return db.maybe<OwnReaction>(R"sql(
        SELECT r.message_id, COALESCE(r.send_id, 0), r.emoji, r.shown, r.status
          FROM reaction r JOIN message m ON m.id = r.message_id
         WHERE r.external_id = ?2 AND m.channel_id = ?1
    )sql",
                                 channel, external_id);
}

void put_own_reaction(db::Writer const& tx, base::MessageId message, std::string_view emoji,
                      base::SendId send, base::Instant at)
{
    tx.run(R"sql(
        INSERT INTO reaction (message_id, side, emoji, at, send_id, status)
        VALUES (?1, 'business', ?2, ?4, ?3, 'queued')
        ON CONFLICT (message_id, side, author_id) DO UPDATE SET
            -- One that came from elsewhere stands there until we are heard.
            shown = CASE WHEN reaction.send_id IS NULL THEN reaction.emoji ELSE reaction.shown END,
            emoji = excluded.emoji, at = excluded.at, send_id = excluded.send_id,
            status = 'queued', error_code = NULL, error_provider = NULL, error_detail = NULL
    )sql",
           message, emoji, send, at);
}

void drop_own_reaction(db::Writer const& tx, base::MessageId message)
{
    tx.run(R"sql(
        DELETE FROM reaction WHERE message_id = ?1 AND side = 'business' AND author_id = 0
    )sql",
           message);
}

bool set_own_reaction(db::Writer const& tx, base::MessageId message, base::SendId send,
                      StatusChange const& change)
{
    auto const& error = change.error;
    return tx.run(R"sql(
        UPDATE reaction
           SET status = ?3, external_id = COALESCE(?4, external_id),
               shown = CASE WHEN ?3 = 'sent' THEN emoji ELSE shown END,
               error_code = ?5, error_provider = ?6, error_detail = ?7
         WHERE message_id = ?1 AND side = 'business' AND author_id = 0 AND send_id = ?2
    )sql",
                  message, send, change.status, change.external_id,
                  error ? std::optional(error->code.text) : std::nullopt,
                  error ? error->provider_code : std::nullopt,
                  error ? error->detail : std::nullopt) > 0;
}

}  // namespace conversations::store
