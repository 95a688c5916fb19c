#pragma once

#include <functional>
#include <variant>

#include "simulator/graph/checks.hpp"
#include "simulator/nouns.hpp"

namespace simulator {

// Whether Meta would take this as a template; the template as it then waits for its review. `handle`
// tells which uploaded samples are known. Refusals carry their cause in the subcode. Rules: templates
// components and template management pages, read 2026-05.
std::variant<Template, GraphError> read_draft(
    base::Json const& body, std::function<bool(std::string_view handle)> const& handle);

// The same for new components of a template that exists.
Refusal check_components(Template const&, base::Json const& components,
                         std::function<bool(std::string_view handle)> const& handle);

}  // namespace simulator
