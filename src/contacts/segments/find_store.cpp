#include "contacts/segments/find_store.hpp"

#include "base/json.hpp"

namespace contacts::store {

using Ids = std::vector<std::int64_t>;

std::vector<Place> by_age(db::Reader const& db, Place const& after, int limit)
{
    return db.all<Place>(R"sql(
        SELECT id, '', 0 FROM contact WHERE id < ?1 AND kind = 'person' ORDER BY id DESC LIMIT ?2
    )sql",
                         after.id, limit);
}

std::vector<Place> by_name(db::Reader const& db, Place const& after, std::string const& beginning,
                           int limit)
{
    return db.all<Place>(R"sql(
        SELECT id, name, 0 FROM contact INDEXED BY contact_name
         WHERE kind = 'person' AND name >= ?1 COLLATE NOCASE
           AND name < ?4 || char(1114111) COLLATE NOCASE
           AND (name > ?1 COLLATE NOCASE OR id > ?2)
         ORDER BY name COLLATE NOCASE, id LIMIT ?3
    )sql",
                         after.id == 0 && after.name < beginning ? beginning : after.name, after.id,
                         limit, beginning);
}

std::vector<Place> by_seen(db::Reader const& db, Place const& after, int limit)
{
    return db.all<Place>(R"sql(
        SELECT id, '', COALESCE(last_seen_at, 0) FROM contact INDEXED BY contact_seen
         WHERE kind = 'person' AND COALESCE(last_seen_at, 0) <= ?1
           AND (COALESCE(last_seen_at, 0) < ?1 OR id < ?2)
         ORDER BY COALESCE(last_seen_at, 0) DESC, id DESC LIMIT ?3
    )sql",
                         after.at, after.id, limit);
}

std::vector<Place> matching(db::Reader const& db, std::string const& match, Place const& after,
                            int limit)
{
    return db.all<Place>(R"sql(
        SELECT c.id, '', 0 FROM contact_text t JOIN contact c ON c.id = t.rowid
         WHERE contact_text MATCH ?1 AND t.rowid < ?2 AND c.kind = 'person'
         ORDER BY t.rowid DESC LIMIT ?3
    )sql",
                         match, after.id, limit);
}

std::vector<Place> places_of(db::Reader const& db, Ids const& ids)
{
    return db.all<Place>(R"sql(
        SELECT c.id, c.name, COALESCE(c.last_seen_at, 0)
          FROM json_each(?1) k CROSS JOIN contact c ON c.id = k.value
         WHERE c.kind = 'person'
    )sql",
                         base::to_text(base::Json(ids)));
}

Ids everybody(db::Reader const& db)
{
    return db.all<std::int64_t>(R"sql(
        SELECT id FROM contact INDEXED BY contact_created WHERE kind = 'person'
    )sql");
}

std::int64_t count_everybody(db::Reader const& db)
{
    return db.one<std::int64_t>(R"sql(
        SELECT COUNT(*) FROM contact INDEXED BY contact_created WHERE kind = 'person'
    )sql");
}

Ids within(db::Reader const& db, Test const& t, std::int64_t limit)
{
    switch (t.kind) {
    case Test::Kind::nobody: return {};
    case Test::Kind::label:
        return db.all<std::int64_t>(R"sql(
            SELECT contact_id FROM contact_label INDEXED BY contact_label_people
             WHERE label_id = ?1 ORDER BY contact_id LIMIT ?2
        )sql",
                                    t.id, limit);
    case Test::Kind::language:
        return db.all<std::int64_t>(R"sql(
            SELECT id FROM contact INDEXED BY contact_language
             WHERE kind = 'person' AND language = ?1 COLLATE NOCASE ORDER BY id LIMIT ?2
        )sql",
                                    t.from_text, limit);
    case Test::Kind::channel:
        return db.all<std::int64_t>(R"sql(
            SELECT DISTINCT contact_id FROM identity INDEXED BY identity_channel
             WHERE channel_id = ?1 AND kind = 'person' ORDER BY contact_id LIMIT ?2
        )sql",
                                    t.id, limit);
    case Test::Kind::seen:
        return db.all<std::int64_t>(R"sql(
            SELECT id FROM contact INDEXED BY contact_seen
             WHERE kind = 'person' AND COALESCE(last_seen_at, 0) BETWEEN ?1 AND ?2 LIMIT ?3
        )sql",
                                    t.from, t.to, limit);
    case Test::Kind::created:
        return db.all<std::int64_t>(R"sql(
            SELECT id FROM contact INDEXED BY contact_created
             WHERE kind = 'person' AND created_at BETWEEN ?1 AND ?2 LIMIT ?3
        )sql",
                                    t.from, t.to, limit);
    case Test::Kind::email:
        return db.all<std::int64_t>(R"sql(
            SELECT id FROM contact INDEXED BY contact_email
             WHERE kind = 'person' AND email IS NOT NULL LIMIT ?1
        )sql",
                                    limit);
    case Test::Kind::phone:
        return db.all<std::int64_t>(R"sql(
            SELECT id FROM contact INDEXED BY contact_phone
             WHERE kind = 'person' AND phone IS NOT NULL LIMIT ?1
        )sql",
                                    limit);
    case Test::Kind::marketing:
        return db.all<std::int64_t>(R"sql(
            SELECT DISTINCT contact_id FROM identity INDEXED BY identity_marketing
             WHERE marketing = ?1 AND marketing <> 'unknown' ORDER BY contact_id LIMIT ?2
        )sql",
                                    t.from_text, limit);
    case Test::Kind::text:
        return db.all<std::int64_t>(R"sql(
            SELECT contact_id FROM contact_value INDEXED BY contact_value_text
             WHERE field_id = ?1 AND text BETWEEN ?2 COLLATE NOCASE AND ?3 COLLATE NOCASE LIMIT ?4
        )sql",
                                    t.id, t.from_text, t.to_text, limit);
    case Test::Kind::number:
        return db.all<std::int64_t>(R"sql(
            SELECT contact_id FROM contact_value INDEXED BY contact_value_number
             WHERE field_id = ?1 AND number BETWEEN ?2 AND ?3 AND number IS NOT NULL LIMIT ?4
        )sql",
                                    t.id, t.least, t.most, limit);
    }
    return {};
}

Ids among(db::Reader const& db, Test const& t, Ids const& ids)
{
    auto const list = base::to_text(base::Json(ids));
    switch (t.kind) {
    case Test::Kind::nobody: return {};
    case Test::Kind::label:
        return db.all<std::int64_t>(R"sql(
            SELECT k.value FROM json_each(?1) k
             CROSS JOIN contact_label x ON x.contact_id = k.value AND x.label_id = ?2
             ORDER BY k.key
        )sql",
                                    list, t.id);
    case Test::Kind::language:
        return db.all<std::int64_t>(R"sql(
            SELECT c.id FROM json_each(?1) k CROSS JOIN contact c ON c.id = k.value
             WHERE c.language = ?2 COLLATE NOCASE ORDER BY k.key
        )sql",
                                    list, t.from_text);
    case Test::Kind::channel:
        return db.all<std::int64_t>(R"sql(
            SELECT k.value FROM json_each(?1) k
             WHERE EXISTS (SELECT 1 FROM identity i INDEXED BY identity_channel
                            WHERE i.channel_id = ?2 AND i.contact_id = k.value
                              AND i.kind = 'person')
             ORDER BY k.key
        )sql",
                                    list, t.id);
    case Test::Kind::seen:
        return db.all<std::int64_t>(R"sql(
            SELECT c.id FROM json_each(?1) k CROSS JOIN contact c ON c.id = k.value
             WHERE COALESCE(c.last_seen_at, 0) BETWEEN ?2 AND ?3 ORDER BY k.key
        )sql",
                                    list, t.from, t.to);
    case Test::Kind::created:
        return db.all<std::int64_t>(R"sql(
            SELECT c.id FROM json_each(?1) k CROSS JOIN contact c ON c.id = k.value
             WHERE c.created_at BETWEEN ?2 AND ?3 ORDER BY k.key
        )sql",
                                    list, t.from, t.to);
    case Test::Kind::email:
        return db.all<std::int64_t>(R"sql(
            SELECT c.id FROM json_each(?1) k CROSS JOIN contact c ON c.id = k.value
             WHERE c.email IS NOT NULL ORDER BY k.key
        )sql",
                                    list);
    case Test::Kind::phone:
        return db.all<std::int64_t>(R"sql(
            SELECT c.id FROM json_each(?1) k CROSS JOIN contact c ON c.id = k.value
             WHERE c.phone IS NOT NULL ORDER BY k.key
        )sql",
                                    list);
    case Test::Kind::marketing:
        return db.all<std::int64_t>(R"sql(
            SELECT k.value FROM json_each(?1) k
             WHERE EXISTS (SELECT 1 FROM identity i INDEXED BY identity_marketing
                            WHERE i.marketing = ?2 AND i.contact_id = k.value
                              AND i.marketing <> 'unknown')
             ORDER BY k.key
        )sql",
                                    list, t.from_text);
    case Test::Kind::text:
        return db.all<std::int64_t>(R"sql(
            SELECT k.value FROM json_each(?1) k
             CROSS JOIN contact_value v ON v.contact_id = k.value AND v.field_id = ?2
             WHERE v.text BETWEEN ?3 COLLATE NOCASE AND ?4 COLLATE NOCASE ORDER BY k.key
        )sql",
                                    list, t.id, t.from_text, t.to_text);
    case Test::Kind::number:
        return db.all<std::int64_t>(R"sql(
            SELECT k.value FROM json_each(?1) k
             CROSS JOIN contact_value v ON v.contact_id = k.value AND v.field_id = ?2
             WHERE v.number BETWEEN ?3 AND ?4 ORDER BY k.key
        )sql",
                                    list, t.id, t.least, t.most);
    }
    return {};
}

}  // namespace contacts::store
