#include "base/text.hpp"
#include "channels/whatsapp/notice_words.hpp"
#include "channels/whatsapp/read.hpp"

// What Meta tells of the account as a whole: restrictions, bans, reviews, alerts. Layouts: Meta's
// webhooks/reference pages, read 2026-09; account_update from client libraries of 2026-08.
namespace channels::whatsapp {

namespace {

using base::Json;
using enum Severity;

constexpr std::array AccountEvents{
    Word{"ACCOUNT_DELETED", "account_deleted", critical},
    Word{"ACCOUNT_OFFBOARDED", "account_offboarded", critical},
    Word{"ACCOUNT_RECONNECTED", "account_reconnected"},
    Word{"ACCOUNT_RESTRICTION", "account_restricted", critical},
    Word{"ACCOUNT_VIOLATION", "account_violation", warning},
    Word{"PARTNER_ADDED", "partner_added"},
    Word{"PARTNER_REMOVED", "partner_removed", critical},
    Word{"PARTNER_APP_INSTALLED", "partner_app_installed"},
    Word{"PARTNER_APP_UNINSTALLED", "partner_app_removed", critical},
    Word{"PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE", "partner_certification"},
    Word{"AD_ACCOUNT_LINKED", "ad_account_linked"},
    Word{"MM_LITE_TERMS_SIGNED", "marketing_terms_signed"},
    Word{"AUTH_INTL_PRICE_ELIGIBILITY_UPDATE", "international_rate"},
    Word{"BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE", "primary_country"},
    Word{"VOLUME_BASED_PRICING_TIER_UPDATE", "volume_tier"},
};

void stop(AccountNotice& notice, char const* code)
{
    notice.severity = critical;
    notice.stops = Problem{code, 0, {}, Stops::channel};
}

void read_restrictions(Json const& value, AccountNotice& notice)
{
    for (auto const& one : base::array_at(value, "restriction_info")) {
        auto const type = said(one, "restriction_type");
        fact(notice, "restriction", type);
        fact_time(notice, "until", one, "expiration");
        fact(notice, "detail", said(one, "remediation"));
        // Those about calls and new numbers concern nothing that waits here.
        if (type == "RESTRICTED_CUSTOMER_INITIATED_MESSAGING")
            stop(notice, "account_restricted");
        else if (auto const until = time_at(one, "expiration")) {
            if (type == "RESTRICTED_BIZ_INITIATED_MESSAGING")
                notice.restrictions.push_back({Restricted::templates, *until});
            else if (type == "RESTRICTED_UTILITY_TEMPLATES")
                notice.restrictions.push_back({Restricted::utility_templates, *until});
        }
    }
}

void read_ban(Json const& value, AccountNotice& notice)
{
    auto const& ban = base::object_at(value, "ban_info");
    auto const state = upper(said(ban, "waba_ban_state"));
    fact(notice, "date", said(ban, "waba_ban_date"));
    if (state == "DISABLE") {
        notice.kind = "account_banned";
        stop(notice, "account_restricted");
    } else if (state == "REINSTATE") {
        notice.kind = "account_reinstated";
    } else {
        notice.kind = "account_ban_planned";
        notice.severity = critical;
    }
}

constexpr std::array Reviews{
    Word{"APPROVED", "account_review_approved"},
    Word{"REJECTED", "account_review_rejected", critical},
    Word{"PENDING", "account_review_pending"},
    Word{"DEFERRED", "account_review_deferred"},
};

}  // namespace

void read_account_update(Json const& value, AccountNotice& notice)
{
    auto const event = upper(said(value, "event"));
    if (event == "DISABLED_UPDATE")
        return read_ban(value, notice);
    if (!put_word(notice, AccountEvents, event)) {
        notice.kind = "account_changed";
        fact(notice, "event", event);
        return;
    }
    read_restrictions(value, notice);
    fact(notice, "violation", said(base::object_at(value, "violation_info"), "violation_type"));
    auto const& gone = base::object_at(value, "disconnection_info");
    fact(notice, "reason", said(gone, "reason"));
    fact(notice, "initiated_by", said(gone, "initiated_by"));
    auto const& certification = base::object_at(value, "partner_client_certification_info");
    fact(notice, "state", said(certification, "status"));
    for (auto const& reason : base::array_at(certification, "rejection_reasons"))
        if (reason.is_string())
            fact(notice, "reason", base::clean_body(reason.get<std::string>()));
    fact(notice, "country", said(value, "country"));
    auto const& rate = base::object_at(value, "auth_international_rate_eligibility");
    for (auto const& one : base::array_at(rate, "exception_countries"))
        fact(notice, "country", said(one, "country_code"));
    auto const& tier = base::object_at(value, "volume_tier_info");
    fact(notice, "category", said(tier, "pricing_category"));
    fact(notice, "tier", said(tier, "tier"));
    fact(notice, "month", said(tier, "effective_month"));
    fact(notice, "region", said(tier, "region"));
    if (event == "ACCOUNT_DELETED" || event == "ACCOUNT_OFFBOARDED" || event == "PARTNER_REMOVED" ||
        event == "PARTNER_APP_UNINSTALLED")
        stop(notice, "permission_missing");
}

void read_review(Json const& value, AccountNotice& notice)
{
    auto const decision = upper(said(value, "decision"));
    if (!put_word(notice, Reviews, decision)) {
        notice.kind = "account_changed";
        fact(notice, "event", decision);
    }
    if (!decision.empty())
        notice.profile.emplace_back("review", decision);
}

void read_alert(Json const& value, AccountNotice& notice)
{
    notice.kind = "account_alert";
    auto const& given = base::object_at(value, "alert_info");
    auto const& alert = given.empty() ? value : given;
    auto const severity = upper(said(alert, "alert_severity"));
    notice.severity = severity == "CRITICAL" ? critical : severity == "WARNING" ? warning : info;
    fact(notice, "alert", said(alert, "alert_type"));
    fact(notice, "state", said(alert, "alert_status"));
    fact(notice, "entity", said(value, "entity_type"));
    fact(notice, "detail", said(alert, "alert_description"));
    notice.subject = said(value, "entity_id");
}

}  // namespace channels::whatsapp
