#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "channels/words.hpp"
#include "contacts/ids.hpp"
#include "contacts/label.hpp"

namespace contacts {

// Which channel account something belongs to, as lists show it.
struct ChannelRef {
    static constexpr auto schema = "ChannelRef";

    base::ChannelId id;
    channels::Kind kind = channels::Kind::whatsapp;
    std::string name;
    channels::AccountState state = channels::AccountState::active;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &ChannelRef::id, ""),
            body("kind", &ChannelRef::kind, "What it is an account of."),
            body("name", &ChannelRef::name, "As the team calls it."),
            body("state", &ChannelRef::state, "Whether it sends."),
        };
    }
};

// What a person decided about being sent marketing.
enum class Marketing { unknown, allowed, stopped };
constexpr auto words_of(Marketing)
{
    using namespace std::literals;
    return std::array{std::pair{Marketing::unknown, "unknown"sv},
                      std::pair{Marketing::allowed, "allowed"sv},
                      std::pair{Marketing::stopped, "stopped"sv}};
}
constexpr auto schema_name(Marketing) { return "MarketingConsent"; }

// Who a person is on one channel account.
struct Identity {
    static constexpr auto schema = "Identity";

    base::IdentityId id;
    ChannelRef channel;
    std::string external_id;
    std::optional<std::string> phone;
    std::optional<std::string> username;
    std::string profile_name;
    Marketing marketing = Marketing::unknown;
    std::optional<base::Instant> marketing_at;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Identity::id, ""),
            body("channel", &Identity::channel, "Where."),
            body("external_id", &Identity::external_id, "The channel's own id for the person."),
            body("phone", &Identity::phone, "Digits with country code; absent when hidden."),
            body("username", &Identity::username, "Shown only; may change."),
            body("profile_name", &Identity::profile_name, "As the person calls themselves there."),
            body("marketing", &Identity::marketing, "stopped: no marketing may be sent."),
            body("marketing_at", &Identity::marketing_at, "When the person decided so."),
        };
    }
};

// What a contact has in a field of the workspace's own.
struct Value {
    static constexpr auto schema = "ContactValue";

    FieldId field;
    std::string text;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("field_id", &Value::field, "Which field."),
            body("value", &Value::text,
                 "As the field's kind writes it: 12.5, 2026-11-22, yes, https://…, or the words."),
        };
    }
};

struct Contact {
    static constexpr auto schema = "Contact";

    base::ContactId id;
    std::string name;
    std::optional<std::string> email;
    std::optional<std::string> phone;
    std::optional<std::string> language;
    std::optional<std::string> time_zone;
    bool sample = false;
    std::optional<base::Instant> last_seen_at;
    base::Instant created_at;
    std::vector<Identity> identities;
    std::vector<base::ConversationId> conversations;
    std::vector<LabelRef> labels;
    std::vector<Value> values;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Contact::id, ""),
            body("name", &Contact::name, "Display name; one field, never split."),
            body("email", &Contact::email, ""),
            body("phone", &Contact::phone, "Digits with country code; may be absent."),
            body("language", &Contact::language, "BCP 47, e.g. id or pt-BR."),
            body("time_zone", &Contact::time_zone, "Of the IANA list, e.g. Asia/Jakarta."),
            body("sample", &Contact::sample, "Made by the sample shop; removable."),
            body("last_seen_at", &Contact::last_seen_at, ""),
            body("created_at", &Contact::created_at, ""),
            body("identities", &Contact::identities, "On which channels, as whom."),
            body("conversation_ids", &Contact::conversations, "The one heard of last first."),
            body("labels", &Contact::labels, "By name."),
            body("values", &Contact::values, "Of the workspace's own fields, those with a value."),
        };
    }
};

}  // namespace contacts
