#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "contacts/ids.hpp"
#include "workspace/desk.hpp"

// What a business keeps of people beyond name, phone and e-mail: fields of its own, made by admins.
// Listing costs a walk of some dozens of rows.
namespace contacts {

enum class FieldKind { text, number, date, choice, yes_no, link };
constexpr auto words_of(FieldKind)
{
    using namespace std::literals;
    return std::array{
        std::pair{FieldKind::text, "text"sv},     std::pair{FieldKind::number, "number"sv},
        std::pair{FieldKind::date, "date"sv},     std::pair{FieldKind::choice, "choice"sv},
        std::pair{FieldKind::yes_no, "yes_no"sv}, std::pair{FieldKind::link, "link"sv}};
}
constexpr auto schema_name(FieldKind) { return "ContactFieldKind"; }

struct Field {
    static constexpr auto schema = "ContactField";

    FieldId id;
    std::string name;
    FieldKind kind = FieldKind::text;
    std::vector<std::string> choices;
    std::int64_t position = 0;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Field::id, ""),
            body("name", &Field::name, "As the team calls it."),
            body("kind", &Field::kind, "What it takes; never changes."),
            body("choices", &Field::choices, "Of a choice, in order; else none."),
            body("position", &Field::position, "Where it stands among the others."),
        };
    }
};

struct ListFields {
    static constexpr auto about = "The workspace's own fields of people, in order.";
    static constexpr auto fields() { return std::tuple{}; }
};
base::Result<base::Page<Field>> list_fields(workspace::Desk& desk, ListFields const& in);

// At most MostFields; refuses field_exists, too_many_fields, and choices that are none or the same twice.
struct AddField {
    static constexpr auto about = "Make a field of people.";
    std::string name;
    FieldKind kind = FieldKind::text;
    std::vector<std::string> choices;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("name", &AddField::name, "Unique, case ignored.", {.min = 1, .max = 60}),
            body("kind", &AddField::kind, ""),
            body("choices", &AddField::choices, "Of a choice.", {.max = 60}),
        };
    }
};
base::Result<Field> add_field(workspace::Desk& desk, AddField const& in);

struct EditField {
    static constexpr auto about =
        "Rename a field, move it, or change its choices. People keep what they have.";
    FieldId field;
    std::optional<std::string> name;
    std::optional<std::vector<std::string>> choices;
    std::optional<std::int64_t> position;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            base::path("field_id", &EditField::field, "Field."),
            body("name", &EditField::name, "", {.min = 1, .max = 60}),
            body("choices", &EditField::choices, "Of a choice.", {.max = 60}),
            body("position", &EditField::position, "0 is the first.", {.max = 100}),
        };
    }
};
base::Result<Field> edit_field(workspace::Desk& desk, EditField const& in);

// Takes away the values in turns, so that others may write between them, and the field last: cut
// short, it is asked for again.
struct RemoveField {
    static constexpr auto about = "Remove a field and what everybody has in it.";
    FieldId field;

    static constexpr auto fields()
    {
        return std::tuple{base::path("field_id", &RemoveField::field, "Field.")};
    }
};
base::Result<void> remove_field(workspace::Desk& desk, RemoveField const& in);

}  // namespace contacts
