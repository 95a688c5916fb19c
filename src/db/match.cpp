#include "db/match.hpp"

#include "base/text.hpp"

namespace db {

namespace {

constexpr std::size_t MostWords = 12;
constexpr std::size_t LeastPrefix = 3;

// Whether the tokenizer would find anything in it: a letter or digit, or any non-ASCII character.
bool has_token(std::string_view word)
{
    for (char const c : word) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
            (c >= 'A' && c <= 'Z'))
            return true;
    }
    return false;
}

std::string match_beginning(std::string_view word, WordsFrom const& words_from)
{
    auto const points = base::count_points(word);
    // Two-letter prefixes match too much to be quick (measured at 5 M messages: 140 ms).
    if (points < LeastPrefix)
        return match_phrase(word);
    // Beginnings of three letters have an index of their own (prefix = '3' in schema.sql). No word of
    // the index holds a mark, an accent or anything else the tokenizer changes: what has one finds
    // none here and is left to the tokenizer.
    std::vector<std::string> words;
    if (points > LeastPrefix && words_from)
        words = words_from(base::lower_ascii(word));
    if (words.empty())
        return match_phrase(word) + " *";
    std::string out;
    for (auto const& one : words)
        out += (out.empty() ? "(" : " OR ") + match_phrase(one);
    return out + ")";
}

}  // namespace

std::string match_phrase(std::string_view text)
{
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"')
            out.push_back('"');
        if (c != '\0')
            out.push_back(c);
    }
    return out + "\"";
}

std::string match_words(std::string_view text, WordsFrom const& words_from)
{
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size() && words.size() < MostWords;) {
        auto const end = std::min(text.find_first_of(" \t\r\n", at), text.size());
        if (auto const word = text.substr(at, end - at); has_token(word))
            words.push_back(word);
        at = end + 1;
    }
    if (words.empty())
        return {};
    std::string out;
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        out += match_phrase(words[i]) + " AND ";
    return out + match_beginning(words.back(), words_from);
}

}  // namespace db
