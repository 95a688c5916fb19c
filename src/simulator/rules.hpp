#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "simulator/chance.hpp"

namespace simulator {

// What a rule does to a call it catches.
enum class Trouble {
    error,           // a Graph error, nothing is accepted
    failed,          // accepted with 200, then a failed status
    timeout_before,  // no answer, nothing accepted
    timeout_after,   // accepted, no answer
    reset_before,    // connection cut, nothing accepted
    reset_after,     // accepted, connection cut
    truncated,       // accepted, half of the JSON comes
    html,            // a proxy's HTML page, nothing accepted
    slow,            // accepted, the answer drips for `seconds`
    delay,           // accepted, answered after `seconds`
};

struct Rule {
    std::string id;
    // Match: each empty or zero member matches everything.
    std::string route;      // messages media upload download numbers templates subscriptions graph
    std::string recipient;  // digits of the phone, or the BSUID
    std::string type;       // text image template read typing …
    int nth = 0;            // only the nth call that matches the rest
    int times = 0;          // no more than this often
    double probability = 1;
    // Action
    Trouble trouble = Trouble::error;
    int code = 131000;
    int status = 0;       // HTTP status of `error` and `html`; 0: usual
    double seconds = 60;  // of the slow and silent kinds, not scaled
    // Counters
    int seen = 0;
    int fired = 0;
};

// {"match":{"route","recipient","type","nth","times","probability"},
//  "action":{"kind","code","status","seconds"}}
base::Result<Rule> read_rule(base::Json const&);
base::Json to_json(Rule const&);

// What a call looks like to the rules.
struct Occasion {
    std::string_view route;
    std::string_view recipient;
    std::string_view type;
};

// The first rule that catches the call, counted as fired.
std::optional<Rule> caught(std::vector<Rule>& rules, Occasion const&, SeededRandom&);

}  // namespace simulator
