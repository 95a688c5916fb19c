#include <algorithm>

#include "base/text.hpp"
#include "channels/whatsapp/compose.hpp"

// Places, contact cards and signs. Source: developers.facebook.com/documentation/business-messaging/
// whatsapp/messages/send-messages (2026-04-23); removal by an empty emoji from client libraries.
namespace channels::whatsapp {

using base::Json;

namespace {

constexpr std::size_t MostCards = 257;
constexpr std::size_t LongestEmoji = 16;

// A name is its whole and one part at least, so the first word serves as the first name.
Json name_object(std::string const& name)
{
    auto const space = name.find(' ');
    Json out{{"formatted_name", name}, {"first_name", name.substr(0, space)}};
    if (space != std::string::npos)
        out["last_name"] = std::string(base::trim(std::string_view(name).substr(space)));
    return out;
}

Json entries(std::vector<CardEntry> const& from, char const* key)
{
    auto out = Json::array();
    for (auto const& one : from) {
        Json entry{{key, one.value}};
        if (one.type)
            entry["type"] = *one.type;
        out.push_back(std::move(entry));
    }
    return out;
}

Json phones(std::vector<CardEntry> const& from)
{
    auto out = entries(from, "phone");
    // A number with its country gets a button that opens a chat with it.
    for (auto& entry : out)
        if (auto const& phone = entry["phone"].get_ref<std::string const&>();
            phone.starts_with('+'))
            entry["wa_id"] = digits_of(phone);
    return out;
}

// YYYY-MM-DD, the only way Meta takes it.
bool looks_like_a_day(std::string_view text)
{
    constexpr std::string_view Shape = "0000-00-00";
    return text.size() == Shape.size() && std::ranges::equal(text, Shape, [](char c, char shape) {
               return shape == '0' ? c >= '0' && c <= '9' : c == shape;
           });
}

Json card_object(ContactCard const& card)
{
    Json out{{"name", name_object(card.name)}};
    if (card.company)
        out["org"] = {{"company", *card.company}};
    if (!card.phones.empty())
        out["phones"] = phones(card.phones);
    if (!card.emails.empty())
        out["emails"] = entries(card.emails, "email");
    if (!card.addresses.empty())
        out["addresses"] = entries(card.addresses, "street");
    if (!card.urls.empty())
        out["urls"] = entries(card.urls, "url");
    if (card.birthday)
        out["birthday"] = *card.birthday;
    return out;
}

}  // namespace

void look_at_place(Location const& place, std::string const& field, Fields& wrong)
{
    auto const look = [&](double degrees, double most, char const* name) {
        // Also what is no number at all.
        if (!(degrees >= -most))
            wrong.push_back({field + name, "too_small"});
        else if (degrees > most)
            wrong.push_back({field + name, "too_large"});
    };
    look(place.latitude, 90, ".latitude");
    look(place.longitude, 180, ".longitude");
    if (place.url)
        wrong.push_back({field + ".url", "not_allowed"});
}

Json location_object(Location const& place)
{
    Json out{{"latitude", place.latitude}, {"longitude", place.longitude}};
    if (place.name && !place.name->empty())
        out["name"] = *place.name;
    if (place.address && !place.address->empty())
        out["address"] = *place.address;
    return out;
}

void look_at(Location const& place, Fields& wrong) { look_at_place(place, "location", wrong); }

void put(Location const& place, Json& body)
{
    body["type"] = "location";
    body["location"] = location_object(place);
}

void look_at(CardsContent const& content, Fields& wrong)
{
    if (content.cards.empty())
        wrong.push_back({"contacts", "required"});
    else if (content.cards.size() > MostCards)
        wrong.push_back({"contacts", "too_many"});
    for (std::size_t i = 0; i < content.cards.size(); ++i) {
        auto const& card = content.cards[i];
        look_at_text(card.name, 1000, at("contacts", i, "name"), wrong);
        if (card.birthday && !looks_like_a_day(*card.birthday))
            wrong.push_back({at("contacts", i, "birthday"), "bad_format"});
    }
}

void put(CardsContent const& content, Json& body)
{
    body["type"] = "contacts";
    auto& cards = body["contacts"] = Json::array();
    for (auto const& card : content.cards)
        cards.push_back(card_object(card));
}

void look_at(ReactionContent const& content, Fields& wrong)
{
    if (content.about_id.empty())
        wrong.push_back({"message_id", "required"});
    if (base::count_points(content.emoji) > LongestEmoji)
        wrong.push_back({"emoji", "too_long"});
}

void put(ReactionContent const& content, Json& body)
{
    body["type"] = "reaction";
    body["reaction"] = {{"message_id", content.about_id}, {"emoji", content.emoji}};
}

}  // namespace channels::whatsapp
