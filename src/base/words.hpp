#pragma once

#include <array>
#include <optional>
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

}  // namespace base
