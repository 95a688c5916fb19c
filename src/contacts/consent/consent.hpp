#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "channels/words.hpp"
#include "contacts/contact.hpp"
#include "workspace/desk.hpp"

// What a person agreed to be sent, by channel and purpose, with where the business knows it from. Rows
// are only added; the newest of a channel and purpose counts. Listing costs an index walk of the
// person's own rows.
namespace contacts {

enum class Purpose { marketing, updates };
constexpr auto words_of(Purpose)
{
    using namespace std::literals;
    return std::array{std::pair{Purpose::marketing, "marketing"sv},
                      std::pair{Purpose::updates, "updates"sv}};
}
constexpr auto schema_name(Purpose) { return "ConsentPurpose"; }

enum class Decision { given, withdrawn };
constexpr auto words_of(Decision)
{
    using namespace std::literals;
    return std::array{std::pair{Decision::given, "given"sv},
                      std::pair{Decision::withdrawn, "withdrawn"sv}};
}
constexpr auto schema_name(Decision) { return "ConsentDecision"; }

enum class Source { channel, conversation, form, phone, paper, other };
constexpr auto words_of(Source)
{
    using namespace std::literals;
    return std::array{
        std::pair{Source::channel, "channel"sv}, std::pair{Source::conversation, "conversation"sv},
        std::pair{Source::form, "form"sv},       std::pair{Source::phone, "phone"sv},
        std::pair{Source::paper, "paper"sv},     std::pair{Source::other, "other"sv}};
}
constexpr auto schema_name(Source) { return "ConsentSource"; }

struct Consent {
    static constexpr auto schema = "Consent";

    std::int64_t number = 0;
    channels::Kind channel = channels::Kind::whatsapp;
    Purpose purpose = Purpose::marketing;
    Decision decision = Decision::given;
    Source source = Source::other;
    std::string proof;
    base::Instant at;
    std::string recorded_by;
    base::Instant recorded_at;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("number", &Consent::number, "Rises with each that is recorded."),
            body("channel", &Consent::channel, "Over what."),
            body("purpose", &Consent::purpose, "For what."),
            body("decision", &Consent::decision, ""),
            body("source", &Consent::source,
                 "How it was learnt; channel: the person decided there, and the provider told."),
            body("proof", &Consent::proof, "What was said or signed, or where that is kept."),
            body("at", &Consent::at, "When the person decided."),
            body("recorded_by", &Consent::recorded_by, "Empty when it was no member."),
            body("recorded_at", &Consent::recorded_at, ""),
        };
    }
};

struct ListConsents {
    static constexpr auto about =
        "What a person agreed to and took back, the newest decision first.";
    base::ContactId contact;
    static constexpr auto fields()
    {
        return std::tuple{base::path("contact_id", &ListConsents::contact, "Person.")};
    }
};
base::Result<base::Page<Consent>> list_consents(workspace::Desk& desk, ListConsents const& in);

// About marketing, it also says what sends over that channel go by (Identity::marketing), unless the
// person decided otherwise later. Refuses a time that is still to come.
struct RecordConsent {
    static constexpr auto about = "Record what a person agreed to or took back.";
    base::ContactId contact;
    channels::Kind channel = channels::Kind::whatsapp;
    Purpose purpose = Purpose::marketing;
    Decision decision = Decision::given;
    Source source = Source::other;
    std::string proof;
    std::optional<base::Instant> at;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            base::path("contact_id", &RecordConsent::contact, "Person."),
            body("channel", &RecordConsent::channel, "Over what."),
            body("purpose", &RecordConsent::purpose, "For what."),
            body("decision", &RecordConsent::decision, ""),
            body("source", &RecordConsent::source, "How it was learnt."),
            body("proof", &RecordConsent::proof, "What was said or signed, or where that is kept.",
                 {.min = 3, .max = 1000, .lines = true}),
            body("at", &RecordConsent::at, "When the person decided; now unless said."),
        };
    }
};
base::Result<Consent> record_consent(workspace::Desk& desk, RecordConsent const& in);

}  // namespace contacts
