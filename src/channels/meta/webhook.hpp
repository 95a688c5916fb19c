#pragma once

#include "channels/channel.hpp"

// Source: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/
// create-webhook-endpoint (2026-04-21); the same for all of Meta's products.
namespace channels::meta {

// X-Hub-Signature-256 over the raw body with the app secret.
bool genuine(Webhook const& call, Account const& account);
// hub.challenge, when hub.mode is subscribe and hub.verify_token is ours.
base::Result<std::string> verify_challenge(Webhook const& call, Account const& account);

}  // namespace channels::meta
