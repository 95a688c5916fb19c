#pragma once

#include <functional>
#include <map>

#include "base/json.hpp"
#include "channels/event.hpp"

// Webhook bodies become events. Pure: no network, no database, no clock.
// Source: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/ (overview
// 2026-04-29, reference/messages/* 2026-03-20 to 2026-04-30).
namespace channels::whatsapp {

// See Channel::split and Channel::read.
base::Result<std::vector<Address>> split(std::string_view body);
base::Result<std::vector<Event>> read(std::string_view body);

// A customer can make a provider pass on half a surrogate pair ("\ud83d" alone). It is no valid
// JSON and would take the whole batch with it, so each half becomes U+FFFD.
std::string with_surrogates_mended(std::string_view body);

// The contacts[] of one value, to put names to the ids of its messages and statuses.
class People {
public:
    explicit People(base::Json const& value);

    // The person with these ids; either may be absent. What contacts[] knows besides is filled in.
    Person find(std::optional<std::string> user_id, std::optional<std::string> phone) const;

private:
    struct Card {
        std::optional<std::string> user_id;
        std::optional<std::string> phone;
        base::Json const* json = nullptr;
    };
    std::vector<Card> m_cards;
    std::map<std::string, std::size_t, std::less<>> m_by_user_id;
    std::map<std::string, std::size_t, std::less<>> m_by_phone;
};

// One element of messages[] and statuses[].
Event read_message(base::Json const& message, People const& people);
Event read_status(base::Json const& status, People const& people);

// What a system message says of its sender; nothing when it is of another type or names nobody.
std::optional<Event> read_system(base::Json const& message, InboundMessage const& head);

// One change of an account-level field, or of any field that has no reader of its own.
Event read_notice(std::string field, base::Json const& entry, base::Json const& change);

// Location, contact cards, choices, forms and orders; false leaves the message as it was not
// understood.
bool read_content(std::string_view type, base::Json const& message, InboundMessage& out);
// What surrounds any kind: the message answered, forwarding, the product asked about, the ad.
void read_surroundings(base::Json const& message, InboundMessage& out);

// A provider's id as text: a string or a whole number, never empty, at most 1 KB, nothing unprintable.
std::optional<std::string> id_at(base::Json const& object, std::string_view key);
// Digits of a phone number, nothing when the text is anything else.
std::optional<std::string> phone_at(base::Json const& object, std::string_view key);
// Unix seconds as a string or a number.
std::optional<base::Instant> time_at(base::Json const& object, std::string_view key);
Event unreadable(std::string why, base::Json const& part);

}  // namespace channels::whatsapp
