#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "channels/interactive.hpp"

// What a message holds besides its text and its file, whatever channel it came by. Plain values,
// described once: the same structs are read from a provider, kept with the message and shown by the
// API. Texts are as the sender wrote them, cleaned of control characters; nothing here is trusted.
namespace channels {

struct Location {
    static constexpr auto schema = "Location";
    static constexpr auto input_schema = "LocationInput";

    double latitude = 0;   // degrees, -90 to 90
    double longitude = 0;  // degrees, -180 to 180
    std::optional<std::string> name = {};
    std::optional<std::string> address = {};
    std::optional<std::string> url = {};  // of the place; only http and https

    static constexpr auto fields()
    {
        using base::body;
        using L = Location;
        return std::tuple{
            body("latitude", &L::latitude, "Degrees north."),
            body("longitude", &L::longitude, "Degrees east."),
            body("name", &L::name, "What the place is called.", {.max = 1000}),
            body("address", &L::address, "", {.max = 1000}),
            body("url", &L::url, "A page about the place.", {.max = 2000}),
        };
    }

    friend bool operator==(Location const&, Location const&) = default;
};

// A telephone number, address or page on a contact card, with the sender's own word for it.
struct CardEntry {
    static constexpr auto schema = "CardEntry";
    static constexpr auto input_schema = "CardEntryInput";

    std::string value;
    std::optional<std::string> type = {};

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("value", &CardEntry::value, "", {.max = 1000}),
                          body("type", &CardEntry::type, "HOME, WORK, CELL, ...", {.max = 100})};
    }

    friend bool operator==(CardEntry const&, CardEntry const&) = default;
};

struct ContactCard {
    static constexpr auto schema = "ContactCard";
    static constexpr auto input_schema = "ContactCardInput";

    std::string name;  // may be empty
    std::optional<std::string> company = {};
    std::vector<CardEntry> phones = {};
    std::vector<CardEntry> emails = {};
    std::vector<CardEntry> addresses = {};
    std::vector<CardEntry> urls = {};
    std::optional<std::string> birthday = {};  // as sent, usually YYYY-MM-DD
    bool own = false;                          // the sender's own, given because we asked for it

    static constexpr auto fields()
    {
        using base::body;
        using C = ContactCard;
        return std::tuple{
            body("name", &C::name, "", {.max = 1000}),
            body("company", &C::company, "", {.max = 1000}),
            body("phones", &C::phones, "", {.max = 20}),
            body("emails", &C::emails, "", {.max = 20}),
            body("addresses", &C::addresses, "Each in one line.", {.max = 20}),
            body("urls", &C::urls, "", {.max = 20}),
            body("birthday", &C::birthday, "As it was sent.", {.max = 100}),
            body("own", &C::own, "The sender's own card, given because we asked for it."),
        };
    }

    friend bool operator==(ContactCard const&, ContactCard const&) = default;
};

enum class ChoiceKind { button, list, template_button };
constexpr auto words_of(ChoiceKind)
{
    using namespace std::literals;
    return std::array{std::pair{ChoiceKind::button, "button"sv},
                      std::pair{ChoiceKind::list, "list"sv},
                      std::pair{ChoiceKind::template_button, "template_button"sv}};
}

// A button pressed or a row of a list chosen.
struct Choice {
    static constexpr auto schema = "Choice";

    ChoiceKind kind = ChoiceKind::button;
    std::string id;     // what we (or whoever made the buttons) called it
    std::string title;  // what the customer read
    std::optional<std::string> description = {};

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("kind", &Choice::kind, ""),
            body("id", &Choice::id, "As whoever made the buttons called it.", {.max = 1000}),
            body("title", &Choice::title, "What the customer read.", {.max = 1000}),
            body("description", &Choice::description, "", {.max = 1000}),
        };
    }

    friend bool operator==(Choice const&, Choice const&) = default;
};

struct FormAnswer {
    static constexpr auto schema = "FormAnswer";

    std::string name;
    std::string value;  // text; anything else as JSON text

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("name", &FormAnswer::name, "", {.max = 1000}),
                          body("value", &FormAnswer::value, "Anything but text as JSON.",
                               {.max = 20'000, .lines = true})};
    }

    friend bool operator==(FormAnswer const&, FormAnswer const&) = default;
};

// A form (WhatsApp: flow, address message) that the customer filled in.
struct Form {
    static constexpr auto schema = "Form";

    std::string name;  // flow, address_message, ...
    std::vector<FormAnswer> answers = {};

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("name", &Form::name, "", {.max = 1000}),
                          body("answers", &Form::answers, "In the order sent.", {.max = 200})};
    }

    friend bool operator==(Form const&, Form const&) = default;
};

struct OrderItem {
    static constexpr auto schema = "OrderItem";

    std::string product;
    std::int64_t quantity = 0;
    std::optional<std::string> price = {};     // of one, decimal as sent: "75000", "12.5"
    std::optional<std::string> currency = {};  // ISO 4217

    static constexpr auto fields()
    {
        using base::body;
        using O = OrderItem;
        return std::tuple{
            body("product", &O::product, "The shop's own id of the product.", {.max = 1000}),
            body("quantity", &O::quantity, "", {.max = INT32_MAX}),
            body("price", &O::price, "Of one; a decimal number as text.", {.max = 40}),
            body("currency", &O::currency, "ISO 4217.", {.max = 10}),
        };
    }

    friend bool operator==(OrderItem const&, OrderItem const&) = default;
};

// A basket sent from the catalogue.
struct Order {
    static constexpr auto schema = "Order";

    std::string catalogue;
    std::vector<OrderItem> items = {};

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("catalogue", &Order::catalogue, "The provider's id.", {.max = 1000}),
                          body("items", &Order::items, "", {.max = 1000})};
    }

    friend bool operator==(Order const&, Order const&) = default;
};

// The product a message asks about.
struct ProductRef {
    static constexpr auto schema = "ProductRef";
    static constexpr auto input_schema = "ProductRefInput";

    std::string catalogue;
    std::string product;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("catalogue", &ProductRef::catalogue, "The provider's id.", {.max = 1000}),
            body("product", &ProductRef::product, "The shop's own id.", {.max = 1000})};
    }

    friend bool operator==(ProductRef const&, ProductRef const&) = default;
};

// The ad or post somebody came from.
struct Referral {
    static constexpr auto schema = "Referral";

    std::string type;  // ad, post
    std::string id;
    std::optional<std::string> url = {};  // only http and https
    std::optional<std::string> headline = {};
    std::optional<std::string> text = {};
    std::optional<std::string> click_id = {};

    static constexpr auto fields()
    {
        using base::body;
        using R = Referral;
        return std::tuple{
            body("type", &R::type, "ad or post.", {.max = 100}),
            body("id", &R::id, "The provider's id.", {.max = 1000}),
            body("url", &R::url, "", {.max = 2000}),
            body("headline", &R::headline, "", {.max = 1000}),
            body("text", &R::text, "", {.max = 5000, .lines = true}),
            body("click_id", &R::click_id, "Tells the provider which click it was.", {.max = 1000}),
        };
    }

    friend bool operator==(Referral const&, Referral const&) = default;
};

enum class Forwarded { no, once, often };
constexpr auto words_of(Forwarded)
{
    using namespace std::literals;
    return std::array{std::pair{Forwarded::no, "no"sv}, std::pair{Forwarded::once, "once"sv},
                      std::pair{Forwarded::often, "often"sv}};
}

enum class CallState { ringing, missed, failed, rejected, answered };
constexpr auto words_of(CallState)
{
    using namespace std::literals;
    return std::array{
        std::pair{CallState::ringing, "ringing"sv}, std::pair{CallState::missed, "missed"sv},
        std::pair{CallState::failed, "failed"sv}, std::pair{CallState::rejected, "rejected"sv},
        std::pair{CallState::answered, "answered"sv}};
}
constexpr auto schema_name(CallState) { return "CallState"; }

// A call, as far as it has gone.
struct Call {
    static constexpr auto schema = "Call";

    bool ours = false;
    CallState status = CallState::ringing;
    std::int64_t seconds = 0;
    bool video = false;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("ours", &Call::ours, "The business called; else the customer did."),
            body("status", &Call::status, ""),
            body("duration_s", &Call::seconds, "How long they spoke.", {.max = INT32_MAX}),
            body("video", &Call::video, ""),
        };
    }

    friend bool operator==(Call const&, Call const&) = default;
};

// Whether we may call the customer.
struct CallPermission {
    static constexpr auto schema = "CallPermission";

    bool granted = false;
    bool permanent = false;
    std::optional<base::Instant> until = {};

    static constexpr auto fields()
    {
        using base::body;
        using C = CallPermission;
        return std::tuple{
            body("granted", &C::granted, ""),
            body("permanent", &C::permanent, "Until the customer takes it back."),
            body("until", &C::until, "When it ends by itself."),
        };
    }

    friend bool operator==(CallPermission const&, CallPermission const&) = default;
};

// Whatever of the above a message has.
struct Content {
    static constexpr auto schema = "Content";

    std::optional<Location> location = {};
    std::vector<ContactCard> contacts = {};
    std::optional<Choice> choice = {};
    std::optional<Form> form = {};
    std::optional<Order> order = {};
    std::optional<Interactive> interactive = {};
    std::optional<ProductRef> product = {};
    std::optional<Referral> referral = {};
    Forwarded forwarded = Forwarded::no;
    std::optional<Call> call = {};
    std::optional<CallPermission> call_permission = {};

    static constexpr auto fields()
    {
        using base::body;
        using C = Content;
        return std::tuple{
            body("location", &C::location, ""),
            body("contacts", &C::contacts, "Contact cards.", {.max = 300}),
            body("choice", &C::choice, "The button pressed or row chosen."),
            body("form", &C::form, "A form that was filled in."),
            body("order", &C::order, "A basket from the catalogue."),
            body("interactive", &C::interactive,
                 "Controls that the customer answers with a touch."),
            body("product", &C::product, "The product the message asks about."),
            body("referral", &C::referral, "The ad or post the customer came from."),
            body("forwarded", &C::forwarded, "Passed on from another chat."),
            body("call", &C::call, "With kind call."),
            body("call_permission", &C::call_permission, "What was answered to our asking."),
        };
    }

    friend bool operator==(Content const&, Content const&) = default;
};

}  // namespace channels
