#include "api/mask.hpp"

#include <algorithm>
#include <array>

namespace api {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

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
        if (!text.empty() && (named || is_phone(text)))
            value = masked_phone(text);
    }
}

}  // namespace

std::string masked_phone(std::string_view phone)
{
    std::string digits;
    for (char const c : phone)
        if (is_digit(c))
            digits.push_back(c);
    auto const shown = digits.size() > 6 ? digits.substr(digits.size() - 4) : std::string();
    return "•••• " + shown;
}

bool is_phone(std::string_view text)
{
    constexpr std::string_view Between = " +-().";
    auto const is_date = text.size() == 10 && text[4] == '-' && text[7] == '-';
    if (is_date)
        return false;
    auto const digits = std::ranges::count_if(text, is_digit);
    return digits >= 7 && digits <= 15 && std::ranges::all_of(text, [&](char c) {
               return is_digit(c) || Between.find(c) != Between.npos;
           });
}

void mask_phones(base::Json& answer) { mask("", answer); }

}  // namespace api
