#include "contacts/store.hpp"

namespace contacts::store {

void make_group(db::Writer const& tx, base::ContactId contact, base::IdentityId identity)
{
    tx.run(R"sql(UPDATE contact SET kind = 'group' WHERE id = ?1)sql", contact);
    tx.run(R"sql(UPDATE identity SET kind = 'group' WHERE id = ?1)sql", identity);
}

bool is_group(db::Reader const& db, base::IdentityId identity)
{
    return db.maybe<bool>(R"sql(SELECT kind = 'group' FROM identity WHERE id = ?1)sql", identity)
        .value_or(false);
}

void in_group(db::Writer const& tx, base::IdentityId group, base::ContactId who, bool here,
              base::Instant at)
{
    tx.run(R"sql(
        INSERT INTO group_member (identity_id, contact_id, here, at) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET here = excluded.here, at = excluded.at
         WHERE excluded.at > group_member.at
            OR (excluded.at = group_member.at AND excluded.here < group_member.here)
    )sql",
           group, who, here, at);
}

std::string name_of(db::Reader const& db, base::ContactId contact)
{
    return db.maybe<std::string>(R"sql(SELECT name FROM contact WHERE id = ?1)sql", contact)
        .value_or("");
}

void name_by(db::Writer const& tx, base::ContactId contact, std::string_view by,
             std::string_view name, base::Instant at)
{
    tx.run(R"sql(
        UPDATE contact SET name = ?3, named_by = ?2, named_at = ?4
         WHERE id = ?1 AND named_by <> 'member' AND named_at <= ?4
    )sql",
           contact, by, name, at);
}

bool prefer(db::Writer const& tx, base::IdentityId identity, std::string_view marketing,
            base::Instant at)
{
    return tx.run(R"sql(
        UPDATE identity SET marketing = ?2, marketing_at = ?3
         WHERE id = ?1 AND (marketing_at IS NULL OR marketing_at < ?3
                            OR (marketing_at = ?3 AND marketing < ?2))
    )sql",
                  identity, marketing, at) > 0;
}

std::string marketing_of(db::Reader const& db, base::IdentityId identity)
{
    return db.maybe<std::string>(R"sql(SELECT marketing FROM identity WHERE id = ?1)sql", identity)
        .value_or("unknown");
}

}  // namespace contacts::store
