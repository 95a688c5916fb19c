#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace channels {

// Why a message did not reach the customer, or an account does not work, over all channels.
struct SendCodes {
    static constexpr auto schema = "SendErrorCode";
    static constexpr std::array<std::string_view, 34> words = {
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
        "calling_off",
        "call_unreachable",
        "call_not_allowed",
        "call_limit",
        "call_failed",
        "groups_not_allowed",
        "group_refused",
        "flow_unusable",
        "provider_down",
        "outcome_unknown",
        "our_bug",
        "unknown_provider_error",
    };
};

// What a number or its account says no with when it is looked after (channels/number.hpp): each names
// what a person has to do. Of outside facts: docs/channels/whatsapp.md, "The number".
struct NumberCodes {
    static constexpr auto schema = "NumberErrorCode";
    static constexpr std::array<std::string_view, 20> words = {
        "pin_wrong",             // ask for the right one
        "pin_locked",            // too many or too quick guesses: wait
        "number_not_verified",   // request a code first
        "number_verified",       // no code is needed: register
        "code_wrong",            // or too old, or tried too often
        "number_in_use",         // registered at another place
        "deregister_again",      // the last deregistration broke off
        "registration_limit",    // ten tries in 72 hours
        "number_deleted",        // a moment ago: wait five minutes
        "name_limit",            // ten display names in 30 days
        "block_needs_message",   // only who wrote in the last 24 hours
        "block_list_full",       // 64,000 people
        "block_failed",          // the provider took none or not all
        "link_limit",            // 2,000 links
        "username_taken",        // somebody has it
        "username_not_allowed",  // the account may not have one yet
        "username_page_first",   // it belongs to a page that has to be linked
        "username_transfer",     // another account of ours has it: say transfer
        "history_declined",      // the phone's owner shares no history
        "not_on_phone_app",      // the number is not shared with the phone app
    };
};

// What is wrong with a whole account: one of SendCodes, or that its calls go to somebody else.
struct AccountCodes {
    static constexpr auto schema = "ChannelErrorCode";
    static constexpr auto words = [] {
        std::array<std::string_view, SendCodes::words.size() + 1> all{};
        *std::copy(SendCodes::words.begin(), SendCodes::words.end(),
                   all.begin()) = "webhook_elsewhere";
        return all;
    }();
};

// Why a step of connecting does not go on, beside the codes above.
struct ConnectCodes {
    static constexpr auto schema = "ConnectErrorCode";
    static constexpr std::array<std::string_view, 11> words = {
        "token_other_app",     // of another app than the secret or the id
        "secret_wrong",        // app id and app secret do not belong together
        "scope_missing",       // the token lacks a permission; detail names it
        "no_accounts",         // the token reaches no account
        "no_numbers",          // its accounts have no number
        "public_url_missing",  // the provider has to know where we are
        "webhook_elsewhere",   // calls go to somebody else's address: confirm to take them over
        "webhook_refused",     // the provider could not reach our address or was told no
        "app_webhook_manual",  // has to be set on the provider's page by hand
        "code_expired",        // came too late, or was used
        "signup_not_ready",    // the app's settings are not complete
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
