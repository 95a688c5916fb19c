#pragma once

#include <string>

namespace channels {

// What stops beyond the one message.
enum class Stops {
    nothing,
    templates,   // template messages until somebody looks
    broadcasts,  // bulk sending; single answers may go on
    channel,     // all sending; inbound keeps working
};

// Why the provider said no. `code` is from our closed set (window_closed, token_invalid, ...;
// docs/channels/whatsapp.md), the dashboard has words for it; `detail` is the provider's own text,
// for people who look closely, never in logs.
struct Problem {
    std::string code = {};
    int provider_code = 0;  // 0: none was given
    std::string detail = {};
    Stops stops = Stops::nothing;
};

}  // namespace channels
