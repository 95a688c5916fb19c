#include "base/phone.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace base {

namespace {

constexpr std::string_view Dots = "•••• ";

}  // namespace

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

std::string masked_phone(std::string_view phone)
{
    std::string digits;
    for (char const c : phone)
        if (is_digit(c))
            digits.push_back(c);
    auto const shown = digits.size() > 6 ? digits.substr(digits.size() - 4) : std::string();
    return std::string(Dots) + shown;
}

bool is_masked_phone(std::string_view text) { return text.starts_with(Dots); }

}  // namespace base
