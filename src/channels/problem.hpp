#pragma once

#include <array>
#include <string>
#include <string_view>

namespace channels {

// Why a message did not reach the customer, or an account does not work, over all channels.
struct SendCodes {
    static constexpr auto schema = "SendErrorCode";
    static constexpr std::array<std::string_view, 26> words = {
        "window_closed",
        "template_missing",
        "template_paused",
        "template_disabled",
        "template_params",
        "recipient_unreachable",
        "recipient_blocked_us",
        "recipient_not_allowed",
        "recipient_opted_out",
        "marketing_limit",
        "media_rejected",
        "media_too_large",
        "media_failed",
        "text_too_long",
        "rate_limited",
        "pair_limited",
        "quality_restricted",
        "token_invalid",
        "permission_missing",
        "payment_problem",
        "account_restricted",
        "number_not_registered",
        "provider_down",
        "outcome_unknown",
        "our_bug",
        "unknown_provider_error",
    };
};

// What stops beyond the one message.
enum class Stops {
    nothing,
    templates,   // template messages until somebody looks
    broadcasts,  // bulk sending; single answers may go on
    channel,     // all sending; inbound keeps working
};

// Why the provider said no. `code` is one of SendCodes (docs/channels/whatsapp.md says what each
// means), the dashboard has words for it; `detail` is the provider's own text,
// for people who look closely, never in logs.
struct Problem {
    std::string code = {};
    int provider_code = 0;  // 0: none was given
    std::string detail = {};
    Stops stops = Stops::nothing;
};

}  // namespace channels
