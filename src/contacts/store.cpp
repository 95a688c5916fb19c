#include "contacts/store.hpp"

namespace contacts::store {

namespace {

struct ContactRow {
    Contact contact;

    static ContactRow from(db::Columns& columns)
    {
        Contact c;
        c.id = columns.next<base::ContactId>();
        c.name = columns.next<std::string>();
        c.email = columns.next<std::optional<std::string>>();
        c.phone = columns.next<std::optional<std::string>>();
        c.language = columns.next<std::optional<std::string>>();
        c.note = columns.next<std::string>();
        c.sample = columns.next<bool>();
        c.last_seen_at = columns.next<std::optional<base::Instant>>();
        c.created_at = columns.next<base::Instant>();
        return {std::move(c)};
    }
};

struct FullIdentity {
    Identity identity;

    static FullIdentity from(db::Columns& columns)
    {
        Identity i;
        i.id = columns.next<base::IdentityId>();
        i.channel.id = columns.next<base::ChannelId>();
        i.channel.kind = columns.next<channels::Kind>();
        i.channel.name = columns.next<std::string>();
        i.channel.state = columns.next<channels::AccountState>();
        i.external_id = columns.next<std::string>();
        i.phone = columns.next<std::optional<std::string>>();
        i.username = columns.next<std::optional<std::string>>();
        i.profile_name = columns.next<std::string>();
        i.marketing = columns.next<Marketing>();
        i.marketing_at = columns.next<std::optional<base::Instant>>();
        return {std::move(i)};
    }
};

std::vector<Contact> complete(db::Reader const& db, std::vector<ContactRow>&& rows)
{
    std::vector<Contact> contacts;
    for (auto& row : rows) {
        auto& c = contacts.emplace_back(std::move(row.contact));
        db.each<FullIdentity>(
            R"sql(
            SELECT i.id, c.id, c.kind, c.name, c.state, i.external_id, i.phone, i.username,
                   i.profile_name, i.marketing, i.marketing_at
              FROM identity i JOIN channel c ON c.id = i.channel_id
             WHERE i.contact_id = ?1 ORDER BY i.id
        )sql",
            [&](FullIdentity&& i) { c.identities.push_back(std::move(i.identity)); }, c.id);
        c.conversations = conversations_of(db, c.id);
    }
    return contacts;
}

}  // namespace

std::optional<IdentityRow> identity_by_external(db::Reader const& db, base::ChannelId channel,
                                                std::string_view external_id)
{
    return db.maybe<IdentityRow>(R"sql(
        SELECT id, contact_id, external_id, phone, username, profile_name
          FROM identity WHERE channel_id = ?1 AND external_id = ?2
    )sql",
                                 channel, external_id);
}

std::optional<IdentityRow> identity_by_bare_phone(db::Reader const& db, base::ChannelId channel,
                                                  std::string_view phone)
{
    return db.maybe<IdentityRow>(R"sql(
        SELECT id, contact_id, external_id, phone, username, profile_name
          FROM identity WHERE channel_id = ?1 AND phone = ?2 AND external_id = phone
    )sql",
                                 channel, phone);
}

std::optional<IdentityRow> identity_by_phone(db::Reader const& db, base::ChannelId channel,
                                             std::string_view phone)
{
    return db.maybe<IdentityRow>(R"sql(
        SELECT id, contact_id, external_id, phone, username, profile_name
          FROM identity WHERE channel_id = ?1 AND phone = ?2 ORDER BY id DESC LIMIT 1
    )sql",
                                 channel, phone);
}

std::optional<IdentityRow> identity(db::Reader const& db, base::IdentityId id)
{
    return db.maybe<IdentityRow>(R"sql(
        SELECT id, contact_id, external_id, phone, username, profile_name
          FROM identity WHERE id = ?1
    )sql",
                                 id);
}

bool is_free(db::Reader const& db, base::IdentityId id, std::string_view external_id)
{
    return db.one<bool>(R"sql(
        SELECT NOT EXISTS (SELECT 1 FROM identity o JOIN identity i ON i.channel_id = o.channel_id
                            WHERE i.id = ?1 AND o.external_id = ?2)
    )sql",
                        id, external_id);
}

base::IdentityId add_identity(db::Writer const& tx, IdentityRow const& row, base::ChannelId channel,
                              base::Instant now)
{
    return tx.insert<base::IdentityId>(R"sql(
        INSERT INTO identity (contact_id, channel_id, external_id, phone, username, profile_name, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    )sql",
                                       row.contact, channel, row.external_id, row.phone,
                                       row.username, row.profile_name, now);
}

void save_identity(db::Writer const& tx, IdentityRow const& row)
{
    tx.run(R"sql(
        UPDATE identity SET contact_id = ?2, external_id = ?3, phone = ?4, username = ?5, profile_name = ?6
         WHERE id = ?1
    )sql",
           row.id, row.contact, row.external_id, row.phone, row.username, row.profile_name);
}

void drop_identity(db::Writer const& tx, base::IdentityId id)
{
    tx.run(R"sql(DELETE FROM identity WHERE id = ?1)sql", id);
}

void keep_move(db::Writer const& tx, base::ChannelId channel, MovedRow const& m)
{
    tx.run(R"sql(
        INSERT INTO moved (channel_id, old_id, new_id, old_phone, new_phone, at, told_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT DO UPDATE SET new_id = excluded.new_id, old_phone = excluded.old_phone,
                                  new_phone = excluded.new_phone, at = excluded.at,
                                  told_by = excluded.told_by, told = 0
         WHERE excluded.at > moved.at
    )sql",
           channel, m.old_id, m.new_id, m.old_phone, m.new_phone, m.at, m.told_by);
}

std::optional<MovedRow> moved_from(db::Reader const& db, base::ChannelId channel,
                                   std::string_view old_id)
{
    return db.maybe<MovedRow>(R"sql(
        SELECT old_id, new_id, old_phone, new_phone, at, told_by, told FROM moved
         WHERE channel_id = ?1 AND old_id = ?2
    )sql",
                              channel, old_id);
}

std::vector<MovedRow> moved_to(db::Reader const& db, base::ChannelId channel,
                               std::string_view new_id)
{
    return db.all<MovedRow>(R"sql(
        SELECT old_id, new_id, old_phone, new_phone, at, told_by, told
          FROM moved INDEXED BY moved_to WHERE channel_id = ?1 AND new_id = ?2
    )sql",
                            channel, new_id);
}

void told(db::Writer const& tx, base::ChannelId channel, std::string_view old_id)
{
    tx.run(R"sql(UPDATE moved SET told = 1 WHERE channel_id = ?1 AND old_id = ?2)sql", channel,
           old_id);
}

void absorb_contact(db::Writer const& tx, base::ContactId keep, base::ContactId gone)
{
    tx.run(R"sql(UPDATE identity SET contact_id = ?1 WHERE contact_id = ?2)sql", keep, gone);
    tx.run(R"sql(
        UPDATE contact
           SET name = CASE WHEN contact.named_by = 'channel' AND g.name <> '' THEN g.name
                           ELSE contact.name END,
               named_by = CASE WHEN contact.named_by = 'channel' THEN g.named_by
                               ELSE contact.named_by END,
               named_at = MAX(contact.named_at, g.named_at),
               email = COALESCE(contact.email, g.email),
               language = COALESCE(contact.language, g.language),
               note = CASE WHEN contact.note = '' THEN g.note
                           WHEN g.note = '' OR g.note = contact.note THEN contact.note
                           ELSE contact.note || char(10) || g.note END,
               last_seen_at = MAX(COALESCE(contact.last_seen_at, 0), COALESCE(g.last_seen_at, 0))
          FROM contact g
         WHERE contact.id = ?1 AND g.id = ?2
    )sql",
           keep, gone);
    tx.run(R"sql(
        UPDATE OR IGNORE group_member SET contact_id = ?1 WHERE contact_id = ?2
    )sql",
           keep, gone);
    tx.run(R"sql(DELETE FROM contact_text WHERE rowid = ?1)sql", gone);
    tx.run(R"sql(DELETE FROM contact WHERE id = ?1)sql", gone);
}

base::ContactId add_contact(db::Writer const& tx, std::string_view name,
                            std::optional<std::string> const& phone, base::Instant now, bool sample)
{
    return tx.insert<base::ContactId>(R"sql(
        INSERT INTO contact (name, phone, last_seen_at, created_at, updated_at, sample)
        VALUES (?1, ?2, ?3, ?3, ?3, ?4)
    )sql",
                                      name, phone, now, sample);
}

void never_seen(db::Writer const& tx, base::ContactId id)
{
    tx.run(R"sql(UPDATE contact SET last_seen_at = NULL WHERE id = ?1)sql", id);
}

void refresh_contact(db::Writer const& tx, base::ContactId id, std::string_view name,
                     std::optional<std::string> const& phone, base::Instant seen)
{
    tx.run(R"sql(
        UPDATE contact
           SET name = CASE WHEN named_by = 'channel' AND ?2 <> '' THEN ?2 ELSE name END,
               phone = COALESCE(?3, phone),
               last_seen_at = MAX(COALESCE(last_seen_at, 0), ?4),
               updated_at = ?4
         WHERE id = ?1
    )sql",
           id, name, phone, seen);
}

void save_contact(db::Writer const& tx, Contact const& c, bool named_by_member, base::Instant now)
{
    tx.run(R"sql(
        UPDATE contact
           SET name = ?2, email = ?3, phone = ?4, language = ?5, note = ?6, updated_at = ?7,
               named_by = CASE WHEN ?8 THEN 'member' ELSE named_by END
         WHERE id = ?1
    )sql",
           c.id, c.name, c.email, c.phone, c.language, c.note, now, named_by_member);
}

void index(db::Writer const& tx, base::ContactId id)
{
    tx.run(R"sql(DELETE FROM contact_text WHERE rowid = ?1)sql", id);
    tx.run(R"sql(
        INSERT INTO contact_text (rowid, name, phone, email, username)
        SELECT c.id, c.name || ' ' || COALESCE(group_concat(i.profile_name, ' '), ''),
               COALESCE(c.phone, '') || ' ' || COALESCE(group_concat(i.phone, ' '), ''),
               COALESCE(c.email, ''), COALESCE(group_concat(i.username, ' '), '')
          FROM contact c LEFT JOIN identity i ON i.contact_id = c.id
         WHERE c.id = ?1 GROUP BY c.id
    )sql",
           id);
}

std::optional<Contact> contact(db::Reader const& db, base::ContactId id)
{
    auto found = complete(db, db.all<ContactRow>(R"sql(
        SELECT id, name, email, phone, language, note, sample, last_seen_at, created_at
          FROM contact WHERE id = ?1
    )sql",
                                                 id));
    if (found.empty())
        return std::nullopt;
    return std::move(found.front());
}

std::vector<Contact> newest(db::Reader const& db, std::int64_t before, int limit)
{
    return complete(db, db.all<ContactRow>(R"sql(
        SELECT id, name, email, phone, language, note, sample, last_seen_at, created_at
          FROM contact WHERE id < ?1 AND kind = 'person' ORDER BY id DESC LIMIT ?2
    )sql",
                                           before, limit));
}

std::vector<Contact> matching(db::Reader const& db, std::string const& match, std::int64_t before,
                              int limit)
{
    return complete(db, db.all<ContactRow>(R"sql(
        SELECT c.id, c.name, c.email, c.phone, c.language, c.note, c.sample, c.last_seen_at,
               c.created_at
          FROM contact_text t JOIN contact c ON c.id = t.rowid
         WHERE contact_text MATCH ?1 AND t.rowid < ?2 AND c.kind = 'person'
         ORDER BY t.rowid DESC LIMIT ?3
    )sql",
                                           match, before, limit));
}

std::vector<Contact> named_like(db::Reader const& db, std::string const& prefix, int limit)
{
    return complete(db, db.all<ContactRow>(R"sql(
        SELECT id, name, email, phone, language, note, sample, last_seen_at, created_at
          FROM contact
         WHERE name >= ?1 COLLATE NOCASE AND name < ?1 || char(1114111) COLLATE NOCASE
           AND kind = 'person'
         ORDER BY name COLLATE NOCASE LIMIT ?2
    )sql",
                                           prefix, limit));
}

std::vector<base::ConversationId> conversations_of(db::Reader const& db, base::ContactId id)
{
    return db.all<base::ConversationId>(R"sql(
        SELECT id FROM conversation WHERE contact_id = ?1 ORDER BY last_at DESC
    )sql",
                                        id);
}

}  // namespace contacts::store
