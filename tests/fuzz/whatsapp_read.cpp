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
        auto const named = [&](channels::InboundMessage const& message) {
            return !message.external_id.empty() && !message.from.external_id.empty();
        };
        auto whole = true;
        if (auto const* const message = std::get_if<channels::InboundMessage>(&event.what))
            whole = named(*message);
        else if (auto const* const past = std::get_if<channels::PastMessage>(&event.what))
            whole = named(past->message);
        else if (auto const* const call = std::get_if<channels::CallUpdate>(&event.what))
            whole = !call->external_id.empty() && call->seconds >= 0 &&
                    (!call->certain || !call->with.external_id.empty());
        else if (auto const* const one = std::get_if<channels::Preference>(&event.what))
            whole = !one->who.external_id.empty();
        else if (auto const* const entry = std::get_if<channels::AddressBookEntry>(&event.what))
            whole = !entry->who.external_id.empty();
        else if (auto const* const group = std::get_if<channels::GroupUpdate>(&event.what))
            whole = !group->group_id.empty();
        else if (auto const* const notice = std::get_if<channels::AccountNotice>(&event.what))
            whole = base::Word<channels::NoticeKinds>::knows(notice->kind);
        auto const nameless = std::holds_alternative<channels::Unreadable>(event.what) ||
                              std::holds_alternative<channels::ProviderError>(event.what);
        if (!whole || (event.key.empty() && !nameless))
            std::abort();
    }
    return 0;
}
