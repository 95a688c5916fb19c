#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "channels/whatsapp/read.hpp"

// Layouts: Meta's messages webhook reference, read 2026-09. Everything but what tells a kind from
// the others may be missing.
namespace channels::whatsapp {

namespace {

using base::Json;

constexpr std::size_t MostCards = 300;
constexpr std::size_t MostEntries = 20;
constexpr std::size_t MostItems = 1000;
constexpr std::size_t MostAnswers = 200;
constexpr std::size_t LongestAnswer = 20'000;
constexpr std::size_t LongestName = 1000;

std::string clip(std::string_view text, std::size_t points = LongestName)
{
    return std::string(base::first_points(text, points));
}

std::optional<std::string> name_at(Json const& object, std::string_view key)
{
    auto const text = base::text_at(object, key);
    if (!text)
        return std::nullopt;
    auto clean = clip(base::clean_name(*text));
    if (clean.empty())
        return std::nullopt;
    return clean;
}

// Only what a browser may open without doing anything else.
std::optional<std::string> link_at(Json const& object, std::string_view key)
{
    auto url = name_at(object, key);
    if (url && (url->starts_with("https://") || url->starts_with("http://")) &&
        url->find(' ') == std::string::npos)
        return url;
    return std::nullopt;
}

void join(std::string& line, std::string_view part, std::string_view between)
{
    if (part.empty())
        return;
    if (!line.empty())
        line += between;
    line += part;
}

// A number, or text that holds one: providers use both.
std::optional<double> degrees_at(Json const& object, std::string_view key, double most)
{
    auto const value = base::real_at(object, key);
    if (!value || !(*value >= -most && *value <= most))
        return std::nullopt;
    return value;
}

bool read_location(Json const& message, InboundMessage& out)
{
    auto const& object = base::object_at(message, "location");
    auto const latitude = degrees_at(object, "latitude", 90);
    auto const longitude = degrees_at(object, "longitude", 180);
    if (!latitude || !longitude)
        return false;
    Location place{*latitude, *longitude, name_at(object, "name"), name_at(object, "address"),
                   link_at(object, "url")};
    join(out.text, place.name.value_or(""), "");
    join(out.text, place.address.value_or(""), ", ");
    out.kind = InboundKind::location;
    out.content.location = std::move(place);
    return true;
}

std::vector<CardEntry> entries_of(Json const& card, std::string_view list, std::string_view key)
{
    std::vector<CardEntry> out;
    for (auto const& one : base::array_at(card, list))
        if (auto value = name_at(one, key); value && out.size() < MostEntries)
            out.push_back({*std::move(value), name_at(one, "type")});
    return out;
}

std::vector<CardEntry> phones_of(Json const& card)
{
    std::vector<CardEntry> out;
    for (auto const& one : base::array_at(card, "phones")) {
        auto number = name_at(one, "phone");
        if (auto const id = phone_at(one, "wa_id"); !number && id)
            number = "+" + *id;
        if (number && out.size() < MostEntries)
            out.push_back({*std::move(number), name_at(one, "type")});
    }
    return out;
}

std::vector<CardEntry> addresses_of(Json const& card)
{
    std::vector<CardEntry> out;
    for (auto const& one : base::array_at(card, "addresses")) {
        std::string line;
        for (auto const* part : {"street", "city", "state", "zip", "country"})
            join(line, name_at(one, part).value_or(""), ", ");
        if (!line.empty() && out.size() < MostEntries)
            out.push_back({std::move(line), name_at(one, "type")});
    }
    return out;
}

ContactCard card_of(Json const& json)
{
    ContactCard card;
    auto const& name = base::object_at(json, "name");
    card.name = name_at(name, "formatted_name").value_or("");
    if (card.name.empty())
        for (auto const* part : {"first_name", "middle_name", "last_name"})
            join(card.name, name_at(name, part).value_or(""), " ");
    card.company = name_at(base::object_at(json, "org"), "company");
    card.phones = phones_of(json);
    card.emails = entries_of(json, "emails", "email");
    card.addresses = addresses_of(json);
    for (auto const& one : base::array_at(json, "urls"))
        if (auto url = link_at(one, "url"); url && card.urls.size() < MostEntries)
            card.urls.push_back({*std::move(url), name_at(one, "type")});
    card.birthday = name_at(json, "birthday");
    card.own = base::text_at(json, "origin") == "contact_request";
    return card;
}

bool read_cards(Json const& message, InboundMessage& out)
{
    for (auto const& one : base::array_at(message, "contacts")) {
        if (!one.is_object() || out.content.contacts.size() == MostCards)
            continue;
        auto card = card_of(one);
        auto line = card.name;
        if (line.empty() && !card.phones.empty())
            line = card.phones.front().value;
        join(out.text, line, ", ");
        out.content.contacts.push_back(std::move(card));
    }
    out.text = clip(out.text, 4096);
    out.kind = InboundKind::contacts;
    return !out.content.contacts.empty();
}

bool read_choice(Json const& object, ChoiceKind kind, std::string_view id, std::string_view title,
                 InboundMessage& out)
{
    Choice choice{kind, name_at(object, id).value_or(""), name_at(object, title).value_or(""),
                  name_at(object, "description")};
    if (choice.id.empty() && choice.title.empty())
        return false;
    out.text = choice.title.empty() ? choice.id : choice.title;
    out.kind = InboundKind::choice;
    out.content.choice = std::move(choice);
    return true;
}

bool read_form(Json const& object, InboundMessage& out)
{
    Form form{name_at(object, "name").value_or("flow"), {}};
    auto const text = base::text_at(object, "response_json");
    auto const answers = text ? base::parse_json(*text, base::WebhookJson)
                              : base::Result<Json>(base::object_at(object, "response_json"));
    if (!answers || !answers->is_object())
        return false;
    for (auto const& [name, value] : answers->items()) {
        // Ours, to know the form by; no answer of the customer's.
        if (name == "flow_token" || form.answers.size() == MostAnswers)
            continue;
        auto const words = value.is_string() ? value.get<std::string>() : base::to_text(value);
        FormAnswer answer{clip(base::clean_name(name)),
                          clip(base::clean_body(words), LongestAnswer)};
        if (value.is_string() || value.is_number())
            join(out.text, answer.value, " · ");
        form.answers.push_back(std::move(answer));
    }
    out.text = clip(out.text, 4096);
    out.kind = InboundKind::form;
    out.content.form = std::move(form);
    return true;
}

bool read_interactive(Json const& message, InboundMessage& out)
{
    auto const& object = base::object_at(message, "interactive");
    auto const type = base::text_at(object, "type").value_or("");
    auto const is = [&](std::string_view name) {
        return type == name || (type.empty() && object.contains(std::string(name)));
    };
    if (is("button_reply"))
        return read_choice(base::object_at(object, "button_reply"), ChoiceKind::button, "id",
                           "title", out);
    if (is("list_reply"))
        return read_choice(base::object_at(object, "list_reply"), ChoiceKind::list, "id", "title",
                           out);
    if (is("call_permission_reply")) {
        auto const& reply = base::object_at(object, "call_permission_reply");
        auto const response = base::text_at(reply, "response").value_or("");
        if (response != "accept" && response != "reject")
            return false;
        out.kind = InboundKind::call_permission;
        out.content.call_permission = CallPermission{
            response == "accept", base::bool_at(reply, "is_permanent").value_or(false),
            time_at(reply, "expiration_timestamp")};
        return true;
    }
    if (is("nfm_reply"))
        return read_form(base::object_at(object, "nfm_reply"), out);
    return false;
}

bool read_order(Json const& message, InboundMessage& out)
{
    auto const& object = base::object_at(message, "order");
    Order order{id_at(object, "catalog_id").value_or(""), {}};
    for (auto const& one : base::array_at(object, "product_items")) {
        if (!one.is_object() || order.items.size() == MostItems)
            continue;
        OrderItem item{id_at(one, "product_retailer_id").value_or(""),
                       std::clamp(base::number_at(one, "quantity").value_or(1), std::int64_t(0),
                                  std::int64_t(INT32_MAX)),
                       std::nullopt, name_at(one, "currency")};
        auto const price = one.find("item_price");
        if (price != one.end() && price->is_number())
            item.price = base::to_text(*price);
        else if (auto text = name_at(one, "item_price"))
            item.price = clip(*text, 40);
        order.items.push_back(std::move(item));
    }
    if (order.items.empty())
        return false;
    out.text = base::clean_body(base::text_at(object, "text").value_or(""));
    out.kind = InboundKind::order;
    out.content.order = std::move(order);
    return true;
}

}  // namespace

bool read_content(std::string_view type, Json const& message, InboundMessage& out)
{
    if (type == "location")
        return read_location(message, out);
    if (type == "contacts")
        return read_cards(message, out);
    if (type == "button")
        return read_choice(base::object_at(message, "button"), ChoiceKind::template_button,
                           "payload", "text", out);
    if (type == "interactive")
        return read_interactive(message, out);
    if (type == "order")
        return read_order(message, out);
    return false;
}

void read_surroundings(Json const& message, InboundMessage& out)
{
    auto const& context = base::object_at(message, "context");
    out.quoted_id = id_at(context, "id");
    if (base::bool_at(context, "frequently_forwarded").value_or(false))
        out.content.forwarded = Forwarded::often;
    else if (base::bool_at(context, "forwarded").value_or(false))
        out.content.forwarded = Forwarded::once;
    if (auto const& product = base::object_at(context, "referred_product"); !product.empty())
        out.content.product = ProductRef{id_at(product, "catalog_id").value_or(""),
                                         id_at(product, "product_retailer_id").value_or("")};
    if (auto const& referral = base::object_at(message, "referral"); !referral.empty()) {
        Referral from{name_at(referral, "source_type").value_or("ad"),
                      id_at(referral, "source_id").value_or(""),
                      link_at(referral, "source_url"),
                      name_at(referral, "headline"),
                      std::nullopt,
                      id_at(referral, "ctwa_clid")};
        if (auto const text = base::text_at(referral, "body"); text && !text->empty())
            from.text = clip(base::clean_body(*text), 5000);
        out.content.referral = std::move(from);
    }
}

}  // namespace channels::whatsapp
