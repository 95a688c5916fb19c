#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"

namespace api {

// What is shown of a phone number to those who need not see it: its last four digits.
std::string masked_phone(std::string_view phone);
// Whether a text is nothing but a phone number, however it is written: 7 to 15 digits with spaces,
// hyphens, dots, brackets and a plus.
bool is_phone(std::string_view text);

// Masks every phone number in an answer, whatever field it stands in: fields of phone numbers, names
// and channel ids that are one. Left alone: ids of rows, times, our own numbers, and what people
// wrote in words (text, preview).
void mask_phones(base::Json& answer);

}  // namespace api
