#pragma once

#include <string>

#include "base/json.hpp"
#include "conversations/reply.hpp"
#include "db/reader.hpp"

namespace conversations {

// What a request to send becomes: the message as we keep it, and as the channel gets it.
struct Outgoing {
    MessageKind kind = MessageKind::text;
    std::string text;
    base::Json detail = base::Json::object();
    channels::OutboundContent outbound;
};

// Whether the parts of the request go together: a text goes alone, below a file or above controls, a
// file above controls; everything else goes alone. Refuses invalid_input.
base::Result<void> check_parts(SendMessage const& in);

// Refuses invalid_input with fields that are not there; conflict template_missing, template_paused,
// template_disabled. Whether the channel takes it is the channel's to say.
base::Result<Outgoing> outgoing(db::Reader const& db, base::ChannelId channel,
                                SendMessage const& in);

base::Error wrong_field(std::string field, char const* code);

}  // namespace conversations
