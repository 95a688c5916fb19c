#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"

namespace simulator {

// One line of a chat as the phone shows it.
struct ChatMessage {
    std::string id = {};    // wamid
    bool mine = false;      // the customer wrote it
    std::string type = {};  // as in the provider's JSON; "raw" content lies in `extra`
    std::string text = {};  // body or caption
    base::Instant at = {};
    // Of a customer's message: waiting, delivered (webhook answered 200), read (by the business).
    // Of the business': accepted, sent, delivered, read, failed.
    std::string state = {};
    int error = 0;
    std::string media_id = {};
    std::string mime = {};
    std::string name = {};
    std::size_t bytes = 0;
    bool voice = false;
    std::string quoted = {};  // wamid of the message this one answers
    base::Json extra = {};    // location, reaction, contacts, rendered template …
    std::string opaque = {};  // biz_opaque_callback_data
    bool shown = true;        // reached the phone
};

struct Chat {
    std::deque<ChatMessage> messages = {};  // oldest first, the last few hundred
    base::Instant last_inbound{0};          // opens the 24 h window
    base::Instant typing_until{0};          // the business shows "typing…"
};

// Somebody outside. `phone` empty: the business never learns a number.
struct Customer {
    std::string id = {};
    std::string name = {};
    std::string phone = {};  // digits
    std::string user_id = {};
    std::string username = {};  // without @; empty: none adopted
    std::string place = {};     // a city, for the page: jakarta kuala_lumpur riyadh sao_paulo
    bool offline = false;
    bool receipts = true;  // lets the business see blue ticks
    bool blocks = false;   // has blocked the business
    bool quiet = false;    // made by a send or a load run; no chat is kept and the page hides it
    bool stopped_marketing = false;
    std::map<std::string, Chat> chats = {};  // by business number id
};

struct Number {
    std::string id = {};
    std::string waba_id = {};  // empty until an account of the same token is named
    std::string display_phone = {};
    std::string verified_name = {};
    std::string token = {};
    std::string country_code = {};
    bool registered = true;
    std::string pin = {};
    std::string callback_url = {};  // a number's own override
    std::string verify_token = {};
    std::int64_t free_used = 0;  // free-form messages of `free_month`
    int free_month = 0;
};

struct Waba {
    std::string id = {};
    std::string name = {};
    std::string token = {};
    bool subscribed = false;
    std::string callback_url = {};
    std::string verify_token = {};
    int calls = 0;  // management calls, for the usage header
};

struct Media {
    std::string id = {};
    std::string mime = {};
    std::string name = {};
    std::string sha256 = {};  // hex
    std::string bytes = {};
    std::string number_id;  // empty: belongs to every number (a customer's picture)
    base::Instant at = {};
    base::Instant expires = {};
    bool inbound = false;
};

struct Template {
    std::string id = {};
    std::string name = {};
    std::string language = {};
    std::string status = {};  // APPROVED PAUSED REJECTED DISABLED PENDING
    std::string category = {};
    std::string parameter_format = {};  // POSITIONAL NAMED
    std::string quality = {};
    base::Json components = {};
};

base::Json to_json(ChatMessage const&);
// Without the chats.
base::Json to_json(Customer const&);

}  // namespace simulator
