#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/channel.hpp"
#include "channels/number.hpp"
#include "workspace/desk.hpp"

// Looking after a channel's number at its provider. Every use-case here asks the provider and blocks on
// the network; it refuses `not_found` for a channel without a number, conflict `channel_disconnected`,
// and with the codes of channels/problem.hpp. A token that turns out dead stops the channel.
namespace accounts {

struct ShowNumber {
    static constexpr auto about = "The number as the provider tells it now.";
    ChannelId channel;
    static constexpr auto fields()
    {
        return std::tuple{base::path("channel_id", &ShowNumber::channel, "The channel.")};
    }
};

struct AskName {
    static constexpr auto about = "Ask for another display name; the provider reviews it.";
    ChannelId channel;
    std::string name;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("channel_id", &AskName::channel, "The channel."),
            base::body("name", &AskName::name, "The new name.", {.min = 3, .max = 512}),
        };
    }
};

// What cannot be undone at the provider wants the number's digits in `confirm`; without them it is
// refused `confirm_needed`.
struct SetPin {
    static constexpr auto about = "Set another two-step PIN; there is no way to take one away.";
    ChannelId channel;
    std::string pin;
    std::string confirm;
    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            base::path("channel_id", &SetPin::channel, "The channel."),
            body("pin", &SetPin::pin, "Six digits.", {.min = 6, .max = 6, .secret = true}),
            body("confirm", &SetPin::confirm, "The number's digits.", {.max = 32}),
        };
    }
};

// Where the provider keeps messages at rest. Source: protocol page of `register` (2026-03).
struct Regions {
    static constexpr auto schema = "DataRegion";
    static constexpr std::array<std::string_view, 14> words = {
        "AU", "ID", "IN", "JP", "SG", "KR", "DE", "CH", "GB", "BR", "BH", "ZA", "AE", "CA"};
};

struct RegisterNumber {
    static constexpr auto about = "Register the number for use through the API.";
    ChannelId channel;
    std::string pin;
    std::optional<base::Word<Regions>> region;
    std::optional<std::string> confirm;
    static constexpr auto fields()
    {
        using base::body;
        using R = RegisterNumber;
        return std::tuple{
            base::path("channel_id", &R::channel, "The channel."),
            body("pin", &R::pin, "The two-step PIN, or a new one: six digits.",
                 {.min = 6, .max = 6, .secret = true}),
            body("region", &R::region, "Where messages are kept; fixed until deregistered."),
            body("confirm", &R::confirm, "The number's digits, with a region.", {.max = 32}),
        };
    }
};

struct DeregisterNumber {
    static constexpr auto about = "Take the number off the API: nothing is sent or received.";
    ChannelId channel;
    std::string confirm;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("channel_id", &DeregisterNumber::channel, "The channel."),
            base::body("confirm", &DeregisterNumber::confirm, "The number's digits.", {.max = 32}),
        };
    }
};

enum class CodeMethod { sms, voice };
constexpr auto words_of(CodeMethod)
{
    using namespace std::literals;
    return std::array{std::pair{CodeMethod::sms, "sms"sv}, std::pair{CodeMethod::voice, "voice"sv}};
}
constexpr auto schema_name(CodeMethod) { return "CodeMethod"; }

struct RequestCode {
    static constexpr auto about = "Have a code sent to the number, to prove that it is ours.";
    ChannelId channel;
    CodeMethod method = CodeMethod::sms;
    std::string language;
    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            base::path("channel_id", &RequestCode::channel, "The channel."),
            body("method", &RequestCode::method, "How it comes."),
            body("language", &RequestCode::language, "Of the message, e.g. id or pt_BR.",
                 {.min = 2, .max = 10}),
        };
    }
};

struct VerifyCode {
    static constexpr auto about = "Give the code that came.";
    ChannelId channel;
    std::string code;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("channel_id", &VerifyCode::channel, "The channel."),
            base::body("code", &VerifyCode::code, "Its digits.",
                       {.min = 4, .max = 12, .secret = true}),
        };
    }
};

base::Result<channels::NumberFacts> show_number(workspace::Desk& desk, ShowNumber const& in);
base::Result<void> ask_name(workspace::Desk& desk, AskName const& in);
base::Result<void> set_pin(workspace::Desk& desk, SetPin const& in);
// The channel is looked at again after, so that it sends once more.
base::Result<void> register_number(workspace::Desk& desk, RegisterNumber const& in);
// The channel goes to attention.
base::Result<void> deregister_number(workspace::Desk& desk, DeregisterNumber const& in);
base::Result<void> request_code(workspace::Desk& desk, RequestCode const& in);
base::Result<void> verify_code(workspace::Desk& desk, VerifyCode const& in);

}  // namespace accounts
