#include "db/match.hpp"

#include <vector>

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

std::string match_words(std::string_view text)
{
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size() && words.size() < MostWords;) {
        auto const end = std::min(text.find_first_of(" \t\r\n", at), text.size());
        if (auto const word = text.substr(at, end - at); has_token(word))
            words.push_back(word);
        at = end + 1;
    }
    std::string out;
    for (auto const word : words) {
        if (!out.empty())
            out.push_back(' ');
        out += match_phrase(word);
    }
    // Two-letter prefixes match too much to be quick (measured at 5 M messages: 140 ms).
    if (!words.empty() && base::count_points(words.back()) >= LeastPrefix)
        out += " *";
    return out;
}

}  // namespace db
