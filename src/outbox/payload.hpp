#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/result.hpp"
#include "channels/outbound.hpp"

namespace outbox {

// What lies in send.payload: the message for the provider, and which file of ours belongs in it.
struct Payload {
    channels::Outbound outbound;
    std::optional<base::MediaId> media;
};

std::string to_text(Payload const& payload);
// Refuses `payload_unreadable`: written by another version, or damaged.
base::Result<Payload> read_payload(std::string_view text);

// Puts the provider's id of the file where the content takes one.
void place_media(channels::Outbound& outbound, std::string const& provider_id);

}  // namespace outbox
