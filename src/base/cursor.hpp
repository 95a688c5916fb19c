#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace base {

// The id before which a page begins, newest first; the largest there is without a cursor. Refuses
// `invalid_input` about the field `cursor`.
inline Result<std::int64_t> before_cursor(std::optional<std::string> const& cursor)
{
    auto before = INT64_MAX;
    if (!cursor)
        return before;
    auto const* const last = cursor->data() + cursor->size();
    auto const [end, fault] = std::from_chars(cursor->data(), last, before);
    if (fault != std::errc() || end != last)
        return Error{Fault::invalid,
                     "invalid_input",
                     "Look at the named fields.",
                     {{"cursor", "bad_format"}}};
    return before;
}

}  // namespace base
