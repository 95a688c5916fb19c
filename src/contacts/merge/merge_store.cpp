#include "contacts/merge/merge_store.hpp"

#include "contacts/store.hpp"

namespace contacts::store {

namespace {

// What of the one that stays the other may fill in.
void fill_in(db::Writer const& tx, base::ContactId keep, base::ContactId gone)
{
    tx.run(R"sql(
        UPDATE contact
           SET name = CASE WHEN contact.name = ''
                             OR (contact.named_by = 'channel' AND g.named_by <> 'channel')
                           THEN g.name ELSE contact.name END,
               named_by = CASE WHEN contact.name = ''
                                 OR (contact.named_by = 'channel' AND g.named_by <> 'channel')
                               THEN g.named_by ELSE contact.named_by END,
               phone = COALESCE(contact.phone, g.phone),
               email = COALESCE(contact.email, g.email),
               language = COALESCE(contact.language, g.language),
               time_zone = COALESCE(contact.time_zone, g.time_zone),
               last_seen_at = COALESCE(MAX(contact.last_seen_at, g.last_seen_at),
                                       contact.last_seen_at, g.last_seen_at)
          FROM contact g
         WHERE contact.id = ?1 AND g.id = ?2
    )sql",
           keep, gone);
}

void remember_after(db::Writer const& tx, MergeId id)
{
    tx.run(R"sql(
        UPDATE contact_merge
           SET moved = json_set(moved, '$.after',
                                json_object('name', k.name, 'phone', k.phone, 'email', k.email,
                                            'language', k.language, 'time_zone', k.time_zone,
                                            'last_seen_at', k.last_seen_at))
          FROM contact k
         WHERE contact_merge.id = ?1 AND k.id = contact_merge.kept
    )sql",
           id);
}

// What still stands as the merging left it becomes what it was before.
void empty_again(db::Writer const& tx, MergeId id)
{
    tx.run(R"sql(
        UPDATE contact
           SET named_by = CASE WHEN name = w.became ->> 'name' THEN w.was ->> 'named_by'
                               ELSE named_by END,
               name = CASE WHEN name = w.became ->> 'name' THEN w.was ->> 'name' ELSE name END,
               phone = CASE WHEN phone IS w.became ->> 'phone' THEN w.was ->> 'phone'
                            ELSE phone END,
               email = CASE WHEN email IS w.became ->> 'email' THEN w.was ->> 'email'
                            ELSE email END,
               language = CASE WHEN language IS w.became ->> 'language'
                               THEN w.was ->> 'language' ELSE language END,
               time_zone = CASE WHEN time_zone IS w.became ->> 'time_zone'
                                THEN w.was ->> 'time_zone' ELSE time_zone END,
               last_seen_at = CASE WHEN last_seen_at IS w.became ->> 'last_seen_at'
                                   THEN w.was ->> 'last_seen_at' ELSE last_seen_at END
          FROM (SELECT kept, moved -> 'before' AS was, moved -> 'after' AS became
                  FROM contact_merge WHERE id = ?1) w
         WHERE contact.id = w.kept
    )sql",
           id);
}

}  // namespace

MergeRow MergeRow::from(db::Columns& columns)
{
    MergeRow row;
    row.merge.id = columns.next<MergeId>();
    row.kept = columns.next<base::ContactId>();
    row.merge.other = columns.next<base::ContactId>();
    row.merge.name = columns.next<std::string>();
    row.by = {columns.next<std::int64_t>()};
    row.merge.merged_at = columns.next<base::Instant>();
    return row;
}

std::optional<MergeRow> merge(db::Reader const& db, MergeId id)
{
    return db.maybe<MergeRow>(R"sql(
        SELECT m.id, m.kept, m.gone, g.name, m.created_by, m.created_at
          FROM contact_merge m CROSS JOIN contact g ON g.id = m.gone
         WHERE m.id = ?1
    )sql",
                              id);
}

std::vector<MergeRow> merges(db::Reader const& db, base::ContactId kept, int limit)
{
    return db.all<MergeRow>(R"sql(
        SELECT m.id, m.kept, m.gone, g.name, m.created_by, m.created_at
          FROM contact_merge m INDEXED BY contact_merge_kept
          CROSS JOIN contact g ON g.id = m.gone
         WHERE m.kept = ?1 ORDER BY m.id DESC LIMIT ?2
    )sql",
                            kept, limit);
}

std::vector<base::IdentityId> merged_identities(db::Reader const& db, MergeId id)
{
    return db.all<base::IdentityId>(R"sql(
        SELECT i.id
          FROM contact_merge m CROSS JOIN json_each(m.moved, '$.identities') j
          CROSS JOIN identity i ON i.id = j.value AND i.contact_id = m.kept
         WHERE m.id = ?1
    )sql",
                                    id);
}

std::vector<std::int64_t> duplicates(db::Reader const& db, base::ContactId id, int limit)
{
    return db.all<std::int64_t>(R"sql(
        SELECT c.id
          FROM contact k CROSS JOIN contact c INDEXED BY contact_phone
            ON c.kind = 'person' AND c.phone = k.phone AND c.id <> k.id
         WHERE k.id = ?1 AND k.kind = 'person'
        UNION
        SELECT c.id
          FROM contact k CROSS JOIN contact c INDEXED BY contact_email
            ON c.kind = 'person' AND c.email = k.email COLLATE NOCASE AND c.id <> k.id
         WHERE k.id = ?1 AND k.kind = 'person'
         LIMIT ?2
    )sql",
                                id, limit);
}

MergeId remember_merge(db::Writer const& tx, base::ContactId keep, base::ContactId gone,
                       base::UserId by, base::Instant now)
{
    return tx.insert<MergeId>(R"sql(
        INSERT INTO contact_merge (kept, gone, moved, created_by, created_at)
        SELECT ?1, ?2,
               json_object(
                   'before', json_object('name', k.name, 'named_by', k.named_by, 'phone', k.phone,
                                         'email', k.email, 'language', k.language,
                                         'time_zone', k.time_zone,
                                         'last_seen_at', k.last_seen_at),
                   'identities', (SELECT json_group_array(id) FROM identity
                                   WHERE contact_id = ?2),
                   'notes', (SELECT json_group_array(id) FROM contact_note WHERE contact_id = ?2),
                   'consents', (SELECT json_group_array(id) FROM consent WHERE contact_id = ?2),
                   'labels', (SELECT json_group_array(label_id) FROM contact_label
                               WHERE contact_id = ?2),
                   'new_labels', (SELECT json_group_array(g.label_id) FROM contact_label g
                                   WHERE g.contact_id = ?2
                                     AND NOT EXISTS (SELECT 1 FROM contact_label o
                                                      WHERE o.contact_id = ?1
                                                        AND o.label_id = g.label_id)),
                   'values', (SELECT json_group_array(json_array(field_id, text, number))
                                FROM contact_value WHERE contact_id = ?2),
                   'new_values', (SELECT json_group_array(json_array(g.field_id, g.text))
                                    FROM contact_value g
                                   WHERE g.contact_id = ?2
                                     AND NOT EXISTS (SELECT 1 FROM contact_value o
                                                      WHERE o.contact_id = ?1
                                                        AND o.field_id = g.field_id)),
                   'groups', (SELECT json_group_array(json_array(identity_id, here, at))
                                FROM group_member WHERE contact_id = ?2),
                   'new_groups', (SELECT json_group_array(g.identity_id) FROM group_member g
                                   WHERE g.contact_id = ?2
                                     AND NOT EXISTS (SELECT 1 FROM group_member o
                                                      WHERE o.contact_id = ?1
                                                        AND o.identity_id = g.identity_id))),
               ?3, ?4
          FROM contact k WHERE k.id = ?1
    )sql",
                              keep, gone, by.value, now);
}

void carry_out(db::Writer const& tx, MergeId id, base::ContactId keep, base::ContactId gone)
{
    take_belongings(tx, keep, gone);
    // What both had.
    tx.run(R"sql(DELETE FROM contact_label WHERE contact_id = ?1)sql", gone);
    tx.run(R"sql(DELETE FROM contact_value WHERE contact_id = ?1)sql", gone);
    tx.run(R"sql(DELETE FROM group_member WHERE contact_id = ?1)sql", gone);
    fill_in(tx, keep, gone);
    remember_after(tx, id);
    tx.run(R"sql(UPDATE contact SET kind = 'merged', merged_into = ?2 WHERE id = ?1)sql", gone,
           keep);
    tx.run(R"sql(DELETE FROM contact_text WHERE rowid = ?1)sql", gone);
    index(tx, keep);
}

void take_back(db::Writer const& tx, MergeId id, base::ContactId kept, base::ContactId gone)
{
    tx.run(R"sql(UPDATE contact SET kind = 'person', merged_into = NULL WHERE id = ?1)sql", gone);
    tx.run(R"sql(
        UPDATE identity SET contact_id = ?3
         WHERE contact_id = ?2
           AND id IN (SELECT j.value FROM contact_merge m, json_each(m.moved, '$.identities') j
                       WHERE m.id = ?1)
    )sql",
           id, kept, gone);
    tx.run(R"sql(
        UPDATE contact_note SET contact_id = ?3
         WHERE contact_id = ?2
           AND id IN (SELECT j.value FROM contact_merge m, json_each(m.moved, '$.notes') j
                       WHERE m.id = ?1)
    )sql",
           id, kept, gone);
    tx.run(R"sql(
        UPDATE consent SET contact_id = ?3
         WHERE contact_id = ?2
           AND id IN (SELECT j.value FROM contact_merge m, json_each(m.moved, '$.consents') j
                       WHERE m.id = ?1)
    )sql",
           id, kept, gone);
    tx.run(R"sql(
        DELETE FROM contact_label
         WHERE contact_id = ?2
           AND label_id IN (SELECT j.value FROM contact_merge m, json_each(m.moved, '$.new_labels') j
                             WHERE m.id = ?1)
    )sql",
           id, kept);
    tx.run(R"sql(
        INSERT OR IGNORE INTO contact_label (contact_id, label_id)
        SELECT ?2, l.id
          FROM contact_merge m CROSS JOIN json_each(m.moved, '$.labels') j
          CROSS JOIN label l ON l.id = j.value
         WHERE m.id = ?1
    )sql",
           id, gone);
    tx.run(R"sql(
        DELETE FROM contact_value
         WHERE contact_id = ?2
           AND (field_id, text) IN (SELECT j.value ->> 0, j.value ->> 1
                                      FROM contact_merge m, json_each(m.moved, '$.new_values') j
                                     WHERE m.id = ?1)
    )sql",
           id, kept);
    tx.run(R"sql(
        INSERT OR IGNORE INTO contact_value (contact_id, field_id, text, number)
        SELECT ?2, f.id, j.value ->> 1, j.value ->> 2
          FROM contact_merge m CROSS JOIN json_each(m.moved, '$.values') j
          CROSS JOIN field f ON f.id = j.value ->> 0
         WHERE m.id = ?1
    )sql",
           id, gone);
    tx.run(R"sql(
        DELETE FROM group_member
         WHERE contact_id = ?2
           AND identity_id IN (SELECT j.value
                                 FROM contact_merge m, json_each(m.moved, '$.new_groups') j
                                WHERE m.id = ?1)
    )sql",
           id, kept);
    tx.run(R"sql(
        INSERT OR IGNORE INTO group_member (identity_id, contact_id, here, at)
        SELECT i.id, ?2, j.value ->> 1, j.value ->> 2
          FROM contact_merge m CROSS JOIN json_each(m.moved, '$.groups') j
          CROSS JOIN identity i ON i.id = j.value ->> 0
         WHERE m.id = ?1
    )sql",
           id, gone);
    empty_again(tx, id);
    tx.run(R"sql(DELETE FROM contact_merge WHERE id = ?1)sql", id);
    index(tx, kept);
    index(tx, gone);
}

}  // namespace contacts::store
