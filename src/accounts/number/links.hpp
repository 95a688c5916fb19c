#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "accounts/channel.hpp"
#include "channels/number.hpp"
#include "workspace/desk.hpp"

// How customers find the chat and what they are offered in it: short links with QR pictures, openers
// and commands, the user name. As accounts/number/number.hpp says.
namespace accounts {

struct Link {
    static constexpr auto schema = "ChatLink";

    std::string code;
    std::string text;
    std::string url;
    std::string svg_url;
    std::string png_url;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("code", &Link::code, "The provider's name for it."),
            body("text", &Link::text, "What is already written when the chat opens."),
            body("url", &Link::url, "The link to give away."),
            body("svg_url", &Link::svg_url, "Its QR code, through us."),
            body("png_url", &Link::png_url, "The same as PNG."),
        };
    }
};

struct ListLinks {
    static constexpr auto about = "Short links to the chat.";
    ChannelId channel;
    static constexpr auto fields()
    {
        return std::tuple{base::path("channel_id", &ListLinks::channel, "The channel.")};
    }
};
struct MakeLink {
    static constexpr auto about = "Make a short link with a QR code.";
    ChannelId channel;
    std::string text;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("channel_id", &MakeLink::channel, "The channel."),
            base::body("text", &MakeLink::text, "What is already written.", {.min = 1, .max = 140}),
        };
    }
};
struct EditLink {
    static constexpr auto about = "Change what a link writes; printed codes stay good.";
    ChannelId channel;
    std::string code;
    std::string text;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("channel_id", &EditLink::channel, "The channel."),
            base::path("code", &EditLink::code, "The link.", {.min = 1, .max = 64}),
            base::body("text", &EditLink::text, "What is already written.", {.min = 1, .max = 140}),
        };
    }
};
struct RemoveLink {
    static constexpr auto about = "Remove a link; its printed codes lead nowhere then.";
    ChannelId channel;
    std::string code;
    static constexpr auto fields()
    {
        return std::tuple{
            base::path("channel_id", &RemoveLink::channel, "The channel."),
            base::path("code", &RemoveLink::code, "The link.", {.min = 1, .max = 64}),
        };
    }
};

struct GetAutomation {
    static constexpr auto about = "What a customer is offered in an empty chat.";
    ChannelId channel;
    static constexpr auto fields()
    {
        return std::tuple{base::path("channel_id", &GetAutomation::channel, "The channel.")};
    }
};
struct NewCommand {
    static constexpr auto schema = "NewChatCommand";
    std::string name;
    std::string description;
    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("name", &NewCommand::name, "Typed after a slash.", {.min = 1, .max = 32}),
            body("description", &NewCommand::description, "What it does.", {.min = 1, .max = 256}),
        };
    }
};
struct SetAutomation {
    static constexpr auto about = "Set openers and commands, all at once.";
    ChannelId channel;
    std::vector<std::string> prompts;
    std::vector<NewCommand> commands;
    std::optional<bool> welcome;
    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            base::path("channel_id", &SetAutomation::channel, "The channel."),
            body("prompts", &SetAutomation::prompts, "Openers, 80 characters each.", {.max = 4}),
            body("commands", &SetAutomation::commands, "Slash commands.", {.max = 30}),
            body("welcome", &SetAutomation::welcome, "Tell us when somebody opens the chat."),
        };
    }
};

struct GetUsername {
    static constexpr auto about = "The business's user name, and some it could have.";
    ChannelId channel;
    static constexpr auto fields()
    {
        return std::tuple{base::path("channel_id", &GetUsername::channel, "The channel.")};
    }
};
struct SetUsername {
    static constexpr auto about = "Ask for a user name.";
    ChannelId channel;
    std::string username;
    bool transfer = false;
    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            base::path("channel_id", &SetUsername::channel, "The channel."),
            body("username", &SetUsername::username, "Letters, digits, dot and underscore.",
                 {.min = 3, .max = 35}),
            body("transfer", &SetUsername::transfer, "Take it from another account of ours."),
        };
    }
};
struct RemoveUsername {
    static constexpr auto about = "Give the user name up.";
    ChannelId channel;
    static constexpr auto fields()
    {
        return std::tuple{base::path("channel_id", &RemoveUsername::channel, "The channel.")};
    }
};

base::Result<base::Page<Link>> list_links(workspace::Desk& desk, ListLinks const& in);
base::Result<Link> make_link(workspace::Desk& desk, MakeLink const& in);
base::Result<Link> edit_link(workspace::Desk& desk, EditLink const& in);
base::Result<void> remove_link(workspace::Desk& desk, RemoveLink const& in);
base::Result<channels::Picture> link_picture(workspace::Desk& desk, ChannelId channel,
                                             std::string_view code, channels::PictureFormat format);

base::Result<channels::Automation> get_automation(workspace::Desk& desk, GetAutomation const& in);
base::Result<channels::Automation> set_automation(workspace::Desk& desk, SetAutomation const& in);

base::Result<channels::Username> get_username(workspace::Desk& desk, GetUsername const& in);
base::Result<channels::Username> set_username(workspace::Desk& desk, SetUsername const& in);
base::Result<void> remove_username(workspace::Desk& desk, RemoveUsername const& in);

}  // namespace accounts
