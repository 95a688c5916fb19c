#pragma once

#include "base/json.hpp"

namespace base {

// A document told piece by piece as it is read, for who needs little of a large one.
class JsonPieces {
public:
    virtual ~JsonPieces() = default;
    virtual void begin(bool array) = 0;
    // Of the object or array begun last. False: it has the same key twice.
    virtual bool end() = 0;
    // Of what comes next. False: this object has it already.
    virtual bool key(std::string& name) = 0;
    // No object and no array.
    virtual void value(Json&& value) = 0;
};
// Limits and refusals as for parse_json; what was told before a refusal is worth nothing.
Result<void> tell_json(std::string_view text, JsonLimits const& limits, JsonPieces& to);

}  // namespace base
