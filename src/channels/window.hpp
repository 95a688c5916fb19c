#pragma once

#include <optional>

#include "base/time.hpp"
#include "channels/traits.hpp"

namespace channels {

struct Window {
    bool open = false;
    // Also when it is over. Nothing when it never was open, or never ends.
    std::optional<base::Instant> ends_at;
};

// Whether we may answer freely. `last_inbound` is the newest InboundMessage::at with opens_window,
// the provider's own time and never the time of arrival.
Window reply_window(WindowRule const& rule, std::optional<base::Instant> last_inbound,
                    base::Instant now);

}  // namespace channels
