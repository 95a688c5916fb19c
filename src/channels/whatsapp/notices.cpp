#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "channels/whatsapp/read.hpp"

// Layouts: Meta's webhooks/reference pages of the account-level fields, read 2026-09; account_update,
// flows and username from client libraries of 2026-08. Anything may be missing.
namespace channels::whatsapp {

namespace {

using base::Json;

constexpr std::size_t LongestFact = 2000;

// FNV-1a: only tells repeats of one notice from other notices of the same second.
std::string short_hash(std::string_view text)
{
    std::uint64_t sum = 0xcbf29ce484222325;
    for (char const c : text) {
        sum ^= static_cast<unsigned char>(c);
        sum *= 0x100000001b3;
    }
    std::string bytes;
    for (int i = 7; i >= 0; --i)
        bytes.push_back(char((sum >> (8 * i)) & 0xFF));
    return base::to_hex(bytes);
}

// Text, or a number as text; cleaned, and empty when there is nothing.
std::string said(Json const& object, std::string_view key)
{
    if (auto const text = base::text_at(object, key))
        return std::string(base::first_points(base::clean_body(*text), LongestFact));
    if (auto const number = base::number_at(object, key))
        return std::to_string(*number);
    return {};
}

std::string upper(std::string text)
{
    for (auto& c : text)
        if (c >= 'a' && c <= 'z')
            c = char(c - 'a' + 'A');
    return text;
}

void fact(AccountNotice& notice, char const* name, std::string value)
{
    if (!value.empty())
        notice.facts.emplace_back(name, std::move(value));
}

void fact_time(AccountNotice& notice, char const* name, Json const& object, std::string_view key)
{
    if (auto const at = time_at(object, key))
        fact(notice, name, base::to_rfc3339(*at));
}

// A provider's word with ours for it, and how much it matters.
struct Word {
    std::string_view theirs;
    std::string_view ours;
    Severity severity = Severity::info;
};

template <std::size_t N>
bool put_word(AccountNotice& notice, std::array<Word, N> const& words, std::string_view theirs)
{
    auto const found = std::ranges::find(words, theirs, &Word::theirs);
    if (found == words.end())
        return false;
    notice.kind = found->ours;
    notice.severity = found->severity;
    return true;
}

using enum Severity;

// ---- templates

constexpr std::array TemplateStates{
    Word{"APPROVED", "template_approved"},
    Word{"REJECTED", "template_rejected", warning},
    Word{"PENDING", "template_pending"},
    Word{"PAUSED", "template_paused", warning},
    Word{"DISABLED", "template_disabled", critical},
    Word{"FLAGGED", "template_flagged", warning},
    Word{"REINSTATED", "template_reinstated"},
    Word{"IN_APPEAL", "template_in_appeal"},
    Word{"LIMIT_EXCEEDED", "template_limit_exceeded", warning},
    Word{"LOCKED", "template_locked", warning},
    Word{"DELETED", "template_deleted", warning},
    Word{"PENDING_DELETION", "template_pending_deletion", warning},
    Word{"ARCHIVED", "template_archived"},
    Word{"UNARCHIVED", "template_unarchived"},
};

TemplateNews& template_of(AccountNotice& notice, Json const& value)
{
    TemplateNews news;
    news.external_id = id_at(value, "message_template_id").value_or("");
    news.name = base::clean_name(said(value, "message_template_name"));
    news.language = base::clean_name(said(value, "message_template_language"));
    std::ranges::replace(news.language, '-', '_');
    notice.subject = news.name;
    fact(notice, "language", news.language);
    return notice.news.emplace(std::move(news));
}

void read_template_status(Json const& value, AccountNotice& notice)
{
    auto& news = template_of(notice, value);
    auto const state = upper(said(value, "event"));
    if (!put_word(notice, TemplateStates, state)) {
        notice.kind = "template_changed";
        fact(notice, "state", state);
    }
    auto const reason = said(value, "reason");
    if (!reason.empty() && reason != "NONE") {
        news.reason = reason;
        fact(notice, "reason", reason);
    }
    auto const& rejection = base::object_at(value, "rejection_info");
    for (auto const* key : {"reason", "recommendation"})
        fact(notice, "detail", said(rejection, key));
    auto const& other = base::object_at(value, "other_info");
    fact(notice, "title", said(other, "title"));
    fact(notice, "detail", said(other, "description"));
    fact_time(notice, "disabled_at", base::object_at(value, "disable_info"), "disable_date");
    // What can be sent by it follows; a warning flag leaves it as it is.
    if (state == "REINSTATED" || state == "UNARCHIVED")
        news.status = "APPROVED";
    else if (!state.empty() && state != "FLAGGED")
        news.status = state;
}

void read_template_quality(Json const& value, AccountNotice& notice)
{
    auto& news = template_of(notice, value);
    notice.kind = "template_quality";
    auto const to = upper(said(value, "new_quality_score"));
    fact(notice, "from", upper(said(value, "previous_quality_score")));
    fact(notice, "to", to);
    notice.severity = to == "RED" || to == "YELLOW" ? warning : info;
    if (!to.empty())
        news.quality = to;
}

void read_template_category(Json const& value, AccountNotice& notice)
{
    auto& news = template_of(notice, value);
    auto const planned = upper(said(value, "correct_category"));
    auto const now = upper(said(value, "new_category"));
    auto const to = planned.empty() ? now : planned;
    notice.kind = planned.empty() ? "template_category_changed" : "template_category_planned";
    fact(notice, "from", planned.empty() ? upper(said(value, "previous_category")) : now);
    fact(notice, "to", to);
    fact_time(notice, "at", value, "category_update_timestamp");
    // Marketing costs more, and may be refused by the customer.
    notice.severity = to == "MARKETING" ? warning : info;
    if (!now.empty())
        news.category = now;
}

void read_template_components(Json const& value, AccountNotice& notice)
{
    template_of(notice, value);
    notice.kind = "template_components_changed";
}

// ---- the number

constexpr std::array NumberStates{
    Word{"ONBOARDING", "number_onboarded"},
    Word{"THROUGHPUT_UPGRADE", "number_throughput_raised"},
    Word{"UPGRADE", "number_limit_raised"},
    Word{"DOWNGRADE", "number_limit_lowered", warning},
    Word{"FLAGGED", "number_flagged", warning},
    Word{"UNFLAGGED", "number_unflagged"},
};

void read_number_quality(Json const& value, AccountNotice& notice)
{
    auto const event = upper(said(value, "event"));
    if (!put_word(notice, NumberStates, event)) {
        notice.kind = "number_changed";
        fact(notice, "state", event);
    }
    auto limit = said(value, "max_daily_conversations_per_business");
    if (limit.empty())
        limit = said(value, "current_limit");
    fact(notice, "limit", limit);
    fact(notice, "old_limit", said(value, "old_limit"));
    if (!limit.empty())
        notice.profile.emplace_back("messaging_limit", limit);
    if (event == "THROUGHPUT_UPGRADE")
        notice.profile.emplace_back("throughput", "HIGH");
}

constexpr std::array NameDecisions{
    Word{"APPROVED", "number_name_approved"},
    Word{"REJECTED", "number_name_rejected", warning},
    Word{"PENDING", "number_name_pending"},
    Word{"DEFERRED", "number_name_deferred"},
};

void read_number_name(Json const& value, AccountNotice& notice)
{
    auto const decision = upper(said(value, "decision"));
    if (!put_word(notice, NameDecisions, decision)) {
        notice.kind = "number_changed";
        fact(notice, "state", decision);
    }
    auto const name = base::clean_name(said(value, "requested_verified_name"));
    fact(notice, "name", name);
    fact(notice, "reason", said(value, "rejection_reason"));
    if (!decision.empty())
        notice.profile.emplace_back("name_status", decision);
    if (decision == "APPROVED" && !name.empty())
        notice.profile.emplace_back("verified_name", name);
}

constexpr std::array Usernames{
    Word{"APPROVED", "username_approved"},
    Word{"RESERVED", "username_reserved"},
    Word{"DELETED", "username_deleted", warning},
};

void read_username(Json const& value, AccountNotice& notice)
{
    auto const status = upper(said(value, "status"));
    if (!put_word(notice, Usernames, status)) {
        notice.kind = "number_changed";
        fact(notice, "state", status);
    }
    auto const name = base::clean_name(said(value, "username"));
    fact(notice, "name", name);
    notice.profile.emplace_back("username", status == "DELETED" ? "" : name);
}

void read_capability(Json const& value, AccountNotice& notice)
{
    notice.kind = "limits_changed";
    auto limit = said(value, "max_daily_conversations_per_business");
    if (limit.empty())
        limit = said(value, "max_daily_conversation_per_phone");
    auto numbers = said(value, "max_phone_numbers_per_waba");
    if (numbers.empty())
        numbers = said(value, "max_phone_numbers_per_business");
    fact(notice, "limit", limit);
    fact(notice, "numbers", numbers);
    if (!limit.empty())
        notice.profile.emplace_back("messaging_limit", limit);
}

// ---- the account

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
        // The others leave answers to customers free, and the provider refuses what they forbid.
        if (type == "RESTRICTED_CUSTOMER_INITIATED_MESSAGING")
            stop(notice, "account_restricted");
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

constexpr std::array Reviews{
    Word{"APPROVED", "account_review_approved"},
    Word{"REJECTED", "account_review_rejected", critical},
    Word{"PENDING", "account_review_pending"},
    Word{"DEFERRED", "account_review_deferred"},
};

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

constexpr std::array PinEvents{
    Word{"PIN_CHANGED", "pin_changed", warning},
    Word{"PIN_RESET_REQUEST", "pin_reset_asked", critical},
    Word{"PIN_REQUEST_SUCCESS", "pin_reset_done", warning},
};

void read_security(Json const& value, AccountNotice& notice)
{
    auto const event = upper(said(value, "event"));
    if (!put_word(notice, PinEvents, event)) {
        notice.kind = "account_changed";
        notice.severity = warning;
        fact(notice, "event", event);
    }
    fact(notice, "by", said(value, "requester"));
}

void read_flow(Json const& value, AccountNotice& notice)
{
    auto const event = upper(said(value, "event"));
    notice.subject = id_at(value, "flow_id").value_or("");
    if (event == "FLOW_STATUS_CHANGE") {
        notice.kind = "flow_state";
        auto const to = upper(said(value, "new_status"));
        fact(notice, "from", upper(said(value, "old_status")));
        fact(notice, "to", to);
        notice.severity = to == "BLOCKED" || to == "THROTTLED" ? warning : info;
    } else if (event == "FLOW_VERSION_EXPIRY_WARNING") {
        notice.kind = "flow_version";
        notice.severity = warning;
        fact(notice, "detail", said(value, "warning"));
    } else {
        notice.kind = "flow_health";
        fact(notice, "event", event);
        auto const state = upper(said(value, "alert_state"));
        fact(notice, "state", state);
        fact(notice, "threshold", said(value, "threshold"));
        notice.severity = state == "DEACTIVATED" ? info : warning;
    }
    fact(notice, "detail", said(value, "message"));
}

struct Reader {
    std::string_view field;
    void (*read)(Json const&, AccountNotice&);
};
constexpr std::array Readers{
    Reader{"message_template_status_update", read_template_status},
    Reader{"message_template_quality_update", read_template_quality},
    Reader{"template_category_update", read_template_category},
    Reader{"message_template_components_update", read_template_components},
    Reader{"phone_number_quality_update", read_number_quality},
    Reader{"phone_number_name_update", read_number_name},
    Reader{"business_username_update", read_username},
    Reader{"business_capability_update", read_capability},
    Reader{"account_update", read_account_update},
    Reader{"account_review_update", read_review},
    Reader{"account_alerts", read_alert},
    Reader{"security", read_security},
    Reader{"flows", read_flow},
};

}  // namespace

Event read_notice(std::string field, Json const& entry, Json const& change)
{
    auto const& value = base::object_at(change, "value");
    AccountNotice notice;
    notice.field = std::move(field);
    notice.phone = phone_at(value, "display_phone_number");
    if (!notice.phone)
        notice.phone = phone_at(base::object_at(value, "metadata"), "display_phone_number");
    notice.at = time_at(entry, "time");
    auto const account = id_at(entry, "id").value_or("");

    Event event;
    event.raw = base::to_text(change);
    auto const reader = std::ranges::find(Readers, std::string_view(notice.field), &Reader::field);
    if (reader != Readers.end() && !value.empty()) {
        reader->read(value, notice);
        if (notice.subject.empty() && notice.phone)
            notice.subject = *notice.phone;
        event.key = "notice:" + notice.field + ":" + account + ":" +
                    (notice.at ? std::to_string(notice.at->ms / 1000) : "") + ":" +
                    short_hash(event.raw);
    } else {
        // One for each field: some of them come with every click on an advertisement.
        notice.kind = "unknown";
        event.key = "notice:unknown:" + notice.field + ":" + account;
    }
    event.what = std::move(notice);
    return event;
}

}  // namespace channels::whatsapp
