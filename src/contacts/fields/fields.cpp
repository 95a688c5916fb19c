#include <algorithm>

#include "base/text.hpp"
#include "changes/feed.hpp"
#include "contacts/fields/field_store.hpp"
#include "contacts/refuse.hpp"

namespace contacts {

namespace {

constexpr std::size_t MostFields = 50;
constexpr std::size_t LongestChoice = 80;
constexpr int ValuesInTurn = 2000;

base::Error taken()
{
    return {
        base::Fault::conflict, "field_exists", "Another field has this name.", {{"name", "taken"}}};
}

void note(workspace::Desk& desk, db::Writer const& tx)
{
    changes::note(*desk.workspace, tx, changes::Kind::contact_fields_updated, {}, 0, desk.now());
}

base::Result<void> check_choices(FieldKind kind, std::vector<std::string> const& choices)
{
    if (kind != FieldKind::choice)
        return choices.empty() ? base::Result<void>() : wrong("choices", "not_allowed");
    if (choices.empty())
        return wrong("choices", "required");
    for (std::size_t i = 0; i < choices.size(); ++i) {
        auto const where = "choices[" + std::to_string(i) + "]";
        if (choices[i].empty())
            return wrong(where, "required");
        if (base::count_points(choices[i]) > LongestChoice)
            return wrong(where, "too_long");
        if (std::find(choices.begin(), choices.begin() + std::ptrdiff_t(i), choices[i]) !=
            choices.begin() + std::ptrdiff_t(i))
            return wrong(where, "duplicate");
    }
    return {};
}

// Numbers the fields anew with one of them in another place.
void move_to(db::Writer const& tx, FieldId id, std::int64_t position)
{
    auto all = store::fields(tx);
    auto const found = std::ranges::find(all, id, &Field::id);
    auto const one = *found;
    all.erase(found);
    all.insert(all.begin() + std::min<std::ptrdiff_t>(position, std::ptrdiff_t(all.size())), one);
    for (std::size_t i = 0; i < all.size(); ++i)
        store::place_field(tx, all[i].id, std::int64_t(i));
}

}  // namespace

base::Result<base::Page<Field>> list_fields(workspace::Desk& desk, ListFields const&)
{
    return base::Page<Field>{store::fields(*desk.workspace->read()), std::nullopt};
}

base::Result<Field> add_field(workspace::Desk& desk, AddField const& in)
{
    TRY(check_choices(in.kind, in.choices));
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Field> {
        auto const others = store::fields(tx);
        if (others.size() >= MostFields)
            return base::Error{base::Fault::conflict, "too_many_fields",
                               "50 are the most there may be."};
        auto const position = others.empty() ? 0 : others.back().position + 1;
        auto const id = store::add_field(tx, {{}, in.name, in.kind, in.choices, position},
                                         desk.now());
        if (!id)
            return taken();
        note(desk, tx);
        return *store::field(tx, *id);
    });
}

base::Result<Field> edit_field(workspace::Desk& desk, EditField const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Field> {
        auto field = store::field(tx, in.field);
        if (!field)
            return not_here();
        if (in.choices)
            TRY(check_choices(field->kind, *in.choices));
        field->name = in.name.value_or(field->name);
        field->choices = in.choices.value_or(field->choices);
        if (!store::save_field(tx, *field))
            return taken();
        if (in.position)
            move_to(tx, in.field, *in.position);
        note(desk, tx);
        return *store::field(tx, in.field);
    });
}

base::Result<void> remove_field(workspace::Desk& desk, RemoveField const& in)
{
    for (;;) {
        auto const left = TRY(desk.workspace->write([&](db::Writer& tx) -> base::Result<bool> {
            if (!store::field(tx, in.field))
                return not_here();
            if (store::remove_values(tx, in.field, ValuesInTurn) == ValuesInTurn)
                return true;
            store::remove_field(tx, in.field);
            note(desk, tx);
            return false;
        }));
        if (!left)
            return {};
    }
}

}  // namespace contacts
