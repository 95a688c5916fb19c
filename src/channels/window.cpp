#include "channels/window.hpp"

namespace channels {

Window reply_window(WindowRule const& rule, std::optional<base::Instant> last_inbound,
                    base::Instant now)
{
    if (rule.length.count() == 0)
        return {.open = true, .ends_at = std::nullopt};
    if (!last_inbound)
        return {};
    auto const end = *last_inbound + rule.length;
    return {.open = now < end, .ends_at = end};
}

}  // namespace channels
