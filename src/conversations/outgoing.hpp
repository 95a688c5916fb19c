#pragma once

#include <string>

#include "base/json.hpp"
#include "conversations/address.hpp"
#include "conversations/message_store.hpp"
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

// Whether a file that is to play as a voice note is one: others play it as a file, or the provider
// refuses it. Reads the file, so outside of a write. Refuses invalid_input.
base::Result<void> check_voice(workspace::Desk& desk, SendMessage const& in);

// The message that is quoted. Refuses invalid_input when it is not one of that conversation which the
// provider knows.
base::Result<store::Brief> quoted_in(db::Reader const& db, SendMessage const& in);

// Refuses invalid_input with fields that are not there; conflict template_missing, template_paused,
// template_disabled, and what forwarded() refuses. Whether the channel takes it is the channel's to
// say.
base::Result<Outgoing> outgoing(workspace::Desk& desk, db::Writer const& tx,
                                Envelope const& envelope, SendMessage const& in);

// What that message holds, to be sent to somebody else; its file is shared, not copied. Refuses
// `not_found`; conflict `message_gone` (taken back), `not_forwardable` (of a kind that only its own
// customer can answer or only the team may see), and what media::again() refuses.
base::Result<Outgoing> forwarded(workspace::Desk& desk, db::Writer const& tx,
                                 Envelope const& envelope, base::MessageId message);

base::Error wrong_field(std::string field, char const* code);

}  // namespace conversations
