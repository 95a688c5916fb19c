#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "channels/problem.hpp"

// The codes of the API's refusals, each of which the dashboard can have words for.
// tests/api/openapi_check.py holds what the rooms refuse with against this list.
namespace api {

struct FieldCodes {
    static constexpr auto schema = "FieldCode";
    static constexpr std::array<std::string_view, 19> words = {
        "required",   "unknown_field", "wrong_type",     "bad_format", "not_allowed",
        "not_an_id",  "not_a_time",    "not_found",      "taken",      "too_short",
        "too_long",   "too_small",     "too_large",      "too_few",    "too_many",
        "too_common", "contains_name", "wrong_password", "duplicate",
    };
};

namespace detail {

inline constexpr auto OwnCodes = std::to_array<std::string_view>({
    // Asked in the wrong way.
    "invalid_input",
    "bad_request",
    "json_bad_utf8",
    "json_duplicate_key",
    "json_string_too_long",
    "json_syntax",
    "json_too_deep",
    "json_too_large",
    "json_too_many_keys",
    "too_large",
    "unsupported_media_type",
    "encoded_body",
    "method_not_allowed",
    "cross_site",
    "workspace_needed",
    // Who asks, and whether they may.
    "unauthenticated",
    "forbidden",
    "password_needed",
    "wrong_credentials",
    "wrong_code",
    "weak_password",
    "link_expired",
    "setup_done",
    "owner_needed",
    "second_factor_needed",
    "rights_needed",
    "role_exists",
    "role_used",
    "last_owner",
    "already_member",
    "totp_is_on",
    "totp_not_started",
    "too_many",
    "too_many_tokens",
    // Not here, or not in this state.
    "not_found",
    "conflict",
    "slug_taken",
    "label_exists",
    "not_assignee",
    "shortcut_taken",
    "too_many_replies",
    "view_exists",
    "too_many_views",
    "too_many_scheduled",
    "field_exists",
    "segment_exists",
    "too_many_fields",
    "too_many_segments",
    "too_many_notes",
    "merged_again",
    "samples_there",
    "client_id_used",
    "not_failed",
    "not_sent",
    "message_gone",
    "not_forwardable",
    "phone_needed",
    "already_sending",
    "workspace_unusable",
    "account_taken",
    "channel_disconnected",
    "channel_unknown",
    "confirm_needed",
    "onboarding_busy",
    "state_wrong",
    "media_empty",
    "media_type_not_allowed",
    "media_used",
    "media_not_ready",
    "media_not_failed",
    "media_other_channel",
    "media_damaged",
    "payload_unreadable",
    "sealed_damaged",
    "sealed_unknown_key",
    // The server itself.
    "busy",
    "unavailable",
    "disk_full",
    "storage_failed",
    "internal",
    // Broken HTTP: no client of ours sends it.
    "bad_chunk",
    "bad_framing",
    "bad_header",
    "bad_header_value",
    "bad_host",
    "bad_request_line",
    "bad_target",
    "bad_version",
    "bare_line_end",
    "control_byte",
    "folded_header",
    "head_too_large",
    "too_many_headers",
    "too_many_parameters",
    "too_slow",
    "unknown_coding",
    "unknown_expectation",
    "unknown_host",
    "unknown_method",
});

// What a channel says no with may be the answer of a request, too.
constexpr auto with_send_codes()
{
    constexpr auto& Sending = channels::SendCodes::words;
    constexpr auto& Numbers = channels::NumberCodes::words;
    std::array<std::string_view, OwnCodes.size() + Sending.size() + Numbers.size()> all{};
    auto at = std::copy(OwnCodes.begin(), OwnCodes.end(), all.begin());
    at = std::copy(Sending.begin(), Sending.end(), at);
    std::copy(Numbers.begin(), Numbers.end(), at);
    return all;
}

}  // namespace detail

struct RefusalCodes {
    static constexpr auto schema = "RefusalCode";
    static constexpr auto words = detail::with_send_codes();
};

}  // namespace api
