#include "api/mask.hpp"

#include <algorithm>
#include <array>

#include "base/phone.hpp"

namespace api {

namespace {

// Fields whose values are digits and yet no phone number of a customer, or words of people.
bool is_left_alone(std::string_view field)
{
    constexpr std::array<std::string_view, 18> Names = {
        "id",      "at",   "seq",     "next",     "previous", "cursor",  "text",
        "preview", "note", "body",    "footer",   "caption",  "version", "display_phone",
        "account", "code", "address", "addresses"};
    // A channel's own id for a person is their number on some channels.
    if (field == "external_id")
        return false;
    return std::ranges::find(Names, field) != Names.end() || field.ends_with("_id") ||
           field.ends_with("_ids") || field.ends_with("_at");
}

// NOLINTNEXTLINE(misc-no-recursion): our own answers are not deep
void mask(std::string_view field, base::Json& value)
{
    if (value.is_object()) {
        for (auto const& [name, one] : value.items())
            mask(name, one);
    } else if (value.is_array()) {
        for (auto& one : value)
            mask(field, one);
    } else if (value.is_string() && !is_left_alone(field)) {
        auto const& text = value.get_ref<std::string const&>();
        auto const named = field == "phone" || field.ends_with("_phone");
        if (!text.empty() && (named || base::is_phone(text)))
            value = base::masked_phone(text);
    }
}

}  // namespace

void mask_phones(base::Json& answer) { mask("", answer); }

}  // namespace api
