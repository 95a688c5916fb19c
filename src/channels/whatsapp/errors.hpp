#pragma once

#include <chrono>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "channels/meta/graph.hpp"
#include "channels/problem.hpp"

namespace channels::whatsapp {

enum class Reaction {
    retry,     // with growing waits
    pair,      // waits of 4^n seconds, this recipient only
    refuse,    // for good, for this message
    restrict,  // refuse, and Rule::stops says what else rests
    stop,      // the whole account until somebody acts
};

// What one of Meta's codes means for us.
struct Rule {
    int code;
    int last_code;  // the same rule up to here, for the ranges Meta reserves
    Reaction reaction;
    std::string_view ours;
    int max_tries = 6;
    std::chrono::seconds not_before{0};
    // Turned away at the door, so even a 5xx answer cannot hide a message that went out.
    bool at_the_door = false;
    Stops stops = Stops::nothing;
};

std::span<Rule const> rules();
// Null for a code Meta's list does not have.
Rule const* rule_for(int code);

// The rule for a whole error object: some codes mean different things by subcode or text.
Rule const& rule_for(meta::GraphError const& error);
Problem problem_of(meta::GraphError const& error);

// The error as the refusal of a call that sends no message (media, templates, subscription).
base::Error refusal_of(meta::GraphError const& error);

}  // namespace channels::whatsapp
