#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/channel.hpp"
#include "channels/number.hpp"
#include "workspace/desk.hpp"

// What customers see of the business. As accounts/number/number.hpp says.
namespace accounts {

// Source: the business profile page of the WhatsApp Business Platform (2026-03).
struct Verticals {
    static constexpr auto schema = "BusinessVertical";
    static constexpr std::array<std::string_view, 20> words = {
        "UNDEFINED",  "OTHER",   "AUTO",          "BEAUTY",    "APPAREL",    "EDU",    "ENTERTAIN",
        "EVENT_PLAN", "FINANCE", "GROCERY",       "GOVT",      "HOTEL",      "HEALTH", "NONPROFIT",
        "RETAIL",     "TRAVEL",  "PROF_SERVICES", "NOT_A_BIZ", "RESTAURANT", "ALCOHOL"};
};

struct BusinessProfile {
    static constexpr auto schema = "BusinessProfile";

    std::string about;
    std::string address;
    std::string description;
    std::string email;
    std::vector<std::string> websites;
    std::string vertical;
    std::optional<std::string> photo_url;

    static constexpr auto fields()
    {
        using base::body;
        using P = BusinessProfile;
        return std::tuple{
            body("about", &P::about, "The line under the name."),
            body("address", &P::address, ""),
            body("description", &P::description, ""),
            body("email", &P::email, ""),
            body("websites", &P::websites, ""),
            body("vertical", &P::vertical, "The provider's word for the trade; may be empty."),
            body("photo_url", &P::photo_url, "Where its picture is, through us; null: none."),
        };
    }
};

struct GetProfile {
    static constexpr auto about = "What customers see of the business.";
    ChannelId channel;
    static constexpr auto fields()
    {
        return std::tuple{base::path("channel_id", &GetProfile::channel, "The channel.")};
    }
};

struct EditProfile {
    static constexpr auto about = "Change what customers see of the business.";
    ChannelId channel;
    // Named so because `about` is what every operation says of itself.
    std::optional<std::string> about_line;
    std::optional<std::string> address;
    std::optional<std::string> description;
    std::optional<std::string> email;
    std::optional<std::vector<std::string>> websites;
    std::optional<base::Word<Verticals>> vertical;
    static constexpr auto fields()
    {
        using base::body;
        using P = EditProfile;
        return std::tuple{
            base::path("channel_id", &P::channel, "The channel."),
            body("about", &P::about_line, "Never empty.", {.min = 1, .max = 139}),
            body("address", &P::address, "", {.max = 256}),
            body("description", &P::description, "", {.max = 512, .lines = true}),
            body("email", &P::email, "", {.max = 128}),
            body("websites", &P::websites, "http:// or https:// and 256 characters.", {.max = 2}),
            body("vertical", &P::vertical, "The trade."),
        };
    }
};

base::Result<BusinessProfile> get_profile(workspace::Desk& desk, GetProfile const& in);
base::Result<BusinessProfile> edit_profile(workspace::Desk& desk, EditProfile const& in);
// JPEG or PNG. The bytes come from a file of ours; see channels::OutgoingMedia.
base::Result<void> set_photo(workspace::Desk& desk, ChannelId channel,
                             channels::OutgoingMedia const& file);
base::Result<channels::Picture> photo(workspace::Desk& desk, ChannelId channel);

}  // namespace accounts
