#include "channels/whatsapp/errors.hpp"

#include <algorithm>
#include <array>

namespace channels::whatsapp {

// Source: developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes,
// 2026-05-15, with the June changes of its 2026-06-18 state. Meta asks to branch on the code alone;
// subcodes are for the log, but for 100/33.
namespace {

using namespace std::chrono_literals;
using enum Reaction;

// clang-format off
constexpr std::array Rules{
    // Sign-in and permissions.
    Rule{0, 0, stop, "token_invalid"},
    Rule{1, 1, retry, "unknown_provider_error", 2},
    Rule{2, 2, retry, "provider_down"},
    Rule{3, 3, stop, "permission_missing"},
    Rule{4, 4, retry, "rate_limited", 6, 0s, true},
    Rule{10, 10, stop, "permission_missing"},
    Rule{33, 33, stop, "permission_missing"},
    Rule{100, 100, refuse, "our_bug"},
    Rule{190, 190, stop, "token_invalid"},
    Rule{200, 299, stop, "permission_missing"},
    Rule{368, 368, stop, "account_restricted"},
    Rule{613, 613, refuse, "rate_limited", 6, 1h},
    Rule{803, 803, stop, "permission_missing"},

    // Throttling and integrity.
    Rule{80007, 80009, retry, "rate_limited", 6, 0s, true},
    Rule{130403, 130403, refuse, "recipient_not_allowed"},
    Rule{130429, 130429, retry, "rate_limited", 6, 0s, true},
    Rule{130472, 130472, refuse, "marketing_limit"},
    Rule{130497, 130497, refuse, "account_restricted"},
    Rule{131031, 131031, stop, "account_restricted"},
    Rule{131048, 131048, restrict, "quality_restricted", 6, 0s, true, Stops::broadcasts},
    Rule{131049, 131049, refuse, "marketing_limit", 6, 24h},
    Rule{131056, 131056, pair, "pair_limited", 6, 0s, true},
    Rule{131057, 131057, retry, "provider_down", 6, 0s, true},
    Rule{131064, 131064, restrict, "quality_restricted", 6, 0s, true, Stops::templates},

    // Sending.
    Rule{131000, 131000, retry, "provider_down", 3},
    Rule{131005, 131005, stop, "permission_missing"},
    Rule{131008, 131009, refuse, "our_bug"},
    Rule{131016, 131016, retry, "provider_down"},
    Rule{131020, 131020, refuse, "recipient_unreachable"},
    Rule{131021, 131021, refuse, "recipient_not_allowed"},
    Rule{131026, 131026, refuse, "recipient_unreachable"},
    Rule{131030, 131030, refuse, "recipient_not_allowed"},
    Rule{131037, 131037, stop, "account_restricted"},
    Rule{131041, 131041, refuse, "recipient_unreachable"},
    Rule{131042, 131042, stop, "payment_problem"},
    Rule{131044, 131044, stop, "payment_problem"},
    Rule{131045, 131045, stop, "number_not_registered"},
    Rule{131047, 131047, refuse, "window_closed"},
    Rule{131050, 131050, refuse, "recipient_opted_out"},
    Rule{131051, 131051, refuse, "our_bug"},
    Rule{131052, 131052, refuse, "media_failed"},
    Rule{131053, 131053, refuse, "media_rejected"},
    Rule{131062, 131062, refuse, "recipient_not_allowed"},
    Rule{131063, 131063, restrict, "template_disabled", 6, 0s, true, Stops::templates},
    Rule{131201, 131214, refuse, "group_refused"},
    Rule{131215, 131215, refuse, "groups_not_allowed"},
    Rule{135000, 135000, refuse, "our_bug"},
    Rule{137000, 137000, refuse, "recipient_not_allowed"},

    // Templates.
    Rule{132000, 132000, refuse, "template_params"},
    Rule{132001, 132001, refuse, "template_missing"},
    Rule{132005, 132005, refuse, "text_too_long"},
    Rule{132007, 132007, refuse, "template_params"},
    Rule{132008, 132008, refuse, "template_params"},
    Rule{132012, 132012, refuse, "template_params"},
    Rule{132015, 132015, refuse, "template_paused"},
    Rule{132016, 132016, refuse, "template_disabled"},
    Rule{132018, 132018, refuse, "template_params"},
    Rule{132068, 132068, refuse, "template_disabled"},
    Rule{132069, 132069, refuse, "rate_limited", 6, 1h},

    // Calls and asking whether we may call; Meta says when the next request is possible in words only.
    Rule{138000, 138000, refuse, "calling_off"},
    Rule{138001, 138001, refuse, "call_unreachable"},
    Rule{138002, 138003, refuse, "call_limit"},
    Rule{138004, 138004, refuse, "call_failed"},
    Rule{138005, 138005, refuse, "call_limit", 6, 1h},
    Rule{138006, 138006, refuse, "call_not_allowed"},
    Rule{138007, 138007, refuse, "call_failed"},
    Rule{138009, 138009, refuse, "call_limit", 6, 24h},
    Rule{138012, 138012, refuse, "call_limit", 6, 24h},
    Rule{138018, 138018, refuse, "calling_off"},

    // Flows that are not published, or no more.
    Rule{139000, 139004, refuse, "flow_unusable"},

    // Registration of the number.
    Rule{133000, 133000, stop, "number_not_registered"},
    Rule{133004, 133004, retry, "provider_down", 6, 0s, true},
    Rule{133005, 133006, stop, "number_not_registered"},
    Rule{133010, 133010, stop, "number_not_registered"},
    Rule{133015, 133015, refuse, "rate_limited", 6, 5min},
    Rule{133016, 133016, refuse, "rate_limited", 6, 72h},
    Rule{2494100, 2494100, retry, "provider_down", 6, 0s, true},
};
// clang-format on

// What calls that send nothing are refused with, in words that say what to do. First by code, then by
// the subcode under which some of them come. Sources: the error page above, and for those of two-step
// PINs, blocking, QR links and usernames the pages of each (2026-03 to 2026-07).
struct CallRule {
    int code;
    base::Fault fault;
    std::string_view ours;
    std::chrono::seconds wait{0};
};
constexpr std::array CallRules{
    CallRule{131047, base::Fault::conflict, "block_needs_message"},
    CallRule{133000, base::Fault::conflict, "deregister_again"},
    CallRule{133005, base::Fault::invalid, "pin_wrong"},
    CallRule{133006, base::Fault::conflict, "number_not_verified"},
    CallRule{133008, base::Fault::too_many, "pin_locked", 1h},
    CallRule{133009, base::Fault::too_many, "pin_locked", 1min},
    CallRule{133015, base::Fault::too_many, "number_deleted", 5min},
    CallRule{133016, base::Fault::too_many, "registration_limit", 72h},
    CallRule{136024, base::Fault::conflict, "number_verified"},
    CallRule{136025, base::Fault::invalid, "code_wrong"},
    CallRule{139100, base::Fault::provider, "block_failed"},
    CallRule{139101, base::Fault::conflict, "block_list_full"},
    CallRule{139102, base::Fault::unavailable, "block_failed", 5s},
    CallRule{139103, base::Fault::unavailable, "block_failed", 5s},
    CallRule{147001, base::Fault::conflict, "username_taken"},
    CallRule{147002, base::Fault::conflict, "username_not_allowed"},
    CallRule{147003, base::Fault::conflict, "username_page_first"},
    CallRule{147004, base::Fault::conflict, "username_page_first"},
    CallRule{147005, base::Fault::conflict, "username_transfer"},
    CallRule{2388012, base::Fault::conflict, "number_in_use"},
    CallRule{2388103, base::Fault::conflict, "number_in_use"},
    CallRule{2593109, base::Fault::conflict, "history_declined"},
};

CallRule const* call_rule(meta::GraphError const& error)
{
    for (auto const code : {error.code, error.subcode})
        for (auto const& rule : CallRules)
            if (code == rule.code)
                return &rule;
    return nullptr;
}

// Codes we have no row for: refused, and shown with the provider's own words.
constexpr Rule Unlisted{0, 0, refuse, "unknown_provider_error"};
constexpr Rule UnlistedTransient{0, 0, retry, "provider_down"};
// 100 with subcode 33: the number or account does not exist for this token.
constexpr Rule NotVisible{100, 100, stop, "permission_missing"};
// 100 when appsecret_proof does not fit: token and app secret are of different apps.
constexpr Rule WrongSecret{100, 100, stop, "token_invalid"};

}  // namespace

std::span<Rule const> rules() { return Rules; }

Rule const* rule_for(int code)
{
    for (auto const& rule : Rules)
        if (code >= rule.code && code <= rule.last_code)
            return &rule;
    return nullptr;
}

Rule const& rule_for(meta::GraphError const& error)
{
    if (error.code == 100 && error.subcode == 33)
        return NotVisible;
    if (error.code == 100 && error.text.find("appsecret_proof") != std::string::npos)
        return WrongSecret;
    auto const* const rule = rule_for(error.code);
    if (!rule)
        return error.transient ? UnlistedTransient : Unlisted;
    // A documented "never" stays one; "unknown error" and the like may say that they pass.
    if (rule->reaction == refuse && rule->ours == "our_bug" && error.transient)
        return UnlistedTransient;
    return *rule;
}

Problem problem_of(meta::GraphError const& error)
{
    auto const& rule = rule_for(error);
    return {.code = std::string(rule.ours),
            .provider_code = std::max(error.code, 0),
            .detail = error.text,
            .stops = rule.reaction == stop ? Stops::channel : rule.stops};
}

base::Error refusal_of(meta::GraphError const& error)
{
    using base::Fault;
    auto const& rule = rule_for(error);
    auto fault = Fault::provider;
    if (rule.reaction == stop)
        fault = Fault::forbidden;
    else if (rule.reaction == retry || rule.reaction == pair)
        fault = rule.ours == "rate_limited" || rule.ours == "pair_limited" ? Fault::too_many
                                                                           : Fault::unavailable;
    auto detail = "provider code " + std::to_string(std::max(error.code, 0));
    if (error.subcode != 0)
        detail += "/" + std::to_string(error.subcode);
    if (auto const& text = error.user_text.empty() ? error.text : error.user_text; !text.empty())
        detail += ": " + text;
    if (auto const* const known = call_rule(error))
        return {known->fault,
                std::string(known->ours),
                std::move(detail),
                {},
                int(known->wait.count())};
    return {.fault = fault,
            .code = std::string(rule.ours),
            .detail = std::move(detail),
            .fields = {},
            .retry_after_s = int(rule.not_before.count())};
}

}  // namespace channels::whatsapp
