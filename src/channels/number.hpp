#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "base/result.hpp"
#include "channels/account.hpp"
#include "channels/cost.hpp"
#include "channels/outbound.hpp"

namespace net {
class HttpClient;
}

namespace channels {

// What one part of the account (number, account, business, app) may do, in the provider's verdict.
struct HealthPart {
    static constexpr auto schema = "NumberHealthPart";

    std::string type;
    std::string id;
    std::string can_send;
    std::vector<std::string> notes;

    static constexpr auto fields()
    {
        using base::body;
        using P = HealthPart;
        return std::tuple{
            body("type", &P::type, "PHONE_NUMBER, WABA, BUSINESS or APP."),
            body("id", &P::id, "Its id at the provider."),
            body("can_send", &P::can_send, "AVAILABLE, LIMITED or BLOCKED; empty: not said."),
            body("notes", &P::notes, "Why, and what to do, in the provider's words."),
        };
    }
};

// A business number as the provider tells it now. Words in capitals are the provider's own; one that
// was not said is empty.
struct NumberFacts {
    static constexpr auto schema = "Number";

    std::string id;
    std::string display_phone;
    std::string verified_name;
    std::string name_status;
    std::string new_name_status;
    std::string quality;
    std::string status;
    std::string verification;
    std::string mode;
    std::string platform;
    bool on_phone_app = false;
    std::optional<bool> pin_set;
    std::string throughput;
    std::string messaging_limit;
    std::string can_send;
    std::vector<HealthPart> health;
    std::string number_callback;
    std::string account_callback;
    std::string app_callback;

    static constexpr auto fields()
    {
        using base::body;
        using N = NumberFacts;
        return std::tuple{
            body("id", &N::id, "The number's id at the provider."),
            body("display_phone", &N::display_phone, "The number itself, digits."),
            body("verified_name", &N::verified_name, "The name customers see."),
            body("name_status", &N::name_status,
                 "APPROVED, AVAILABLE_WITHOUT_REVIEW, DECLINED, EXPIRED, PENDING_REVIEW, NONE."),
            body("new_name_status", &N::new_name_status, "The same, of a name asked for."),
            body("quality", &N::quality, "GREEN, YELLOW, RED or UNKNOWN."),
            body("status", &N::status, "Only CONNECTED can send; PENDING wants registering."),
            body("verification", &N::verification, "VERIFIED, NOT_VERIFIED or EXPIRED."),
            body("mode", &N::mode, "LIVE or SANDBOX."),
            body("platform", &N::platform, "CLOUD_API, ON_PREMISE or NOT_APPLICABLE."),
            body("on_phone_app", &N::on_phone_app, "Also used in the WhatsApp Business app."),
            body("pin_set", &N::pin_set, "Whether it has a two-step PIN; null: not said."),
            body("throughput", &N::throughput, "STANDARD, HIGH or NOT_APPLICABLE."),
            body("messaging_limit", &N::messaging_limit,
                 "People a day outside the window: TIER_250, TIER_2K, ... TIER_UNLIMITED."),
            body("can_send", &N::can_send, "AVAILABLE, LIMITED or BLOCKED."),
            body("health", &N::health, "The same by part, with reasons."),
            body("number_callback", &N::number_callback, "Webhook address of this number."),
            body("account_callback", &N::account_callback, "Of its account."),
            body("app_callback", &N::app_callback, "Of the app."),
        };
    }
};

// What customers see of a business.
struct Profile {
    std::string about = {};
    std::string address = {};
    std::string description = {};
    std::string email = {};
    std::vector<std::string> websites = {};
    std::string vertical = {};
    std::string photo_url = {};  // at the provider; empty: none
};
// What is absent stays as it is.
struct ProfileChange {
    std::optional<std::string> about = {};
    std::optional<std::string> address = {};
    std::optional<std::string> description = {};
    std::optional<std::string> email = {};
    std::optional<std::vector<std::string>> websites = {};
    std::optional<std::string> vertical = {};
};

// What a customer is offered in an empty chat.
struct Command {
    static constexpr auto schema = "ChatCommand";

    std::string name;
    std::string description;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("name", &Command::name, "Typed after a slash."),
            body("description", &Command::description, "What it does."),
        };
    }
};
struct Automation {
    static constexpr auto schema = "Automation";

    std::vector<std::string> prompts;
    std::vector<Command> commands;
    bool welcome = false;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("prompts", &Automation::prompts, "Openers to tap."),
            body("commands", &Automation::commands, "Slash commands."),
            body("welcome", &Automation::welcome, "Tell us when somebody opens the chat."),
        };
    }
};

// A short link to the chat, with words already written.
struct ChatLink {
    std::string code = {};
    std::string text = {};
    std::string url = {};
};

struct Username {
    static constexpr auto schema = "BusinessUsername";

    std::string username;
    std::string status;
    std::vector<std::string> suggestions;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("username", &Username::username, "Without @; empty: none."),
            body("status", &Username::status, "approved or reserved; empty: none."),
            body("suggestions", &Username::suggestions, "What the provider would give."),
        };
    }
};

// Somebody by phone (digits) or by the provider's id.
struct BlockedPerson {
    std::string phone = {};
    std::string user_id = {};
};
struct BlockedPage {
    std::vector<BlockedPerson> people = {};
    std::string next = {};  // cursor; empty on the last page
};

// A small picture out of the provider's hands.
struct Picture {
    std::string mime = {};
    std::string bytes = {};
};
enum class PictureFormat { svg, png };

// A channel whose account is a number that can be looked after from here. Like Channel: no state, any
// thread, blocks on the network, and refuses as Channel says; besides with the codes of NumberCodes
// (channels/problem.hpp), which say what a person has to do.
class BusinessNumber {
public:
    virtual ~BusinessNumber() = default;

    virtual base::Result<NumberFacts> facts(Account const& account,
                                            net::HttpClient& http) const = 0;
    virtual base::Result<void> ask_name(std::string_view name, Account const& account,
                                        net::HttpClient& http) const = 0;

    // Six digits. The provider has no call to take a PIN away.
    virtual base::Result<void> set_pin(std::string_view pin, Account const& account,
                                       net::HttpClient& http) const = 0;
    // `region` empty: none. Another one is only possible after deregistering.
    virtual base::Result<void> enrol(std::string_view pin, std::string_view region,
                                     Account const& account, net::HttpClient& http) const = 0;
    virtual base::Result<void> deregister(Account const& account, net::HttpClient& http) const = 0;
    virtual base::Result<void> request_code(bool by_voice, std::string_view language,
                                            Account const& account,
                                            net::HttpClient& http) const = 0;
    virtual base::Result<void> verify_code(std::string_view code, Account const& account,
                                           net::HttpClient& http) const = 0;

    virtual base::Result<Profile> profile(Account const& account, net::HttpClient& http) const = 0;
    virtual base::Result<void> change_profile(ProfileChange const& change, Account const& account,
                                              net::HttpClient& http) const = 0;
    // Square, 192 pixels or more, JPEG or PNG.
    virtual base::Result<void> set_photo(OutgoingMedia const& file, Account const& account,
                                         net::HttpClient& http) const = 0;
    virtual base::Result<Picture> photo(Account const& account, net::HttpClient& http) const = 0;

    virtual base::Result<BlockedPage> blocked(std::string_view cursor, int limit,
                                              Account const& account,
                                              net::HttpClient& http) const = 0;
    virtual base::Result<void> block(BlockedPerson const& person, Account const& account,
                                     net::HttpClient& http) const = 0;
    virtual base::Result<void> unblock(BlockedPerson const& person, Account const& account,
                                       net::HttpClient& http) const = 0;

    virtual base::Result<Automation> automation(Account const& account,
                                                net::HttpClient& http) const = 0;
    virtual base::Result<void> set_automation(Automation const& automation, Account const& account,
                                              net::HttpClient& http) const = 0;

    virtual base::Result<std::vector<ChatLink>> links(Account const& account,
                                                      net::HttpClient& http) const = 0;
    virtual base::Result<ChatLink> make_link(std::string_view text, Account const& account,
                                             net::HttpClient& http) const = 0;
    virtual base::Result<ChatLink> change_link(std::string_view code, std::string_view text,
                                               Account const& account,
                                               net::HttpClient& http) const = 0;
    virtual base::Result<void> remove_link(std::string_view code, Account const& account,
                                           net::HttpClient& http) const = 0;
    // The QR picture of a link.
    virtual base::Result<Picture> link_picture(std::string_view code, PictureFormat format,
                                               Account const& account,
                                               net::HttpClient& http) const = 0;

    virtual base::Result<Username> username(Account const& account,
                                            net::HttpClient& http) const = 0;
    // `transfer`: take it from another account of ours that has it.
    virtual base::Result<void> set_username(std::string_view username, bool transfer,
                                            Account const& account,
                                            net::HttpClient& http) const = 0;
    virtual base::Result<void> remove_username(Account const& account,
                                               net::HttpClient& http) const = 0;

    // What the provider charged from `from` to before `to`, by its own days. `phone`: the number's
    // digits, since the account may have others; empty counts all.
    virtual base::Result<CostReport> costs(base::Instant from, base::Instant to,
                                           std::string_view phone, Account const& account,
                                           net::HttpClient& http) const = 0;
};

}  // namespace channels
