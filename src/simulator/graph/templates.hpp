#pragma once

#include <functional>
#include <string_view>
#include <variant>
#include <vector>

#include "simulator/graph/send.hpp"
#include "simulator/nouns.hpp"

namespace simulator {

// What every simulated account has: approved, paused, rejected and disabled ones, in our five
// languages.
std::vector<Template> sample_templates();

// Puts the parameters of a send into a template: {name, language, header, body, footer, buttons,
// offer, cards} as a phone shows it. Refuses wrong counts (132000), wrong kinds (132012) and button
// places (131009) as Meta does.
std::variant<base::Json, GraphError> fill(Template const&, base::Json const& components,
                                          SendSurroundings const&);

// Names of the variables of a text in order of first use: {{1}} or {{name}}.
std::vector<std::string> variables(std::string_view text);

base::Json to_json(Template const&);

}  // namespace simulator
