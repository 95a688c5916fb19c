#pragma once

#include "simulator/graph/checks.hpp"
#include "simulator/graph/send.hpp"

namespace simulator {

// Whether Meta would take this `interactive` object. Kinds and limits: the pages on interactive
// messages, read 2026-09; flow, product, call and address kinds as client libraries send them.
Refusal check_interactive(base::Json const& interactive, SendSurroundings const&);

}  // namespace simulator
