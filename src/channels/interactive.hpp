#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/fields.hpp"

// Messages that the customer answers with a touch. The text above the controls is the message's own
// text; an image, video or document above that is its file. Lengths below are those of WhatsApp,
// the only channel with all of them; another channel says in `fits` what it cannot do.
// Source: developers.facebook.com/documentation/business-messaging/whatsapp/messages/
// interactive-reply-buttons-messages, interactive-list-messages, interactive-media-carousel-messages
// (2026-05); flow, product and call shapes from client libraries of August 2026.
namespace channels {

enum class InteractiveKind {
    button,            // one to three buttons
    list,              // rows behind one button
    cta_url,           // a button that opens a page
    location_request,  // asks where the customer is
    contact_request,   // asks for the customer's phone number
    flow,              // a form
    product,           // one product of the catalogue
    product_list,      // some products
    catalogue,         // all of it
    address,           // asks for a delivery address
    call,              // a button that calls us
    call_permission,   // asks whether we may call
};
constexpr auto words_of(InteractiveKind)
{
    using namespace std::literals;
    using K = InteractiveKind;
    return std::array{
        std::pair{K::button, "button"sv},
        std::pair{K::list, "list"sv},
        std::pair{K::cta_url, "cta_url"sv},
        std::pair{K::location_request, "location_request"sv},
        std::pair{K::contact_request, "contact_request"sv},
        std::pair{K::flow, "flow"sv},
        std::pair{K::product, "product"sv},
        std::pair{K::product_list, "product_list"sv},
        std::pair{K::catalogue, "catalogue"sv},
        std::pair{K::address, "address"sv},
        std::pair{K::call, "call"sv},
        std::pair{K::call_permission, "call_permission"sv},
    };
}
constexpr auto schema_name(InteractiveKind) { return "InteractiveKind"; }

struct ReplyButton {
    static constexpr auto schema = "ReplyButton";
    static constexpr auto input_schema = "ReplyButtonInput";

    std::string id;
    std::string title;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &ReplyButton::id, "Comes back with the answer.", {.min = 1, .max = 256}),
            body("title", &ReplyButton::title, "What the customer reads.", {.min = 1, .max = 20})};
    }

    friend bool operator==(ReplyButton const&, ReplyButton const&) = default;
};

struct ListRow {
    static constexpr auto schema = "ListRow";
    static constexpr auto input_schema = "ListRowInput";

    std::string id;
    std::string title;
    std::optional<std::string> description = {};

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &ListRow::id, "Comes back with the answer.", {.min = 1, .max = 200}),
            body("title", &ListRow::title, "What the customer reads.", {.min = 1, .max = 24}),
            body("description", &ListRow::description, "", {.max = 72})};
    }

    friend bool operator==(ListRow const&, ListRow const&) = default;
};

struct ListSection {
    static constexpr auto schema = "ListSection";
    static constexpr auto input_schema = "ListSectionInput";

    std::optional<std::string> title = {};
    std::vector<ListRow> rows = {};
    std::vector<std::string> products = {};

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("title", &ListSection::title, "Needed when there are several.", {.max = 24}),
            body("rows", &ListSection::rows, "With kind list.", {.max = 10}),
            body("products", &ListSection::products, "With kind product_list: the shop's own ids.",
                 {.max = 30})};
    }

    friend bool operator==(ListSection const&, ListSection const&) = default;
};

struct FlowCall {
    static constexpr auto schema = "FlowCall";
    static constexpr auto input_schema = "FlowCallInput";

    std::string id;
    std::optional<std::string> token = {};
    std::optional<std::string> screen = {};
    std::optional<std::string> data = {};
    bool draft = false;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &FlowCall::id, "The provider's id of the form.", {.min = 1, .max = 200}),
            body("token", &FlowCall::token, "Comes back with the answer.", {.max = 200}),
            body("screen", &FlowCall::screen, "The first screen; none: the form's endpoint says.",
                 {.max = 200}),
            body("data", &FlowCall::data, "For the first screen: a JSON object as text.",
                 {.max = 4096, .lines = true}),
            body("draft", &FlowCall::draft, "The form is not published yet.")};
    }

    friend bool operator==(FlowCall const&, FlowCall const&) = default;
};

struct Interactive {
    static constexpr auto schema = "Interactive";
    static constexpr auto input_schema = "InteractiveInput";

    InteractiveKind kind = InteractiveKind::button;
    std::optional<std::string> header = {};
    std::optional<std::string> footer = {};
    std::vector<ReplyButton> buttons = {};
    std::optional<std::string> label = {};
    std::vector<ListSection> sections = {};
    std::optional<std::string> url = {};
    std::optional<FlowCall> flow = {};
    std::optional<std::string> catalogue = {};
    std::optional<std::string> product = {};
    std::optional<std::string> country = {};

    static constexpr auto fields()
    {
        using base::body;
        using I = Interactive;
        return std::tuple{
            body("kind", &I::kind, "What the customer can do with it."),
            body("header", &I::header, "A line above the text; not beside a file.", {.max = 60}),
            body("footer", &I::footer, "A small line below the text.", {.max = 60}),
            body("buttons", &I::buttons, "With kind button.", {.max = 3}),
            body("label", &I::label, "What is written on the button: list, cta_url, flow, call.",
                 {.max = 20}),
            body("sections", &I::sections, "With kind list and product_list.", {.max = 10}),
            body("url", &I::url, "With kind cta_url: http or https.", {.max = 2000}),
            body("flow", &I::flow, "With kind flow."),
            body("catalogue", &I::catalogue,
                 "With kind product and product_list: the provider's id.", {.max = 200}),
            body("product", &I::product,
                 "With kind product; with catalogue: whose picture is shown. The shop's own id.",
                 {.max = 200}),
            body("country", &I::country, "With kind address: ISO 3166, such as IN.", {.max = 2}),
        };
    }

    friend bool operator==(Interactive const&, Interactive const&) = default;
};

}  // namespace channels
