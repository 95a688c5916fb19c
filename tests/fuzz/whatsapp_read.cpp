// libFuzzer target: no webhook body may crash the reader, and what it makes of one holds together.
// Build with clang and SAPA_SANITIZE=fuzz; start from the recorded bodies:
//   bin/fuzz_whatsapp_read -max_total_time=600 corpus/ tests/channels/whatsapp/
#include <cstdint>
#include <cstdlib>

#include "base/json.hpp"
#include "channels/list.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    auto const& whatsapp = *channels::find("whatsapp");
    auto const events = whatsapp.read(body);
    auto const accounts = whatsapp.split(body);
    if (events.ok() != accounts.ok())
        std::abort();
    if (!events)
        return 0;
    for (auto const& event : *events) {
        // What could not be shown must be there to look at.
        if (std::holds_alternative<channels::Unreadable>(event.what) && event.raw.empty())
            std::abort();
        if (!event.raw.empty() && !base::parse_json(event.raw, base::WebhookJson))
            std::abort();
        if (auto const* const message = std::get_if<channels::InboundMessage>(&event.what))
            if (message->external_id.empty() || message->from.external_id.empty() ||
                event.key.empty())
                std::abort();
    }
    return 0;
}
