#pragma once

#include <string>
#include <string_view>

// User text as the right side of an FTS5 MATCH. Everything is quoted: operators, columns and
// brackets that people type are words like any other.
namespace db {

// The text as it stands, for a trigram index.
std::string match_phrase(std::string_view text);
// Every word must be there; the last one may be the beginning of a word when it has three letters or
// more. At most 12 words; empty when there is none.
std::string match_words(std::string_view text);

}  // namespace db
