#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "channels/notice.hpp"
#include "channels/problem.hpp"
#include "channels/words.hpp"

namespace accounts {

using base::ChannelId;

using State = channels::AccountState;

// Who the account is at the provider, and what the provider last said of it.
struct AccountInfo {
    static constexpr auto schema = "ProviderAccount";

    std::string phone_number_id;
    std::string waba_id;
    std::string display_phone;
    std::string verified_name;
    std::string quality;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("phone_number_id", &AccountInfo::phone_number_id,
                 "The number's id at the provider."),
            body("waba_id", &AccountInfo::waba_id, "The WhatsApp Business account above it."),
            body("display_phone", &AccountInfo::display_phone, "The number itself, digits."),
            body("verified_name", &AccountInfo::verified_name, "The name customers see."),
            body("quality", &AccountInfo::quality, "GREEN, YELLOW, RED or UNKNOWN."),
        };
    }
};

// What may be told of a credential.
struct SecretInfo {
    static constexpr auto schema = "Secret";

    bool set = false;
    std::string last4;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("set", &SecretInfo::set, "Whether there is one."),
            body("last4", &SecretInfo::last4, "Its last four characters."),
        };
    }
};

struct ProblemInfo {
    static constexpr auto schema = "ChannelProblem";

    base::Word<channels::AccountCodes> code;
    std::string detail;
    base::Instant at;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("code", &ProblemInfo::code, "The dashboard has words for each."),
            body("detail", &ProblemInfo::detail,
                 "In the provider's words; of webhook_elsewhere, the address the calls go to."),
            body("at", &ProblemInfo::at, "Since when."),
        };
    }
};

// What the provider forbids for a while; sends of that kind wait.
struct RestrictionInfo {
    static constexpr auto schema = "ChannelRestriction";

    channels::Restricted what = channels::Restricted::templates;
    base::Instant until;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("what", &RestrictionInfo::what, "What waits."),
            body("until", &RestrictionInfo::until, "When it goes on."),
        };
    }
};

struct CheckInfo {
    static constexpr auto schema = "Check";

    std::string name;
    bool ok = false;
    std::string detail;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body(
                "name", &CheckInfo::name,
                "reach, token, secret, number, health, account, subscription, permissions, expiry, "
                "webhook."),
            body("ok", &CheckInfo::ok, "Whether it is as it should be."),
            body("detail", &CheckInfo::detail, "For developers; never holds the token."),
        };
    }
};

// What the provider's app settings ask for beside the webhook.
struct CallbackAddresses {
    static constexpr auto schema = "ChannelCallbacks";

    std::string deauthorize_url;
    std::string deletion_url;

    static constexpr auto fields()
    {
        using base::body;
        using C = CallbackAddresses;
        return std::tuple{
            body("deauthorize_url", &C::deauthorize_url, "Deauthorize callback URL of the app."),
            body("deletion_url", &C::deletion_url, "Data deletion request URL of the app."),
        };
    }
};

enum class RemovalState { waiting, running, done };

constexpr auto words_of(RemovalState)
{
    using namespace std::literals;
    return std::array{
        std::pair{RemovalState::waiting, "waiting"sv},
        std::pair{RemovalState::running, "running"sv},
        std::pair{RemovalState::done, "done"sv},
    };
}
constexpr auto schema_name(RemovalState) { return "RemovalState"; }

// How far the history of a disconnected channel is taken away.
struct RemovalInfo {
    static constexpr auto schema = "ChannelRemoval";

    RemovalState state = RemovalState::waiting;
    std::int64_t done = 0;
    std::int64_t total = 0;

    static constexpr auto fields()
    {
        using base::body;
        using R = RemovalInfo;
        return std::tuple{
            body("state", &R::state, "waiting to begin, running, or done."),
            body("done", &R::done, "Conversations that are gone."),
            body("total", &R::total, "Conversations there were when it began."),
        };
    }
};

// What may be sent as one kind of media.
struct MediaLimits {
    static constexpr auto schema = "MediaLimits";

    channels::MediaKind kind = channels::MediaKind::document;
    std::vector<std::string> mimes;
    bool other_mimes = false;
    std::int64_t bytes = 0;
    bool caption = false;

    static constexpr auto fields()
    {
        using base::body;
        using M = MediaLimits;
        return std::tuple{
            body("kind", &M::kind, ""),
            body("mimes", &M::mimes, "Types it takes, lower case, without parameters."),
            body("other_mimes", &M::other_mimes, "Types beyond the list usually work too."),
            body("bytes", &M::bytes, "The largest file."),
            body("caption", &M::caption, "Whether a text may go with it."),
        };
    }
};

// What the channel can do (channels/traits.hpp), for whoever writes on it.
struct TraitsInfo {
    static constexpr auto schema = "ChannelTraits";

    std::int64_t text_max = 0;
    std::int64_t caption_max = 0;
    std::vector<MediaLimits> media;
    channels::WindowName window = channels::WindowName::always;
    std::optional<std::int64_t> window_hours;
    bool quotes = false;
    bool templates = false;
    bool read_receipts = false;
    bool typing = false;
    bool number = false;

    static constexpr auto fields()
    {
        using base::body;
        using T = TraitsInfo;
        return std::tuple{
            body("text_max", &T::text_max, "Unicode code points of a text."),
            body("caption_max", &T::caption_max, "Unicode code points of a caption."),
            body("media", &T::media, "What may be sent, by kind; other kinds may not."),
            body("window", &T::window, "Which rule says when free text may be sent."),
            body("window_hours", &T::window_hours,
                 "How long after the customer's last message; null: always."),
            body("quotes", &T::quotes, "Whether an answer can quote a message."),
            body("templates", &T::templates, "Whether there are message templates."),
            body("read_receipts", &T::read_receipts, "Whether the customer sees what was read."),
            body("typing", &T::typing, "Whether the customer sees that somebody writes."),
            body("number", &T::number, "Whether there is a number to look after."),
        };
    }
};

enum class HistoryState { importing, done, declined };
constexpr auto words_of(HistoryState)
{
    using namespace std::literals;
    return std::array{std::pair{HistoryState::importing, "importing"sv},
                      std::pair{HistoryState::done, "done"sv},
                      std::pair{HistoryState::declined, "declined"sv}};
}
constexpr auto schema_name(HistoryState) { return "HistoryState"; }

// What the phone app remembers, of a number that is shared with a phone.
struct HistoryInfo {
    static constexpr auto schema = "History";

    HistoryState state = HistoryState::importing;
    std::int64_t phase = 0;
    std::int64_t progress = 0;
    std::int64_t messages = 0;

    static constexpr auto fields()
    {
        using base::body;
        using H = HistoryInfo;
        return std::tuple{
            body("state", &H::state, "declined: the business kept it to itself."),
            body("phase", &H::phase, "0 the last day, 1 the last 90 days, 2 the last 180."),
            body("progress", &H::progress, "Percent of all."),
            body("messages", &H::messages, "How many were taken in."),
        };
    }
};

struct Channel {
    static constexpr auto schema = "Channel";

    static constexpr auto about = "One connected account: a WhatsApp number.";

    ChannelId id;
    channels::Kind kind = channels::Kind::whatsapp;
    std::string name;
    State state = State::active;
    AccountInfo account;
    std::string graph_url;
    std::string graph_version;
    std::string webhook_url;
    std::optional<std::string> verify_token;
    SecretInfo access_token;
    SecretInfo app_secret;
    std::optional<ProblemInfo> problem;
    std::vector<RestrictionInfo> restrictions;
    std::vector<CheckInfo> checks;
    std::optional<base::Instant> checked_at;
    std::optional<base::Instant> token_expires_at;
    TraitsInfo traits;
    std::optional<base::Instant> last_event_at;
    base::Instant created_at;
    bool sample = false;
    std::optional<CallbackAddresses> callbacks;
    std::optional<RemovalInfo> removal;
    std::optional<HistoryInfo> history;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Channel::id, "The channel."),
            body("kind", &Channel::kind, "What it is an account of."),
            body("name", &Channel::name, "As the team calls it."),
            body("state", &Channel::state, "Whether it sends."),
            body("account", &Channel::account, "The account at the provider."),
            body("graph_url", &Channel::graph_url, "Where the provider's API is."),
            body("graph_version", &Channel::graph_version, "Version of the provider's API."),
            body("webhook_url", &Channel::webhook_url, "Where the provider calls us."),
            body("verify_token", &Channel::verify_token, "For the provider's page; admins only."),
            body("access_token", &Channel::access_token, "What we prove ourselves with."),
            body("app_secret", &Channel::app_secret, "What the provider signs with."),
            body("problem", &Channel::problem, "Why nothing is sent, or nothing would come in."),
            body("restrictions", &Channel::restrictions,
                 "What the provider forbids for a while; that waits, the rest is sent."),
            body("checks", &Channel::checks, "What the last live look found."),
            body("checked_at", &Channel::checked_at, "When that was."),
            body("token_expires_at", &Channel::token_expires_at,
                 "When the token ends; null: never, or unknown."),
            body("traits", &Channel::traits, "What can be sent on it."),
            body("last_event_at", &Channel::last_event_at, "When the provider last called."),
            body("created_at", &Channel::created_at, "When it was connected."),
            body("sample", &Channel::sample, "Part of the sample data."),
            body("callbacks", &Channel::callbacks, "While connected; for the provider's page."),
            body("removal", &Channel::removal, "Its history is being taken away, or was."),
            body("history", &Channel::history,
                 "Null: the number brought none, or is not shared with a phone."),
        };
    }
};

struct TemplateComponentButton {
    static constexpr auto schema = "TemplateButton";

    std::string type;
    std::string text;
    std::string url;
    std::string phone_number;

    static constexpr auto fields()
    {
        using base::body;
        using B = TemplateComponentButton;
        return std::tuple{
            body("type", &B::type, "QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE, ..."),
            body("text", &B::text, ""),
            body("url", &B::url, "May end in a place: {{1}}."),
            body("phone_number", &B::phone_number, ""),
        };
    }
};

// What a template is made of, in the provider's own words.
struct TemplateComponent {
    static constexpr auto schema = "TemplateComponent";

    std::string type;
    std::string format;
    std::string text;
    std::vector<TemplateComponentButton> buttons;

    static constexpr auto fields()
    {
        using base::body;
        using C = TemplateComponent;
        return std::tuple{
            body("type", &C::type, "HEADER, BODY, FOOTER, BUTTONS, ..."),
            body("format", &C::format, "Of a header: TEXT, IMAGE, VIDEO, DOCUMENT, LOCATION."),
            body("text", &C::text, "With places to fill: {{1}} or {{name}}."),
            body("buttons", &C::buttons, ""),
        };
    }
};

// A message template as the provider last told it.
struct Template {
    static constexpr auto schema = "Template";

    static constexpr auto about = "A message that may be sent outside the reply window.";

    base::Id<struct TemplateNoun> id;
    ChannelId channel;
    std::string name;
    std::string language;
    std::string category;
    std::string status;
    base::Foreign<std::vector<TemplateComponent>> components;
    std::vector<std::string> parameter_names;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Template::id, "The template."),
            body("channel_id", &Template::channel, "Its channel."),
            body("name", &Template::name, "The name it is sent by."),
            body("language", &Template::language, "The provider's language code."),
            body("category", &Template::category, "marketing, utility, authentication."),
            body("status", &Template::status, "Only APPROVED ones can be sent."),
            body("components", &Template::components, "The provider's own components."),
            body("parameter_names", &Template::parameter_names,
                 "Places of the body to fill, in order: 1, 2, ... or names."),
        };
    }
};

}  // namespace accounts
