#include "conversations/conversation_store.hpp"

namespace conversations::store {

void take_over(db::Writer const& tx, Row const& keep, Row const& gone, base::Instant now)
{
    tx.run(R"sql(UPDATE message SET conversation_id = ?1 WHERE conversation_id = ?2)sql", keep.id,
           gone.id);
    tx.run(R"sql(
        UPDATE message SET author_id = ?2
         WHERE conversation_id = ?1 AND author_kind = 'contact' AND author_id = ?3
    )sql",
           keep.id, keep.contact, gone.contact);
    tx.run(R"sql(
        UPDATE OR REPLACE reaction SET author_id = ?2
         WHERE side = 'contact' AND author_id = ?3
           AND message_id IN (SELECT id FROM message WHERE conversation_id = ?1)
    )sql",
           keep.id, keep.contact, gone.contact);
    tx.run(R"sql(
        UPDATE OR IGNORE draft SET conversation_id = ?1 WHERE conversation_id = ?2
    )sql",
           keep.id, gone.id);
    tx.run(R"sql(UPDATE scheduled SET conversation_id = ?1 WHERE conversation_id = ?2)sql", keep.id,
           gone.id);
    tx.run(R"sql(
        INSERT OR IGNORE INTO conversation_label (conversation_id, label_id, state, last_at,
                                                  assignee_id, channel_id, priority)
        SELECT k.id, l.label_id, k.state, k.last_at, k.assignee_id, k.channel_id, k.priority
          FROM conversation_label l JOIN conversation k ON k.id = ?1
         WHERE l.conversation_id = ?2
    )sql",
           keep.id, gone.id);
    tx.run(R"sql(
        UPDATE conversation
           SET last_message_id = g.last_message_id, preview = g.preview,
               preview_kind = g.preview_kind, preview_by = g.preview_by,
               preview_author = g.preview_author, preview_status = g.preview_status
          FROM conversation g
         WHERE conversation.id = ?1 AND g.id = ?2 AND g.last_message_id IS NOT NULL
           AND (conversation.last_message_id IS NULL OR g.last_at >= conversation.last_at)
    )sql",
           keep.id, gone.id);
    tx.run(R"sql(
        UPDATE conversation
           SET unread = conversation.unread + g.unread,
               waiting_since = MIN(COALESCE(conversation.waiting_since, g.waiting_since),
                                   COALESCE(g.waiting_since, conversation.waiting_since)),
               last_inbound_at = MAX(COALESCE(conversation.last_inbound_at, g.last_inbound_at),
                                     COALESCE(g.last_inbound_at, conversation.last_inbound_at)),
               last_at = MAX(conversation.last_at, g.last_at),
               assignee_id = CASE conversation.assignee_id WHEN 0 THEN g.assignee_id
                                                           ELSE conversation.assignee_id END,
               priority = MAX(conversation.priority, g.priority),
               snoozed_until = CASE WHEN g.state = 'open' AND conversation.state <> 'spam' THEN NULL
                                    ELSE conversation.snoozed_until END,
               state = CASE WHEN g.state = 'open' AND conversation.state <> 'spam' THEN 'open'
                            ELSE conversation.state END,
               updated_at = ?3
          FROM conversation g
         WHERE conversation.id = ?1 AND g.id = ?2
    )sql",
           keep.id, gone.id, now);
    tx.run(R"sql(DELETE FROM conversation WHERE id = ?1)sql", gone.id);
}

void give(db::Writer const& tx, base::ConversationId id, base::IdentityId identity,
          base::ContactId contact)
{
    tx.run(R"sql(UPDATE conversation SET identity_id = ?2, contact_id = ?3 WHERE id = ?1)sql", id,
           identity, contact);
}

void give_others(db::Writer const& tx, base::ContactId from, base::ContactId to)
{
    tx.run(R"sql(UPDATE conversation SET contact_id = ?2 WHERE contact_id = ?1)sql", from, to);
}

}  // namespace conversations::store
