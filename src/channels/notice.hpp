#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "base/words.hpp"
#include "channels/problem.hpp"

// What a provider tells about an account of ours and not about a conversation. No sentences: a kind
// and its facts, which the dashboard puts into words.
namespace channels {

struct NoticeKinds {
    static constexpr auto schema = "NoticeKind";
    static constexpr std::array<std::string_view, 71> words = {
        // One template; facts: language, reason, detail.
        "template_approved",
        "template_rejected",
        "template_pending",
        "template_paused",
        "template_disabled",
        "template_flagged",
        "template_reinstated",
        "template_in_appeal",
        "template_limit_exceeded",
        "template_locked",
        "template_deleted",
        "template_pending_deletion",
        "template_archived",
        "template_unarchived",
        "template_changed",           // a state we have no word for: fact state
        "template_quality",           // from, to
        "template_category_planned",  // from, to, at
        "template_category_changed",  // from, to
        "template_components_changed",
        // The number.
        "number_onboarded",  // limit
        "number_throughput_raised",
        "number_limit_raised",  // limit, old_limit
        "number_limit_lowered",
        "number_flagged",
        "number_unflagged",
        "number_changed",  // a state we have no word for: fact state
        "number_name_approved",
        "number_name_rejected",  // reason
        "number_name_pending",
        "number_name_deferred",
        "username_approved",
        "username_reserved",
        "username_deleted",
        "limits_changed",  // limit, numbers
        // The account.
        "account_deleted",
        "account_offboarded",
        "account_reconnected",
        "account_restricted",   // restriction (one or more), until, detail
        "account_violation",    // violation
        "account_ban_planned",  // date
        "account_banned",
        "account_reinstated",
        "account_review_approved",
        "account_review_rejected",
        "account_review_pending",
        "account_review_deferred",
        "account_alert",    // alert, detail
        "account_changed",  // an event we have no word for: fact event
        "partner_added",
        "partner_removed",  // reason, initiated_by
        "partner_app_installed",
        "partner_app_removed",
        "partner_certification",  // state
        "ad_account_linked",
        "marketing_terms_signed",
        "international_rate",  // country (one or more)
        "primary_country",     // country
        "volume_tier",         // category, tier, month, region
        // Security.
        "pin_changed",
        "pin_reset_asked",  // by
        "pin_reset_done",
        // Forms.
        "flow_state",   // from, to
        "flow_health",  // event, state, threshold
        "flow_version",
        // What we found ourselves.
        "channel_stopped",    // code, detail
        "channel_working",    // after it was stopped
        "token_ends",         // at
        "webhook_elsewhere",  // detail: where the provider's calls go
        // The number that is shared with a phone.
        "history_declined",  // provider_code, detail
        // The rest.
        "provider_error",  // code, provider_code, detail
        "unknown",
    };
};

enum class Severity { info, warning, critical };
constexpr auto words_of(Severity)
{
    using namespace std::literals;
    return std::array{std::pair{Severity::info, "info"sv},
                      std::pair{Severity::warning, "warning"sv},
                      std::pair{Severity::critical, "critical"sv}};
}
constexpr auto schema_name(Severity) { return "NoticeSeverity"; }

// What an account may not send for a while, though the rest goes on.
enum class Restricted { templates, utility_templates };
constexpr auto words_of(Restricted)
{
    using namespace std::literals;
    return std::array{std::pair{Restricted::templates, "templates"sv},
                      std::pair{Restricted::utility_templates, "utility_templates"sv}};
}
constexpr auto schema_name(Restricted) { return "Restricted"; }

struct Restriction {
    Restricted what = Restricted::templates;
    base::Instant until;
};

using Facts = std::vector<std::pair<std::string, std::string>>;

// What a notice says of a template we may have; only what it says is set.
struct TemplateNews {
    std::string external_id = {};
    std::string name = {};
    std::string language = {};  // with an underscore
    std::optional<std::string> status = {};
    std::optional<std::string> quality = {};
    std::optional<std::string> category = {};
    std::optional<std::string> reason = {};
};

struct AccountNotice {
    std::string field = {};  // the provider's word for what this is about
    std::string kind = {};   // of NoticeKinds
    Severity severity = Severity::info;
    std::string subject = {};  // a template's name, a number, ...; may be empty
    Facts facts = {};
    std::optional<std::string> phone = {};  // digits of the business number concerned
    std::optional<base::Instant> at = {};
    std::optional<TemplateNews> news = {};
    Facts profile = {};                 // what we keep of the number, by accounts' own names
    std::optional<Problem> stops = {};  // from now on nothing can be sent
    std::vector<Restriction> restrictions = {};
};

}  // namespace channels
