#include "saved/store.hpp"

namespace saved::store {

std::vector<Row> page(db::Reader const& db, SavedReplyId after, int limit)
{
    return db.all<Row>(R"sql(
        SELECT id, shortcut, language, team_id, body, buttons, uses, used_at, created_at, updated_at
          FROM saved_reply WHERE id > ?1 ORDER BY id LIMIT ?2
    )sql",
                       after.value, limit);
}

std::optional<Row> find(db::Reader const& db, SavedReplyId id)
{
    return db.maybe<Row>(R"sql(
        SELECT id, shortcut, language, team_id, body, buttons, uses, used_at, created_at, updated_at
          FROM saved_reply WHERE id = ?1
    )sql",
                         id);
}

std::optional<Row> find(db::Reader const& db, std::string_view shortcut, std::string_view language,
                        std::int64_t team)
{
    return db.maybe<Row>(R"sql(
        SELECT id, shortcut, language, team_id, body, buttons, uses, used_at, created_at, updated_at
          FROM saved_reply WHERE shortcut = ?1 AND language = ?2 AND team_id = ?3
    )sql",
                         shortcut, language, team);
}

std::int64_t count(db::Reader const& db)
{
    return db.one<std::int64_t>(R"sql(
        -- scan: at most some thousands of rows, and only when one is made
        SELECT COUNT(*) FROM saved_reply
    )sql");
}

std::optional<SavedReplyId> add(db::Writer const& tx, Row const& row)
{
    return tx.try_insert<SavedReplyId>(R"sql(
        INSERT INTO saved_reply (shortcut, language, team_id, body, buttons, created_at, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
    )sql",
                                       row.shortcut, row.language, row.team, row.text, row.buttons,
                                       row.created_at);
}

bool save(db::Writer const& tx, Row const& row)
{
    try {
        tx.run(R"sql(
            UPDATE saved_reply
               SET shortcut = ?2, language = ?3, team_id = ?4, body = ?5, buttons = ?6,
                   updated_at = ?7
             WHERE id = ?1
        )sql",
               row.id, row.shortcut, row.language, row.team, row.text, row.buttons, row.updated_at);
        return true;
    } catch (db::Broken const& e) {
        if (!e.is_unique())
            throw;
        return false;
    }
}

void remove(db::Writer const& tx, SavedReplyId id)
{
    tx.run(R"sql(DELETE FROM saved_reply WHERE id = ?1)sql", id);
}

void was_used(db::Writer const& tx, SavedReplyId id, base::Instant at)
{
    tx.run(R"sql(UPDATE saved_reply SET uses = uses + 1, used_at = ?2 WHERE id = ?1)sql", id, at);
}

}  // namespace saved::store
