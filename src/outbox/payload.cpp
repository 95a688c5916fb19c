#include "outbox/payload.hpp"

#include <array>

#include "base/json.hpp"
#include "base/read_json.hpp"

namespace outbox {

using base::Json;
using Content = channels::OutboundContent;

namespace {

// In the order of the variant.
constexpr std::array<std::string_view, 7> Types{"text",     "media",       "template", "location",
                                                "contacts", "interactive", "reaction"};
static_assert(Types.size() == std::variant_size_v<Content>);

template <std::size_t I = 0>
bool read(std::string_view type, Json const& json, Content& out)
{
    if constexpr (I < std::variant_size_v<Content>) {
        if (type != Types[I])
            return read<I + 1>(type, json, out);
        auto made = base::read_json<std::variant_alternative_t<I, Content>>(json);
        if (made)
            out = *std::move(made);
        return made.has_value();
    } else {
        return false;
    }
}

}  // namespace

std::string to_text(channels::Outbound const& outbound)
{
    Json out{{"to", base::write_json(outbound.to)},
             {"type", std::string(Types[outbound.content.index()])},
             {"content", base::write_json(outbound.content)}};
    if (outbound.quoted_id)
        out["quoted_id"] = *outbound.quoted_id;
    return base::to_text(out);
}

base::Result<channels::Outbound> read_payload(std::string_view text)
{
    auto const unreadable = base::Error{base::Fault::unavailable, "payload_unreadable"};
    auto const json = base::parse_json(text, base::WebhookJson);
    if (!json || !json->is_object())
        return unreadable;
    auto to = base::read_json<channels::Recipient>(base::object_at(*json, "to"));
    if (!to)
        return unreadable;
    channels::Outbound out;
    out.to = *std::move(to);
    out.quoted_id = base::text_at(*json, "quoted_id");
    if (!read(base::text_at(*json, "type").value_or(""), base::object_at(*json, "content"),
              out.content))
        return unreadable;
    return out;
}

}  // namespace outbox
