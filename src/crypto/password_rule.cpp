#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/embedded.hpp"
#include "base/text.hpp"
#include "crypto/password.hpp"

namespace crypto {

namespace {

constexpr std::size_t FewestPoints = 10;
constexpr std::size_t MostPoints = 256;
// What a common word needs beside it before it counts for something.
constexpr std::size_t EnoughBeside = 8;
// Two common words in a row are still few combinations.
constexpr std::size_t LongestPair = 16;
constexpr std::size_t ShortestName = 4;

constexpr std::array<std::string_view, 7> Walks = {
    "01234567890123456789",           "abcdefghijklmnopqrstuvwxyzabc", "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",     "azertyuiopqsdfghjklmwxcvbn",    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik"};

std::vector<std::string_view> const& common_words()
{
    static auto const words = [] {
        std::vector<std::string_view> list;
        auto text = base::embedded_file("crypto/data/common_passwords.txt");
        while (!text.empty()) {
            auto const end = std::min(text.find_first_of(" \n"), text.size());
            if (end > 0)
                list.push_back(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        std::sort(list.begin(), list.end());
        return list;
    }();
    return words;
}

bool is_word(std::string_view text)
{
    auto const& words = common_words();
    return std::binary_search(words.begin(), words.end(), text);
}

bool is_pair(std::string_view text)
{
    if (text.size() >= LongestPair)
        return false;
    for (std::size_t cut = 2; cut + 2 <= text.size(); ++cut)
        if (is_word(text.substr(0, cut)) && is_word(text.substr(cut)))
            return true;
    return false;
}

char undisguised(char c)
{
    switch (c) {
    case '0': return 'o';
    case '1':
    case '!': return 'i';
    case '3': return 'e';
    case '4':
    case '@': return 'a';
    case '5':
    case '$': return 's';
    case '7': return 't';
    default: return c;
    }
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

std::string letters_of(std::string_view text)
{
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out), is_letter);
    return out;
}

// "abcabcabc" is "abc", three times.
std::string_view unit_of(std::string_view text)
{
    for (std::size_t size = 1; size <= text.size() / 2; ++size)
        if (text.size() % size == 0 &&
            std::equal(text.begin() + std::ptrdiff_t(size), text.end(), text.begin()))
            return text.substr(0, size);
    return text;
}

bool is_walk(std::string_view text)
{
    std::string const back(text.rbegin(), text.rend());
    return std::any_of(Walks.begin(), Walks.end(), [&](std::string_view walk) {
        return walk.find(text) != walk.npos || walk.find(back) != walk.npos;
    });
}

std::size_t different(std::string_view text)
{
    std::string sorted(text);
    std::sort(sorted.begin(), sorted.end());
    return std::size_t(std::unique(sorted.begin(), sorted.end()) - sorted.begin());
}

bool is_common_core(std::string const& core, std::size_t whole)
{
    if (core.empty() || whole - core.size() > EnoughBeside)
        return false;
    auto const unit = unit_of(core);
    return is_word(unit) || is_walk(unit) || is_pair(unit);
}

// The words of a name or an e-mail address.
std::vector<std::string> words_of(std::string_view name)
{
    std::vector<std::string> words(1);
    for (auto const c : base::lower_ascii(name)) {
        if (is_letter(c))
            words.back().push_back(c);
        else if (!words.back().empty())
            words.emplace_back();
    }
    words.push_back(letters_of(base::lower_ascii(name)));
    return words;
}

}  // namespace

bool is_common_password(std::string_view password)
{
    auto const lower = base::lower_ascii(password);
    auto const unit = unit_of(lower);
    if (different(lower) <= 3 || unit.size() <= 4 || is_walk(unit))
        return true;
    if (lower.size() < 16 && std::all_of(lower.begin(), lower.end(), base::is_digit))
        return true;  // a telephone number, a date, a count

    std::string undone;
    for (auto const c : lower)
        undone.push_back(undisguised(c));
    // Digits and signs at the end are a year or a count, not letters in disguise.
    auto const end = lower.find_last_of("abcdefghijklmnopqrstuvwxyz");
    auto const head = end == lower.npos ? std::string() : undone.substr(0, end + 1);
    return is_common_core(letters_of(lower), lower.size()) ||
           is_common_core(letters_of(undone), lower.size()) ||
           is_common_core(letters_of(head), lower.size());
}

std::optional<std::string> password_problem(std::string_view password,
                                            std::vector<std::string> const& names)
{
    auto const points = base::count_points(password);
    if (points < FewestPoints)
        return "too_short";
    if (points > MostPoints)
        return "too_long";
    if (is_common_password(password))
        return "too_common";
    auto const lower = base::lower_ascii(password);
    auto const letters = letters_of(lower);
    for (auto const& name : names)
        for (auto const& word : words_of(name))
            if (word.size() >= ShortestName && letters.find(word) != letters.npos &&
                lower.size() - word.size() < EnoughBeside)
                return "contains_name";
    return std::nullopt;
}

}  // namespace crypto
