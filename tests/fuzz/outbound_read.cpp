// libFuzzer target: a message somebody wants sent, as it lies in the outbox. It is refused, or it
// stays the same when it is kept and read again; what fits is said to the provider in JSON, and what
// does not fit is named field by field.
#include "channels/list.hpp"
#include "channels/whatsapp/send.hpp"
#include "outbox/payload.hpp"
#include "parts.hpp"

using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const read = outbox::read_payload(fuzz::text_of(data, size));
    if (!read) {
        must(read.error().code == "payload_unreadable");
        return 0;
    }
    auto const text = outbox::to_text(*read);
    auto const again = outbox::read_payload(text);
    must(again && outbox::to_text(*again) == text);
    static_cast<void>(channels::files_in(*read));
    auto const fits = channels::find("whatsapp")->fits(*read);
    if (!fits) {
        must(!fits.error().fields.empty());
        return 0;
    }
    auto const body = base::to_text(channels::whatsapp::message_body(*read));
    must(base::parse_json(body, base::WebhookJson).ok());
    return 0;
}
