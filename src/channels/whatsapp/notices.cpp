#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "channels/whatsapp/notice_words.hpp"
#include "channels/whatsapp/read.hpp"

// Layouts: Meta's webhooks/reference pages of the account-level fields, read 2026-09; account_update,
// flows and username from client libraries of 2026-08. Anything may be missing.
namespace channels::whatsapp {

namespace {

using base::Json;

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

// ---- security and forms

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
