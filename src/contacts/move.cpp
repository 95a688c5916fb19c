#include <algorithm>

#include "contacts/resolve.hpp"
#include "contacts/use.hpp"

namespace contacts {

namespace {

constexpr int MostMoves = 8;

bool is_bare_phone(std::string_view id)
{
    return id.find_first_not_of("0123456789") == std::string_view::npos;
}

Known known_of(store::IdentityRow const& row) { return {row.contact, row.id, false}; }

}  // namespace

std::optional<NewName> newest_name(db::Reader const& db, base::ChannelId channel,
                                   std::string_view id, base::Instant said)
{
    std::optional<NewName> name;
    auto at = said;
    std::string from(id);
    for (int step = 0; step < MostMoves; ++step) {
        auto const move = store::moved_from(db, channel, from);
        // A number is given to somebody else one day: only what was said before the move was said by
        // who moved. Scoped ids are never given again.
        if (!move || (move->at < at && (name || is_bare_phone(from))))
            break;
        name = NewName{move->new_id, move->new_phone};
        from = move->new_id;
        at = move->at;
    }
    return name;
}

std::optional<store::IdentityRow> resolve(db::Reader const& db, base::ChannelId channel,
                                          channels::Person const& person, base::Instant said)
{
    auto row = store::identity_by_external(db, channel, person.external_id);
    if (!row && person.phone)
        row = store::identity_by_bare_phone(db, channel, *person.phone);
    if (!row)
        if (auto const name = newest_name(db, channel, person.external_id, said)) {
            row = store::identity_by_external(db, channel, name->external_id);
            if (!row && name->phone)
                row = store::identity_by_bare_phone(db, channel, *name->phone);
        }
    return row;
}

std::optional<Known> find(db::Reader const& db, base::ChannelId channel,
                          channels::Person const& person, base::Instant said)
{
    auto const row = resolve(db, channel, person, said);
    return row ? std::optional(known_of(*row)) : std::nullopt;
}

Move move(db::Writer const& tx, base::ChannelId channel, channels::PersonChange const& change)
{
    auto const& before = change.before;
    auto const old = resolve(tx, channel, before, change.at);
    auto const taken = resolve(tx, channel, change.now, change.at);

    auto old_phone = before.phone;
    if (!old_phone && old && old->phone != change.now.phone)
        old_phone = old->phone;
    store::MovedRow row{before.external_id, change.now.external_id, old_phone, change.now.phone,
                        change.at,          change.external_id,     false};
    store::keep_move(tx, channel, row);
    // Who was known by number alone, or still is to a part of the provider.
    if (before.phone && *before.phone != before.external_id) {
        row.old_id = *before.phone;
        store::keep_move(tx, channel, row);
        store::told(tx, channel, row.old_id);
    }

    if (!old && !taken)
        return {};
    if (!old)
        return {known_of(*taken), std::nullopt};
    if (taken && taken->id == old->id)
        return {known_of(*old), std::nullopt};

    auto now = *old;
    if (taken) {
        if (!taken->profile_name.empty())
            now.profile_name = taken->profile_name;
        if (taken->username)
            now.username = taken->username;
        // One id cannot belong to two; the twin keeps its row until its conversation is taken over.
        auto aside = *taken;
        aside.external_id = "twin:" + taken->external_id;
        store::save_identity(tx, aside);
    }
    // Moves may be told in any order: the last of them names the person.
    auto const last = newest_name(tx, channel, before.external_id, change.at)
                          .value_or(NewName{change.now.external_id, change.now.phone});
    if (store::is_free(tx, old->id, last.external_id)) {
        now.external_id = last.external_id;
        now.phone = taken && taken->phone ? taken->phone : last.phone;
    }
    store::save_identity(tx, now);
    store::refresh_contact(tx, now.contact, "", now.phone, change.at);
    store::index(tx, now.contact);
    return {known_of(now), taken ? std::optional(known_of(*taken)) : std::nullopt};
}

void absorb(db::Writer const& tx, Known const& who, Known const& twin)
{
    store::drop_identity(tx, twin.identity);
    if (who.contact != twin.contact)
        store::absorb_contact(tx, who.contact, twin.contact);
    store::index(tx, who.contact);
}

std::vector<UntoldMove> take_untold(db::Writer const& tx, base::ChannelId channel,
                                    base::IdentityId identity)
{
    auto const row = store::identity(tx, identity);
    if (!row)
        return {};
    std::vector<UntoldMove> out;
    std::vector<std::string> names{row->external_id};
    for (std::size_t i = 0; i < names.size() && i < MostMoves; ++i)
        for (auto const& move : store::moved_to(tx, channel, names[i])) {
            names.push_back(move.old_id);
            if (move.told)
                continue;
            out.push_back({move.told_by, move.old_phone, move.new_phone, move.at});
            store::told(tx, channel, move.old_id);
        }
    std::ranges::sort(out, {}, &UntoldMove::at);
    return out;
}

}  // namespace contacts
