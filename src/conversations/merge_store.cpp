#include "conversations/merge_store.hpp"

#include "base/json.hpp"

namespace conversations::store {

std::vector<base::ConversationId> with_identities(db::Reader const& db,
                                                  std::vector<base::IdentityId> const& identities)
{
    auto list = base::Json::array();
    for (auto const identity : identities)
        list.push_back(identity.value);
    return db.all<base::ConversationId>(R"sql(
        SELECT c.id FROM json_each(?1) k CROSS JOIN conversation c ON c.identity_id = k.value
    )sql",
                                        base::to_text(list));
}

void said_by(db::Writer const& tx, base::ConversationId conversation, base::ContactId was,
             base::ContactId now)
{
    tx.run(R"sql(
        UPDATE message SET author_id = ?3
         WHERE conversation_id = ?1 AND author_kind = 'contact' AND author_id = ?2
    )sql",
           conversation, was, now);
    tx.run(R"sql(
        UPDATE OR REPLACE reaction SET author_id = ?3
         WHERE side = 'contact' AND author_id = ?2
           AND message_id IN (SELECT id FROM message WHERE conversation_id = ?1)
    )sql",
           conversation, was, now);
    tx.run(R"sql(
        UPDATE conversation SET preview_author = ?3
         WHERE id = ?1 AND preview_by = 'contact' AND preview_author = ?2
    )sql",
           conversation, was, now);
}

}  // namespace conversations::store
