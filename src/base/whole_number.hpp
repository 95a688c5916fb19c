#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace base {

// The number a text is, when it is nothing else: digits, and a minus before them.
inline std::optional<std::int64_t> whole_number(std::string_view text)
{
    std::int64_t value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

}  // namespace base
