#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "channels/outbound.hpp"

// What lies in send.payload: the message for the provider, without attempt and tries. The provider's
// ids of files are not kept, they run out; ours are.
namespace outbox {

std::string to_text(channels::Outbound const& outbound);
// Refuses `payload_unreadable`: written by another version, or damaged.
base::Result<channels::Outbound> read_payload(std::string_view text);

}  // namespace outbox
