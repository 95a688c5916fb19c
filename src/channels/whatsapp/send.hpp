#pragma once

#include "base/json.hpp"
#include "channels/outbound.hpp"
#include "net/http_client.hpp"

// The pure halves of sending: what is said, and what the answer means.
// Source: developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
// (2026-04-23) and business-scoped-user-ids (2026-05-28).
namespace channels::whatsapp {

// See Channel::fits.
base::Result<void> fits(Outbound const& message);

// The body of POST /{phone_number_id}/messages. The message must fit.
base::Json message_body(Outbound const& message);
base::Json receipt_body(std::string_view external_id, bool typing);

// What the answer means for the outbox. `tries` counts this one; waiting times grow with it.
SendOutcome outcome_of(net::HttpOutcome const& answer, int tries);

}  // namespace channels::whatsapp
