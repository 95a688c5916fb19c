#include "conversations/label_store.hpp"

#include "base/json.hpp"

namespace conversations::store {

namespace {

struct LabelRow {
    Label label;

    static LabelRow from(db::Columns& c)
    {
        Label l;
        l.id = c.next<base::LabelId>();
        l.name = c.next<std::string>();
        l.colour = c.next<Colour>();
        l.conversations = c.next<std::int64_t>();
        l.sample = c.next<bool>();
        return {std::move(l)};
    }
};

std::string as_list(std::vector<base::LabelId> const& ids)
{
    auto list = base::Json::array();
    for (auto const id : ids)
        list.push_back(id.value);
    return base::to_text(list);
}

}  // namespace

std::vector<Label> labels(db::Reader const& db)
{
    std::vector<Label> list;
    db.each<LabelRow>(R"sql(
        -- scan: a workspace has some dozens of labels; the count walks an index of each
        SELECT l.id, l.name, l.colour,
               (SELECT COUNT(*) FROM conversation_label c WHERE c.label_id = l.id), l.sample
          FROM label l ORDER BY l.name
    )sql",
                      [&](LabelRow&& row) { list.push_back(std::move(row.label)); });
    return list;
}

std::optional<Label> label(db::Reader const& db, base::LabelId id)
{
    auto row = db.maybe<LabelRow>(R"sql(
        SELECT l.id, l.name, l.colour,
               (SELECT COUNT(*) FROM conversation_label c WHERE c.label_id = l.id), l.sample
          FROM label l WHERE l.id = ?1
    )sql",
                                  id);
    if (!row)
        return std::nullopt;
    return std::move(row->label);
}

std::optional<base::LabelId> add_label(db::Writer const& tx, std::string_view name,
                                       std::string_view colour, base::Instant now, bool sample)
{
    return tx.try_insert<base::LabelId>(R"sql(
        INSERT INTO label (name, colour, created_at, sample) VALUES (?1, ?2, ?3, ?4)
    )sql",
                                        name, colour, now, sample);
}

bool save_label(db::Writer const& tx, base::LabelId id, std::string_view name,
                std::string_view colour)
{
    try {
        tx.run(R"sql(UPDATE label SET name = ?2, colour = ?3 WHERE id = ?1)sql", id, name, colour);
        return true;
    } catch (db::Broken const& e) {
        if (e.is_unique())
            return false;
        throw;
    }
}

void remove_label(db::Writer const& tx, base::LabelId id)
{
    tx.run(R"sql(DELETE FROM label WHERE id = ?1)sql", id);
}

std::vector<base::ConversationId> labelled(db::Reader const& db, base::LabelId id, int limit)
{
    return db.all<base::ConversationId>(R"sql(
        SELECT conversation_id FROM conversation_label WHERE label_id = ?1 LIMIT ?2
    )sql",
                                        id, limit);
}

std::int64_t set_labels(db::Writer const& tx, base::ConversationId conversation,
                        std::vector<base::LabelId> const& ids)
{
    auto const list = as_list(ids);
    tx.run(R"sql(
        DELETE FROM conversation_label
         WHERE conversation_id = ?1 AND label_id NOT IN (SELECT value FROM json_each(?2))
    )sql",
           conversation, list);
    tx.run(R"sql(
        INSERT INTO conversation_label (conversation_id, label_id, state, last_at, assignee_id,
                                        channel_id, priority)
        SELECT c.id, l.id, c.state, c.last_at, c.assignee_id, c.channel_id, c.priority
          FROM json_each(?2) k CROSS JOIN label l ON l.id = k.value
          CROSS JOIN conversation c ON c.id = ?1
         WHERE true ON CONFLICT DO NOTHING
    )sql",
           conversation, list);
    return tx.one<std::int64_t>(R"sql(
        SELECT COUNT(*) FROM conversation_label WHERE conversation_id = ?1
    )sql",
                                conversation);
}

std::optional<Draft> draft(db::Reader const& db, base::ConversationId conversation,
                           base::UserId user)
{
    return db.maybe<Draft>(R"sql(
        SELECT mode, body, updated_at FROM draft WHERE conversation_id = ?1 AND user_id = ?2
    )sql",
                           conversation, user.value);
}

void save_draft(db::Writer const& tx, base::ConversationId conversation, base::UserId user,
                Draft const& draft)
{
    tx.run(R"sql(
        INSERT INTO draft (conversation_id, user_id, mode, body, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT DO UPDATE SET mode = excluded.mode, body = excluded.body,
                                  updated_at = excluded.updated_at
    )sql",
           conversation, user.value, draft.mode, draft.text, draft.updated_at);
}

void drop_draft(db::Writer const& tx, base::ConversationId conversation, base::UserId user)
{
    tx.run(R"sql(DELETE FROM draft WHERE conversation_id = ?1 AND user_id = ?2)sql", conversation,
           user.value);
}

}  // namespace conversations::store
