#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace base {

// An enum that is spoken in words: constexpr auto words_of(E) gives pairs of value and word.
template <class T>
concept Worded = std::is_enum_v<T> && requires(T value) { words_of(value); };

template <Worded E>
constexpr std::string_view word_of(E value)
{
    for (auto const& [known, word] : words_of(value))
        if (known == value)
            return word;
    return "unknown";
}

template <Worded E>
constexpr std::optional<E> from_word(std::string_view text)
{
    for (auto const& [known, word] : words_of(E{}))
        if (word == text)
            return known;
    return std::nullopt;
}

// A word out of a closed list that C++ itself never tells apart, such as the code of a refusal. List
// has `static constexpr std::array words` of string_view and `static constexpr auto schema`.
template <class List>
struct Word {
    std::string text;

    Word() = default;
    Word(std::string word) : text(std::move(word)) {}
    static constexpr bool knows(std::string_view word)
    {
        for (auto const known : List::words)
            if (known == word)
                return true;
        return false;
    }
};

}  // namespace base
