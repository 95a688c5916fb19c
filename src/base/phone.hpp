#pragma once

#include <string>
#include <string_view>

// Phone numbers as texts: told from others, and shown to those who need not see them whole.
namespace base {

// Whether a text is nothing but a phone number, however it is written: 7 to 15 digits with spaces,
// hyphens, dots, brackets and a plus.
bool is_phone(std::string_view text);

// Its last four digits behind dots.
std::string masked_phone(std::string_view phone);
bool is_masked_phone(std::string_view text);

}  // namespace base
