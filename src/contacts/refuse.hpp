#pragma once

#include <string>
#include <utility>

#include "base/result.hpp"

// What this room refuses with.
namespace contacts {

inline base::Error not_here() { return {base::Fault::not_found, "not_found"}; }

inline base::Error wrong(std::string field, std::string code)
{
    return {base::Fault::invalid,
            "invalid_input",
            "Look at the named fields.",
            {{std::move(field), std::move(code)}}};
}

}  // namespace contacts
