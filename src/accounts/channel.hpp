#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fields.hpp"

namespace accounts {

using base::ChannelId;

enum class State {
    active,
    attention,     // something is in the way; sends wait until a check finds it gone
    paused,        // by a member; sends wait
    disconnected,  // for good; history stays
};

constexpr auto words_of(State)
{
    using namespace std::literals;
    return std::array{
        std::pair{State::active, "active"sv},
        std::pair{State::attention, "attention"sv},
        std::pair{State::paused, "paused"sv},
        std::pair{State::disconnected, "disconnected"sv},
    };
}

// Who the account is at the provider, and what the provider last said of it.
struct AccountInfo {
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
    std::string code;
    std::string detail;
    base::Instant at;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("code", &ProblemInfo::code, "One of the send error codes."),
            body("detail", &ProblemInfo::detail, "In the provider's words."),
            body("at", &ProblemInfo::at, "Since when."),
        };
    }
};

struct CheckInfo {
    std::string name;
    bool ok = false;
    std::string detail;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("name", &CheckInfo::name, "reach, token, number, account, subscription, webhook."),
            body("ok", &CheckInfo::ok, "Whether it is as it should be."),
            body("detail", &CheckInfo::detail, "For developers; never holds the token."),
        };
    }
};

struct Channel {
    static constexpr auto about = "One connected account: a WhatsApp number.";

    ChannelId id;
    std::string kind;
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
    std::vector<CheckInfo> checks;
    std::optional<base::Instant> last_event_at;
    base::Instant created_at;
    bool sample = false;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Channel::id, "The channel."),
            body("kind", &Channel::kind, "whatsapp."),
            body("name", &Channel::name, "As the team calls it."),
            body("state", &Channel::state, "Whether it sends."),
            body("account", &Channel::account, "The account at the provider."),
            body("graph_url", &Channel::graph_url, "Where the provider's API is."),
            body("graph_version", &Channel::graph_version, "Version of the provider's API."),
            body("webhook_url", &Channel::webhook_url, "Where the provider calls us."),
            body("verify_token", &Channel::verify_token, "For the provider's page; admins only."),
            body("access_token", &Channel::access_token, "What we prove ourselves with."),
            body("app_secret", &Channel::app_secret, "What the provider signs with."),
            body("problem", &Channel::problem, "Why nothing is being sent."),
            body("checks", &Channel::checks, "What the last live look found."),
            body("last_event_at", &Channel::last_event_at, "When the provider last called."),
            body("created_at", &Channel::created_at, "When it was connected."),
            body("sample", &Channel::sample, "Part of the sample data."),
        };
    }
};

// A message template as the provider last told it.
struct Template {
    static constexpr auto about = "A message that may be sent outside the reply window.";

    base::Id<struct TemplateNoun> id;
    ChannelId channel;
    std::string name;
    std::string language;
    std::string category;
    std::string status;
    base::Json components;
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
