#include "conversations/removal_store.hpp"

namespace conversations::store {

std::int64_t count_conversations(db::Reader const& db, base::ChannelId channel)
{
    return db.one<std::int64_t>(R"sql(
        SELECT count(*) FROM conversation INDEXED BY conversation_channel WHERE channel_id = ?1
    )sql",
                                channel);
}

Counted count_history(db::Reader const& db, base::ChannelId channel, std::int64_t most)
{
    Counted out;
    out.conversations = db.one<std::int64_t>(R"sql(
        SELECT count(*) FROM (SELECT 1 FROM conversation INDEXED BY conversation_channel
                               WHERE channel_id = ?1 LIMIT ?2)
    )sql",
                                             channel, most);
    out.messages = db.one<std::int64_t>(R"sql(
        SELECT count(*) FROM (SELECT 1 FROM conversation AS c INDEXED BY conversation_channel
                                CROSS JOIN message AS m ON m.conversation_id = c.id
                               WHERE c.channel_id = ?1 LIMIT ?2)
    )sql",
                                        channel, most);
    out.media_bytes = db.one<std::int64_t>(R"sql(
        SELECT coalesce(sum(a.bytes), 0)
          FROM (SELECT m.id FROM conversation AS c INDEXED BY conversation_channel
                  CROSS JOIN message AS m ON m.conversation_id = c.id
                 WHERE c.channel_id = ?1 LIMIT ?2) AS s
          CROSS JOIN media AS a INDEXED BY media_message ON a.message_id = s.id
    )sql",
                                           channel, most);
    out.people = db.one<std::int64_t>(R"sql(
        SELECT count(DISTINCT i.contact_id)
          FROM (SELECT contact_id FROM identity
                 WHERE channel_id = ?1 AND kind = 'person' LIMIT ?2) AS i
         WHERE NOT EXISTS (SELECT 1 FROM identity AS o INDEXED BY identity_contact
                            WHERE o.contact_id = i.contact_id AND o.channel_id <> ?1)
    )sql",
                                      channel, most);
    return out;
}

std::vector<Leaving> conversations_of(db::Reader const& db, base::ChannelId channel, int limit)
{
    std::vector<Leaving> found;
    for (auto const* const state : {"open", "snoozed", "done", "spam"}) {
        db.each<Leaving>(
            R"sql(
            SELECT id, identity_id, contact_id FROM conversation INDEXED BY conversation_channel
             WHERE channel_id = ?1 AND state = ?2
             ORDER BY last_at DESC, id DESC LIMIT ?3
        )sql",
            [&](Leaving&& one) { found.push_back(one); }, channel, std::string_view(state),
            limit - int(found.size()));
        if (int(found.size()) >= limit)
            break;
    }
    return found;
}

std::vector<Leaving> identities_of(db::Reader const& db, base::ChannelId channel, int limit)
{
    return db.all<Leaving>(R"sql(
        SELECT 0, id, contact_id FROM identity WHERE channel_id = ?1 LIMIT ?2
    )sql",
                           channel, limit);
}

int remove_messages(db::Writer const& tx, base::ConversationId conversation, int limit)
{
    return tx.run(R"sql(
        DELETE FROM message
         WHERE id IN (SELECT id FROM message WHERE conversation_id = ?1 ORDER BY id LIMIT ?2)
    )sql",
                  conversation, limit);
}

void remove_identity(db::Writer const& tx, base::IdentityId id)
{
    tx.run(R"sql(DELETE FROM identity WHERE id = ?1)sql", id);
}

bool remove_if_unknown(db::Writer const& tx, base::ContactId contact)
{
    auto const removed = tx.run(R"sql(
        DELETE FROM contact
         WHERE id = ?1
           AND NOT EXISTS (SELECT 1 FROM identity WHERE contact_id = ?1)
           AND NOT EXISTS (SELECT 1 FROM conversation WHERE contact_id = ?1)
    )sql",
                                contact);
    if (removed > 0)
        tx.run(R"sql(DELETE FROM contact_text WHERE rowid = ?1)sql", contact);
    return removed > 0;
}

bool remove_rest(db::Writer const& tx, base::ChannelId channel, int limit)
{
    auto removed = tx.run(R"sql(
        DELETE FROM orphan
         WHERE (channel_id, external_id, status) IN
               (SELECT channel_id, external_id, status FROM orphan WHERE channel_id = ?1 LIMIT ?2)
    )sql",
                          channel, limit);
    removed += tx.run(R"sql(
        DELETE FROM media
         WHERE id IN (SELECT id FROM media INDEXED BY media_unsent
                       WHERE message_id IS NULL AND saved_reply_id IS NULL AND scheduled_id IS NULL
                         AND channel_id = ?1
                       LIMIT ?2)
    )sql",
                      channel, limit);
    removed += tx.run(R"sql(
        DELETE FROM template
         WHERE id IN (SELECT id FROM template WHERE channel_id = ?1 LIMIT ?2)
    )sql",
                      channel, limit);
    removed += tx.run(R"sql(
        DELETE FROM moved
         WHERE (channel_id, old_id) IN
               (SELECT channel_id, old_id FROM moved WHERE channel_id = ?1 LIMIT ?2)
    )sql",
                      channel, limit);
    removed += tx.run(R"sql(
        DELETE FROM notice
         WHERE id IN (SELECT id FROM notice INDEXED BY notice_channel
                       WHERE channel_id = ?1 LIMIT ?2)
    )sql",
                      channel, limit);
    return removed > 0;
}

bool remove_deliveries(db::Writer const& tx, base::ChannelId channel, int limit)
{
    return tx.run(R"sql(
        DELETE FROM raw_event
         WHERE id IN (SELECT id FROM raw_event INDEXED BY raw_event_channel
                       WHERE channel_id = ?1 LIMIT ?2)
    )sql",
                  channel, limit) > 0;
}

}  // namespace conversations::store
