#include <algorithm>

#include "contacts/merge/merge_store.hpp"
#include "contacts/refuse.hpp"
#include "contacts/store.hpp"

namespace contacts {

namespace {

constexpr int MostShown = 50;
constexpr int MostDuplicates = 5;

ContactMerge shown(workspace::Desk& desk, store::MergeRow&& row)
{
    if (row.by)
        row.merge.merged_by = desk.people.name_of(desk.workspace->id(), row.by);
    return std::move(row.merge);
}

}  // namespace

base::Result<Merging> merge(db::Writer const& tx, base::ContactId keep, base::ContactId gone,
                            base::UserId by, base::Instant now)
{
    if (!store::is_person(tx, keep))
        return not_here();
    if (keep == gone)
        return wrong("other_id", "not_allowed");
    if (!store::is_person(tx, gone))
        return wrong("other_id", "not_found");
    // Samples are removed together with what is theirs.
    if (store::contact(tx, keep)->sample != store::contact(tx, gone)->sample)
        return wrong("other_id", "not_allowed");
    auto const id = store::remember_merge(tx, keep, gone, by, now);
    store::carry_out(tx, id, keep, gone);
    return Merging{id, keep, gone, store::merged_identities(tx, id)};
}

base::Result<Merging> part(db::Writer const& tx, MergeId id)
{
    auto const row = store::merge(tx, id);
    if (!row)
        return not_here();
    if (!store::is_person(tx, row->kept))
        return base::Error{base::Fault::conflict, "merged_again",
                           "The contact was merged into another one since; part those first."};
    Merging parted{id, row->kept, row->merge.other, store::merged_identities(tx, id)};
    store::take_back(tx, id, parted.kept, parted.gone);
    return parted;
}

std::vector<Leftover> left_of(Contact const& gone, Contact const& both)
{
    std::vector<Leftover> left;
    auto const compare = [&](char const* what, std::string const& had, std::string const& has) {
        if (!had.empty() && had != has)
            left.push_back({what, std::nullopt, had});
    };
    compare("name", gone.name, both.name);
    compare("phone", gone.phone.value_or(""), both.phone.value_or(""));
    compare("email", gone.email.value_or(""), both.email.value_or(""));
    compare("language", gone.language.value_or(""), both.language.value_or(""));
    compare("time_zone", gone.time_zone.value_or(""), both.time_zone.value_or(""));
    for (auto const& value : gone.values) {
        auto const found = std::ranges::find(both.values, value.field, &Value::field);
        if (found == both.values.end() || found->text != value.text)
            left.push_back({"field", value.field, value.text});
    }
    return left;
}

ContactMerge merge_told(workspace::Desk& desk, db::Reader const& db, MergeId id)
{
    return shown(desk, *store::merge(db, id));
}

base::Result<base::Page<ContactMerge>> list_merges(workspace::Desk& desk, ListMerges const& in)
{
    auto const reader = desk.workspace->read();
    if (!store::is_person(*reader, in.contact))
        return not_here();
    base::Page<ContactMerge> page;
    for (auto& row : store::merges(*reader, in.contact, MostShown))
        page.data.push_back(shown(desk, std::move(row)));
    return page;
}

base::Result<base::Page<Contact>> list_duplicates(workspace::Desk& desk, ListDuplicates const& in)
{
    auto const reader = desk.workspace->read();
    if (!store::is_person(*reader, in.contact))
        return not_here();
    auto const ids = store::duplicates(*reader, in.contact, MostDuplicates);
    return base::Page<Contact>{store::people(*reader, ids), std::nullopt};
}

}  // namespace contacts
