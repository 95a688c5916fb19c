#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"

namespace simulator {

struct Reaction {
    std::string from = {};  // business or customer
    std::string emoji = {};
};

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
    base::Json extra = {};    // a rendered template, a link, what a customer sent besides text
    base::Json content = {};  // the provider's own object of what has more than text or a file
    // What came with a customer's message: forwarded, frequently_forwarded, referral (the ad that was
    // tapped), referred_product.
    base::Json with = {};
    std::vector<Reaction> reactions = {};  // one of each side at most
    std::string from = {};                 // in a group: the customer who wrote it
    std::string opaque = {};               // biz_opaque_callback_data
    bool shown = true;                     // reached the phone
    bool revoked = false;                  // deleted for everyone
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
    std::string identity = {};  // hash of the keys of the phone
    std::string place = {};     // a city, for the page: jakarta kuala_lumpur riyadh sao_paulo
    bool offline = false;
    bool receipts = true;  // lets the business see blue ticks
    bool blocks = false;   // has blocked the business
    bool quiet = false;    // made by a send or a load run; no chat is kept and the page hides it
    bool stopped_marketing = false;
    bool hidden = false;                     // keeps the phone private: webhooks leave it out
    bool legacy = false;                     // known from before user ids: webhooks leave those out
    base::Instant calls_until{0};            // the business may call until then
    std::map<std::string, Chat> chats = {};  // by business number id
};

// People who share one chat with a number.
struct Group {
    std::string id = {};
    std::string name = {};
    std::string number_id = {};
    std::vector<std::string> members = {};  // ids of customers
    base::Instant created_at = {};
    Chat chat = {};
};

// A voice call between a number and a person.
struct PhoneCall {
    std::string id = {};
    std::string number_id = {};
    std::string customer_id = {};
    bool by_customer = false;
    std::string state = {};  // ringing connected over
    base::Instant answered{0};
    std::string opaque = {};  // biz_opaque_callback_data
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
    bool calling = true;
    bool verified = true;    // by a code sent to it
    bool phone_app = false;  // shared with the WhatsApp Business app
    std::string quality = "GREEN";
    // What a business keeps at its number, as the Graph tells it: profile, automation, links (code to
    // text), blocked (user ids), username, settings, commerce, new_name, new_name_status, code.
    base::Json desk = base::Json::object();
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
    std::string catalog_id = {};  // empty: none is linked
    std::int64_t calls_hour = 0;  // since 1970, of `calls`
    int calls = 0;                // management calls, for the usage header
};

struct Product {
    std::string id = {};
    std::string retailer_id = {};
    std::string name = {};
    std::int64_t price = 0;  // in whole units of the currency
    std::string currency = {};
    bool available = true;
};

struct Catalog {
    std::string id = {};
    std::string name = {};
    std::vector<Product> products = {};
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
    std::string reason = {};  // of a rejection
    base::Instant updated_at{0};
    std::vector<base::Instant> edits = {};  // while it was approved
};

Catalog sample_catalog();
base::Json to_json(Catalog const&);

base::Json to_json(ChatMessage const&);
// Without the chats.
base::Json to_json(Customer const&);

}  // namespace simulator
