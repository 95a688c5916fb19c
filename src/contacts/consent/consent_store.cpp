#include "contacts/consent/consent_store.hpp"

namespace contacts::store {

ConsentRow ConsentRow::from(db::Columns& columns)
{
    ConsentRow row;
    auto& c = row.consent;
    c.number = columns.next<std::int64_t>();
    c.channel = columns.next<channels::Kind>();
    c.purpose = columns.next<Purpose>();
    c.decision = columns.next<Decision>();
    c.source = columns.next<Source>();
    c.proof = columns.next<std::string>();
    c.at = columns.next<base::Instant>();
    row.by = {columns.next<std::int64_t>()};
    c.recorded_at = columns.next<base::Instant>();
    return row;
}

std::vector<ConsentRow> consents(db::Reader const& db, base::ContactId contact, int limit)
{
    return db.all<ConsentRow>(R"sql(
        SELECT id, channel, purpose, decision, source, proof, at, created_by, created_at
          FROM consent WHERE contact_id = ?1 ORDER BY at DESC, id DESC LIMIT ?2
    )sql",
                              contact, limit);
}

std::int64_t add_consent(db::Writer const& tx, base::ContactId contact, ConsentRow const& row)
{
    auto const& c = row.consent;
    return tx.insert(R"sql(
        INSERT INTO consent (contact_id, channel, purpose, decision, source, proof, at, created_by,
                             created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    )sql",
                     contact, c.channel, c.purpose, c.decision, c.source, c.proof, c.at,
                     row.by.value, c.recorded_at);
}

void add_consent_of(db::Writer const& tx, base::IdentityId identity, Decision decision,
                    base::Instant at)
{
    tx.run(R"sql(
        INSERT INTO consent (contact_id, channel, purpose, decision, source, at, created_at)
        SELECT i.contact_id, c.kind, 'marketing', ?2, 'channel', ?3, ?3
          FROM identity i CROSS JOIN channel c ON c.id = i.channel_id WHERE i.id = ?1
    )sql",
           identity, decision, at);
}

std::vector<base::IdentityId> identities_on(db::Reader const& db, base::ContactId contact,
                                            channels::Kind kind)
{
    return db.all<base::IdentityId>(R"sql(
        SELECT i.id FROM identity i INDEXED BY identity_contact
         CROSS JOIN channel c ON c.id = i.channel_id
         WHERE i.contact_id = ?1 AND c.kind = ?2
    )sql",
                                    contact, kind);
}

}  // namespace contacts::store
