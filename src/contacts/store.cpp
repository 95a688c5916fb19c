#include "contacts/store.hpp"

#include <unordered_map>

#include "base/json.hpp"

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
        c.time_zone = columns.next<std::optional<std::string>>();
        c.sample = columns.next<bool>();
        c.last_seen_at = columns.next<std::optional<base::Instant>>();
        c.created_at = columns.next<base::Instant>();
        return {std::move(c)};
    }
};

// A row of something a contact has, with whose it is.
template <class What>
struct Theirs {
    base::ContactId contact;
    What what;

    static Theirs from(db::Columns& columns)
    {
        auto const contact = columns.next<base::ContactId>();
        return {contact, read(columns, std::type_identity<What>())};
    }

private:
    static Identity read(db::Columns& columns, std::type_identity<Identity>)
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
        return i;
    }
    static base::ConversationId read(db::Columns& columns, std::type_identity<base::ConversationId>)
    {
        return columns.next<base::ConversationId>();
    }
    static LabelRef read(db::Columns& columns, std::type_identity<LabelRef>)
    {
        auto const id = columns.next<base::LabelId>();
        auto name = columns.next<std::string>();
        return {id, std::move(name), columns.next<Colour>()};
    }
    static Value read(db::Columns& columns, std::type_identity<Value>)
    {
        auto const field = columns.next<FieldId>();
        return {field, columns.next<std::string>()};
    }
};

// Everything that belongs to the people of a list, one index walk for each kind.
void complete(db::Reader const& db, std::vector<Contact>& people, std::string const& ids)
{
    std::unordered_map<std::int64_t, Contact*> by_id;
    for (auto& one : people)
        by_id[one.id.value] = &one;
    auto const into = [&](auto member) {
        return [&by_id, member](auto&& row) {
            if (auto const found = by_id.find(row.contact.value); found != by_id.end())
                (found->second->*member).push_back(std::move(row.what));
        };
    };
    db.each<Theirs<Identity>>(R"sql(
        SELECT i.contact_id, i.id, h.id, h.kind, h.name, h.state, i.external_id, i.phone,
               i.username, i.profile_name, i.marketing, i.marketing_at
          FROM json_each(?1) k
          CROSS JOIN identity i INDEXED BY identity_contact ON i.contact_id = k.value
          CROSS JOIN channel h ON h.id = i.channel_id
         ORDER BY k.key, i.id
    )sql",
                              into(&Contact::identities), ids);
    db.each<Theirs<base::ConversationId>>(R"sql(
        SELECT c.contact_id, c.id
          FROM json_each(?1) k
          CROSS JOIN conversation c INDEXED BY conversation_contact ON c.contact_id = k.value
         ORDER BY k.key, c.last_at DESC
    )sql",
                                          into(&Contact::conversations), ids);
    db.each<Theirs<LabelRef>>(R"sql(
        SELECT x.contact_id, l.id, l.name, l.colour
          FROM json_each(?1) k
          CROSS JOIN contact_label x ON x.contact_id = k.value
          CROSS JOIN label l ON l.id = x.label_id
         ORDER BY k.key, l.name
    )sql",
                              into(&Contact::labels), ids);
    db.each<Theirs<Value>>(R"sql(
        SELECT v.contact_id, v.field_id, v.text
          FROM json_each(?1) k
          CROSS JOIN contact_value v ON v.contact_id = k.value
          CROSS JOIN field f ON f.id = v.field_id
         ORDER BY k.key, f.position, f.id
    )sql",
                           into(&Contact::values), ids);
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

void take_belongings(db::Writer const& tx, base::ContactId keep, base::ContactId gone)
{
    tx.run(R"sql(UPDATE identity SET contact_id = ?1 WHERE contact_id = ?2)sql", keep, gone);
    tx.run(R"sql(
        UPDATE OR IGNORE group_member SET contact_id = ?1 WHERE contact_id = ?2
    )sql",
           keep, gone);
    tx.run(R"sql(UPDATE contact_note SET contact_id = ?1 WHERE contact_id = ?2)sql", keep, gone);
    tx.run(R"sql(UPDATE consent SET contact_id = ?1 WHERE contact_id = ?2)sql", keep, gone);
    tx.run(R"sql(UPDATE OR IGNORE contact_label SET contact_id = ?1 WHERE contact_id = ?2)sql",
           keep, gone);
    tx.run(R"sql(UPDATE OR IGNORE contact_value SET contact_id = ?1 WHERE contact_id = ?2)sql",
           keep, gone);
}

void absorb_contact(db::Writer const& tx, base::ContactId keep, base::ContactId gone)
{
    take_belongings(tx, keep, gone);
    tx.run(R"sql(UPDATE contact SET merged_into = ?1 WHERE merged_into = ?2)sql", keep, gone);
    tx.run(R"sql(UPDATE contact_merge SET kept = ?1 WHERE kept = ?2)sql", keep, gone);
    tx.run(R"sql(
        UPDATE contact
           SET name = CASE WHEN contact.named_by = 'channel' AND g.name <> '' THEN g.name
                           ELSE contact.name END,
               named_by = CASE WHEN contact.named_by = 'channel' THEN g.named_by
                               ELSE contact.named_by END,
               named_at = MAX(contact.named_at, g.named_at),
               email = COALESCE(contact.email, g.email),
               language = COALESCE(contact.language, g.language),
               time_zone = COALESCE(contact.time_zone, g.time_zone),
               last_seen_at = MAX(COALESCE(contact.last_seen_at, 0), COALESCE(g.last_seen_at, 0))
          FROM contact g
         WHERE contact.id = ?1 AND g.id = ?2
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
           SET name = ?2, email = ?3, phone = ?4, language = ?5, updated_at = ?6,
               time_zone = ?8, named_by = CASE WHEN ?7 THEN 'member' ELSE named_by END
         WHERE id = ?1
    )sql",
           c.id, c.name, c.email, c.phone, c.language, now, named_by_member, c.time_zone);
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

std::vector<Contact> people(db::Reader const& db, std::vector<std::int64_t> const& ids)
{
    auto const list = base::to_text(base::Json(ids));
    std::vector<Contact> found;
    db.each<ContactRow>(
        R"sql(
        SELECT c.id, c.name, c.email, c.phone, c.language, c.time_zone, c.sample, c.last_seen_at,
               c.created_at
          FROM json_each(?1) k CROSS JOIN contact c ON c.id = k.value
         WHERE c.kind <> 'merged'
         ORDER BY k.key
    )sql",
        [&](ContactRow&& row) { found.push_back(std::move(row.contact)); }, list);
    complete(db, found, list);
    return found;
}

std::optional<Contact> contact(db::Reader const& db, base::ContactId id)
{
    auto found = people(db, {id.value});
    if (found.empty())
        return std::nullopt;
    return std::move(found.front());
}

bool exists(db::Reader const& db, base::ContactId id)
{
    return db.maybe<int>(R"sql(SELECT 1 FROM contact WHERE id = ?1 AND kind <> 'merged')sql", id)
        .has_value();
}

bool is_person(db::Reader const& db, base::ContactId id)
{
    return db.maybe<int>(R"sql(SELECT 1 FROM contact WHERE id = ?1 AND kind = 'person')sql", id)
        .has_value();
}

bool set_labels(db::Writer const& tx, base::ContactId contact,
                std::vector<base::LabelId> const& labels)
{
    auto list = base::Json::array();
    for (auto const label : labels)
        list.push_back(label.value);
    auto const ids = base::to_text(list);
    if (tx.one<bool>(R"sql(
            SELECT EXISTS (SELECT 1 FROM json_each(?1) k
                            WHERE NOT EXISTS (SELECT 1 FROM label l WHERE l.id = k.value))
        )sql",
                     ids))
        return false;
    tx.run(R"sql(
        DELETE FROM contact_label
         WHERE contact_id = ?1 AND label_id NOT IN (SELECT value FROM json_each(?2))
    )sql",
           contact, ids);
    tx.run(R"sql(
        INSERT INTO contact_label (contact_id, label_id)
        SELECT ?1, value FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING
    )sql",
           contact, ids);
    return true;
}

}  // namespace contacts::store
