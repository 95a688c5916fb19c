#pragma once

#include "channels/event.hpp"
#include "contacts/contact.hpp"
#include "db/reader.hpp"
#include "workspace/desk.hpp"

// What can be done with people: recognise them when they write, look them up, correct them.
namespace contacts {

struct Known {
    base::ContactId contact;
    base::IdentityId identity;
    bool fresh = false;  // met for the first time on this channel account
};

// Finds or makes the person behind a message, and takes over what the channel now says of them: a
// phone that became visible, a new profile name, a user name. Runs inside a write.
Known recognise(db::Writer const& tx, base::ChannelId channel, channels::Person const& person,
                base::Instant seen);
// The person behind these ids, when they were met here; `said` as in recognise.
std::optional<Known> find(db::Reader const& db, base::ChannelId channel,
                          channels::Person const& person, base::Instant said);
// Somebody to write to first, by their number (digits with the country's code): whoever goes by it
// there, or somebody new of that name. Runs inside a write.
Known meet(db::Writer const& tx, base::ChannelId channel, std::string const& phone,
           std::string_view name, base::Instant now);
// The same for a contact; nothing when nobody is that, or nothing known of them leads there.
std::optional<Known> meet(db::Writer const& tx, base::ChannelId channel, base::ContactId contact,
                          base::Instant now);
// The provider says the person goes by another id or number now: the identity moves, the history
// stays. Remembered for whoever writes under the old name later, and for people not met yet.
struct Move {
    std::optional<Known> who;  // nothing: nobody of either name was met here
    // Somebody had met the person under the new name already: its conversation belongs to `who` and
    // then the identity goes (absorb).
    std::optional<Known> twin;
};
Move move(db::Writer const& tx, base::ChannelId channel, channels::PersonChange const& change);
// Ends a twin: what the team wrote down of it goes over, its other identities too.
void absorb(db::Writer const& tx, Known const& who, Known const& twin);

// A move nobody has read of yet.
struct UntoldMove {
    std::string told_by;
    std::optional<std::string> old_phone;
    std::optional<std::string> new_phone;
    base::Instant at;
};
// Those that led to this identity, oldest first; each is given once.
std::vector<UntoldMove> take_untold(db::Writer const& tx, base::ChannelId channel,
                                    base::IdentityId identity);
// The provider told the phone or user id behind an identity (in a status, or in a send's answer).
void learn(db::Writer const& tx, base::IdentityId identity, std::optional<std::string> const& phone,
           std::optional<std::string> const& user_id);

// Where they are, as far as their number or the channel's id for them tells: two letters, or nothing.
std::string country_of(db::Reader const& db, base::IdentityId identity);

// Brings the search up to date after an identity of theirs went.
void reindex(db::Writer const& tx, base::ContactId contact);

// What the person decided about marketing; false when something newer is known.
bool prefer(db::Writer const& tx, base::IdentityId identity, bool allowed, base::Instant at);
// Whether marketing may be sent: not to somebody who stopped it.
bool may_market(db::Reader const& db, base::IdentityId identity);

// The business's own name for somebody, out of the phone's address book: it goes before what people
// call themselves, and after what a member wrote. Makes the contact when it is new. Nothing when
// nobody is known who could lose it.
std::optional<base::ContactId> note(db::Writer const& tx, base::ChannelId channel,
                                    channels::AddressBookEntry const& entry);

struct FindContact {
    static constexpr auto about = "One person, with everything the team wrote down.";
    base::ContactId contact;

    static constexpr auto fields()
    {
        return std::tuple{base::path("contact_id", &FindContact::contact, "Person.")};
    }
};
base::Result<Contact> find(workspace::Desk& desk, FindContact const& in);

struct SetValue {
    static constexpr auto schema = "SetContactValue";

    FieldId field;
    std::optional<std::string> value;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("field_id", &SetValue::field, "Which field."),
            body("value", &SetValue::value, "As the field takes it; nothing empties it.",
                 {.max = 1000}),
        };
    }
};

struct EditContact {
    static constexpr auto about = "Correct what the team knows of a person.";
    base::ContactId contact;
    std::optional<std::string> name;
    std::optional<std::optional<std::string>> email;
    std::optional<std::optional<std::string>> phone;
    std::optional<std::optional<std::string>> language;
    std::optional<std::optional<std::string>> time_zone;
    std::optional<std::vector<base::LabelId>> labels;
    std::optional<std::vector<SetValue>> values;

    static constexpr auto fields()
    {
        using base::body;
        using base::path;
        return std::tuple{
            path("contact_id", &EditContact::contact, "Person."),
            body("name", &EditContact::name, "Display name.", {.min = 1, .max = 200}),
            body("email", &EditContact::email, "E-mail; null to remove.", {.max = 254}),
            body("phone", &EditContact::phone, "Phone with country code; null to remove.",
                 {.max = 32}),
            body("language", &EditContact::language, "BCP 47; null to remove.", {.max = 20}),
            body("time_zone", &EditContact::time_zone,
                 "Of the IANA list, e.g. Asia/Jakarta; null to remove.", {.max = 64}),
            body("label_ids", &EditContact::labels,
                 "All that they carry from now on; not on groups.", {.max = 50}),
            body("values", &EditContact::values, "Fields to set; the others stay. Not on groups.",
                 {.max = 50}),
        };
    }
};
base::Result<Contact> edit(workspace::Desk& desk, EditContact const& in);

}  // namespace contacts
