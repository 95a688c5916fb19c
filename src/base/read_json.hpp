#pragma once

#include <optional>

#include "base/fields.hpp"

namespace base {

// A described struct out of what write_json made of one; nothing when it is anything else.
template <Described T>
std::optional<T> read_json(Json const& json)
{
    T out{};
    std::vector<FieldError> errors;
    if (!detail::read_object(json, out, "", errors))
        return std::nullopt;
    return out;
}

}  // namespace base
