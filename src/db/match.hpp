#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// User text as the right side of an FTS5 MATCH. Everything is quoted: operators, columns and
// brackets that people type are words like any other.
namespace db {

// The text as it stands, for a trigram index.
std::string match_phrase(std::string_view text);
// Gives the words of the index that start with `beginning`; none when there are too many of them.
using WordsFrom = std::function<std::vector<std::string>(std::string const& beginning)>;

// Every word must be there; the last one may be the beginning of a word when it has three letters or
// more. At most 12 words; empty when there is none. With `words_from`, a longer beginning is replaced
// by the words it stands for: FTS5 gathers every hit of a prefix it has no index for before it gives
// the first, but goes through the hits of words one by one.
std::string match_words(std::string_view text, WordsFrom const& words_from = {});

}  // namespace db
