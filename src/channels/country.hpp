#pragma once

#include <string>
#include <string_view>

// Where somebody is, as far as what a channel calls them tells.
namespace channels {

// ISO 3166-1 alpha-2 by calling code, from the digits of an international number; empty: no country.
// Source: ITU-T list of assigned country codes (E.164 Annex, 2024-12), and the North American
// numbering plan's area codes (nanpa.com, 2024).
std::string_view country_of_phone(std::string_view digits);
// The two letters a business-scoped user id begins with: ID.4821... is Indonesia. Empty: none.
std::string country_of_user_id(std::string_view user_id);

}  // namespace channels
