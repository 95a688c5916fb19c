#pragma once

#include <optional>
#include <string>

#include "simulator/exchange.hpp"

namespace simulator {

// Nothing when what was looked at is fine.
using Refusal = std::optional<GraphError>;

enum class Need { yes, no };

// 131008, 131009 and 100, naming the field as the error codes page has it.
GraphError missing(std::string field);
GraphError invalid(std::string field, std::string why);
GraphError bad_parameter(std::string message);

// A text member of at most so many characters; `path` is the object's place in the request.
Refusal check_text(base::Json const& object, std::string_view key, std::string const& path,
                   std::size_t most, Need need = Need::yes);
// An http or https address of at most 2,000 characters.
Refusal check_url(base::Json const& object, std::string_view key, std::string const& path);
// A member that must be an array of so many things.
Refusal check_count(base::Json const& object, std::string_view key, std::string const& path,
                    std::size_t least, std::size_t most);
// latitude and longitude, as numbers or as text.
Refusal check_place(base::Json const& place, std::string const& path);

std::string at_index(std::string const& path, std::size_t index);

bool all_digits(std::string_view text);
bool has_emoji(std::string_view text);

}  // namespace simulator
