#include "conversations/chore_store.hpp"

namespace conversations::store {

void drop_orphans(db::Writer const& tx, base::Instant before)
{
    tx.run(R"sql(DELETE FROM orphan WHERE created_at < ?1)sql", before);
}

bool any_sample(db::Reader const& db)
{
    return db.one<bool>(R"sql(
        SELECT EXISTS (SELECT 1 FROM contact INDEXED BY contact_sample WHERE sample = 1)
    )sql");
}

Removed remove_samples(db::Writer const& tx, int limit)
{
    Removed removed;
    removed.contacts = tx.all<base::ContactId>(R"sql(
        SELECT id FROM contact INDEXED BY contact_sample WHERE sample = 1 LIMIT ?1
    )sql",
                                               limit);
    for (auto const contact : removed.contacts) {
        auto const theirs = tx.all<base::ConversationId>(R"sql(
            SELECT id FROM conversation WHERE contact_id = ?1
        )sql",
                                                         contact);
        removed.conversations.insert(removed.conversations.end(), theirs.begin(), theirs.end());
        tx.run(R"sql(DELETE FROM contact_text WHERE rowid = ?1)sql", contact);
        tx.run(R"sql(DELETE FROM contact WHERE id = ?1)sql", contact);
    }
    return removed;
}

void remove_sample_labels(db::Writer const& tx)
{
    tx.run(R"sql(
        -- scan: a workspace has some dozens of labels
        DELETE FROM label
         WHERE sample = 1
           AND NOT EXISTS (SELECT 1 FROM conversation_label c WHERE c.label_id = label.id)
           AND NOT EXISTS (SELECT 1 FROM contact_label p WHERE p.label_id = label.id)
    )sql");
}

}  // namespace conversations::store
