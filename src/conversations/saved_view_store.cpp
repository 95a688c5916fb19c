#include "conversations/saved_view_store.hpp"

namespace conversations::store {

std::vector<SavedViewRow> views_of(db::Reader const& db, base::UserId user)
{
    return db.all<SavedViewRow>(R"sql(
        SELECT id, user_id, name, query FROM saved_view
         WHERE user_id = COALESCE(?1, 0) ORDER BY name
    )sql",
                                user);
}

int count_views(db::Reader const& db, base::UserId user)
{
    return db.one<int>(R"sql(
        SELECT COUNT(*) FROM saved_view WHERE user_id = COALESCE(?1, 0)
    )sql",
                       user);
}

std::optional<SavedViewRow> saved_view(db::Reader const& db, SavedViewId id)
{
    return db.maybe<SavedViewRow>(R"sql(
        SELECT id, user_id, name, query FROM saved_view WHERE id = ?1
    )sql",
                                  id);
}

std::optional<SavedViewId> add_view(db::Writer const& tx, base::UserId user, std::string_view name,
                                    std::string_view query, base::Instant now)
{
    return tx.try_insert<SavedViewId>(R"sql(
        INSERT INTO saved_view (user_id, name, query, created_at)
        VALUES (COALESCE(?1, 0), ?2, ?3, ?4)
        ON CONFLICT DO NOTHING
    )sql",
                                      user, name, query, now);
}

bool save_view(db::Writer const& tx, SavedViewRow const& view)
{
    return tx.run(R"sql(
        UPDATE OR IGNORE saved_view SET name = ?2, query = ?3 WHERE id = ?1
    )sql",
                  view.id, view.name, view.query) > 0;
}

void remove_view(db::Writer const& tx, SavedViewId id)
{
    tx.run(R"sql(DELETE FROM saved_view WHERE id = ?1)sql", id);
}

}  // namespace conversations::store
