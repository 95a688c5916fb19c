#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "channels/content.hpp"

// A template as the customer reads it: the provider's parts with our values in them. Pictures are
// the message's own files and not in here.
namespace channels {

struct ShownButton {
    static constexpr auto schema = "SentTemplateButton";

    std::string type;  // the provider's word: QUICK_REPLY, URL, PHONE_NUMBER, ...
    std::string text;
    std::optional<std::string> url = {};
    std::optional<std::string> phone_number = {};
    std::optional<std::string> code = {};

    static constexpr auto fields()
    {
        using base::body;
        using B = ShownButton;
        return std::tuple{
            body("type", &B::type, "QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE, FLOW, ..."),
            body("text", &B::text, "What is written on it.", {.max = 1000}),
            body("url", &B::url, "Where it leads, whole.", {.max = 10'000}),
            body("phone_number", &B::phone_number, "Whom it calls."),
            body("code", &B::code, "What it copies."),
        };
    }

    friend bool operator==(ShownButton const&, ShownButton const&) = default;
};

struct ShownCard {
    std::string text;
    std::optional<ProductRef> product = {};
    std::vector<ShownButton> buttons = {};

    static constexpr auto fields()
    {
        using base::body;
        using C = ShownCard;
        return std::tuple{body("text", &C::text, "", {.max = 10'000, .lines = true}),
                          body("product", &C::product, ""), body("buttons", &C::buttons, "")};
    }

    friend bool operator==(ShownCard const&, ShownCard const&) = default;
};

struct ShownTemplate {
    std::optional<std::string> header = {};
    std::optional<Location> location = {};
    std::optional<ProductRef> product = {};
    std::string text = {};
    std::optional<std::string> footer = {};
    std::optional<std::string> offer = {};
    std::optional<base::Instant> offer_ends_at = {};
    std::vector<ShownButton> buttons = {};
    std::vector<ShownCard> cards = {};

    static constexpr auto fields()
    {
        using base::body;
        using S = ShownTemplate;
        return std::tuple{
            body("header", &S::header, "", {.max = 10'000}),
            body("location", &S::location, ""),
            body("product", &S::product, ""),
            body("text", &S::text, "", {.max = 100'000, .lines = true}),
            body("footer", &S::footer, "", {.max = 10'000}),
            body("offer", &S::offer, "", {.max = 10'000}),
            body("offer_ends_at", &S::offer_ends_at, ""),
            body("buttons", &S::buttons, ""),
            body("cards", &S::cards, ""),
        };
    }

    friend bool operator==(ShownTemplate const&, ShownTemplate const&) = default;
};

}  // namespace channels
