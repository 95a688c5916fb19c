#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/time.hpp"
#include "crypto/secret.hpp"

namespace crypto {

// 32 raw bytes; base::to_hex makes the usual form (Graph's appsecret_proof, a visitor's proof).
std::string hmac_sha256(std::string_view key, std::string_view message);
// 20 raw bytes, for TOTP only.
std::string hmac_sha1(std::string_view key, std::string_view message);

// Whether `hex` (64 digits, either case) is the HMAC of the message, in constant time.
bool verify_hmac_hex(std::string_view hex, std::string_view key, std::string_view message);

// Header X-Hub-Signature-256 over the raw bytes of a webhook: "sha256=" and 64 hex digits
// (developers.facebook.com/docs/graph-api/webhooks, read 2026-11-20). An empty secret never fits.
bool verify_meta_signature(std::string_view secret, std::string_view header, std::string_view body);
// The header's value for a body of ours.
std::string meta_signature(std::string_view secret, std::string_view body);

// The payload of a Meta signed_request "<signature>.<payload>", both base64url. Refuses
// `signed_request_malformed`, `signed_request_forged`, `signed_request_expired` (older than a day).
base::Result<base::Json> open_signed_request(std::string_view secret, std::string_view text,
                                             base::Instant now);

// Base64 of URLs without padding, strict: nothing for any other character or a wrong length.
std::optional<std::string> from_base64url(std::string_view text);
std::string to_base64url(std::string_view bytes);

}  // namespace crypto
