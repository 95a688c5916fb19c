#include "changes/feed.hpp"
#include "contacts/consent/consent_store.hpp"
#include "contacts/refuse.hpp"
#include "contacts/store.hpp"

namespace contacts {

namespace {

constexpr int MostShown = 200;

Consent shown(workspace::Desk& desk, store::ConsentRow&& row)
{
    if (row.by)
        row.consent.recorded_by = desk.people.name_of(desk.workspace->id(), row.by);
    return std::move(row.consent);
}

}  // namespace

base::Result<base::Page<Consent>> list_consents(workspace::Desk& desk, ListConsents const& in)
{
    auto const reader = desk.workspace->read();
    if (!store::is_person(*reader, in.contact))
        return not_here();
    base::Page<Consent> page;
    for (auto& row : store::consents(*reader, in.contact, MostShown))
        page.data.push_back(shown(desk, std::move(row)));
    return page;
}

base::Result<Consent> record_consent(workspace::Desk& desk, RecordConsent const& in)
{
    auto const at = in.at.value_or(desk.now());
    if (at > desk.now())
        return wrong("at", "too_large");
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Consent> {
        if (!store::is_person(tx, in.contact))
            return not_here();
        store::ConsentRow row;
        row.consent = {0,        in.channel, in.purpose, in.decision, in.source,
                       in.proof, at,         {},         desk.now()};
        row.by = desk.asker.user;
        row.consent.number = store::add_consent(tx, in.contact, row);
        if (in.purpose == Purpose::marketing)
            for (auto const identity : store::identities_on(tx, in.contact, in.channel))
                store::prefer(tx, identity, in.decision == Decision::given ? "allowed" : "stopped",
                              at);
        changes::note(*desk.workspace, tx, changes::Kind::contact_updated, {}, in.contact.value,
                      desk.now());
        return shown(desk, std::move(row));
    });
}

}  // namespace contacts
