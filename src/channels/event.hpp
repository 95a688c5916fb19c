#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "channels/content.hpp"
#include "channels/notice.hpp"
#include "channels/problem.hpp"
#include "channels/traits.hpp"

namespace channels {

// Which of our accounts a part of a webhook call is for. Account-level parts have only a parent.
struct Address {
    std::string account_id = {};  // WhatsApp: phone_number_id
    std::string parent_id = {};   // WhatsApp: WABA id

    friend bool operator==(Address const&, Address const&) = default;
    friend auto operator<=>(Address const&, Address const&) = default;
};

// Somebody on the other side. Everything but `external_id` may be absent and may change.
struct Person {
    // What the provider calls the person for good: WhatsApp's business-scoped user id, or, in what
    // was sent before those existed, the phone digits. Empty only in a status that names nobody.
    std::string external_id = {};
    std::optional<std::string> user_id = {};   // the scoped id itself, when it came
    std::optional<std::string> phone = {};     // digits, no plus sign
    std::optional<std::string> username = {};  // without @; display only, never a key
    std::optional<std::string> profile_name = {};
    std::optional<std::string> parent_id = {};  // scoped id of the parent business

    friend bool operator==(Person const&, Person const&) = default;
};

enum class InboundKind {
    text,
    image,
    video,
    audio,
    document,
    sticker,
    location,
    contacts,
    choice,
    form,
    order,
    call_permission,
    unsupported
};

// Who wrote something: the customer, or the business elsewhere.
enum class Writer {
    customer,
    phone,  // in the phone app that shares the number
    app,    // in another application that uses the number
};

struct MediaRef {
    MediaKind kind = MediaKind::document;
    std::string provider_id = {};
    std::string mime = {};    // as sent, may carry parameters: audio/ogg; codecs=opus
    std::string sha256 = {};  // as sent: base64 or hex, may be empty
    std::optional<std::string> file_name = {};
    std::optional<std::string> url = {};  // short-lived; fetch_media asks for a fresh one
    bool voice = false;
    bool animated = false;
};

// The provider says that a person now goes by another id or number, or has new keys. May be told
// before anybody of either name wrote, and more than once.
struct PersonChange {
    std::string external_id = {};  // the provider's id of this news
    Person before = {};
    Person now = {};  // without external_id: the same person, with new keys
    base::Instant at = {};
};

struct InboundMessage {
    std::string external_id = {};  // the provider's message id
    Person from = {};              // the customer, also of what the business wrote elsewhere
    Writer writer = Writer::customer;
    // Another application answers at the moment: we only read along.
    bool standby = false;
    base::Instant at = {};  // when the customer sent it; base of the reply window
    InboundKind kind = InboundKind::text;
    // What was written, or the caption; for the other kinds the line that stands for them (the place,
    // the button's title, the names on the cards), so that search and the list have words.
    std::string text = {};
    std::optional<MediaRef> media = {};
    Content content = {};
    std::optional<std::string> quoted_id = {};  // provider's id; may be unknown to us
    std::optional<std::string> group_id = {};
    // For kind unsupported: the provider's type, e.g. poll_creation.
    std::string unsupported_type = {};
    // System messages and the like are no new word from the customer: they neither open the reply
    // window nor make a conversation unread.
    bool opens_window = true;
    std::vector<Problem> problems = {};  // why the provider could not pass the content on
};

// Somebody put a sign on a message, of ours or their own; an empty emoji takes it away.
struct Reaction {
    std::string about_id = {};  // the message; may be unknown to us
    Person from = {};
    std::string emoji = {};
    base::Instant at = {};
    std::optional<std::string> group_id = {};
    Writer writer = Writer::customer;
};

// What somebody wrote became something else. `now` is the whole message as it is now; its
// external_id is that of the message as first sent, its `at` the time of the edit.
struct Edit {
    InboundMessage now = {};
};

// Somebody took back what they wrote.
struct Revoke {
    std::string about_id = {};
    Person from = {};
    base::Instant at = {};
    std::optional<std::string> group_id = {};
    Writer writer = Writer::customer;
};

// In the order a message goes through them. Only `failed` stands apart: it replaces at most `sent`.
enum class DeliveryStatus { sent, delivered, read, played, failed };

struct Pricing {
    std::string category = {};  // service, utility, marketing, authentication, ...
    std::string type = {};      // regular (charged), free_customer_service, free_entry_point, ...
    std::string model = {};
};

struct StatusUpdate {
    std::string external_id = {};  // of the message we sent
    DeliveryStatus status = DeliveryStatus::sent;
    base::Instant at = {};
    // Ours, echoed; settles a send whose answer was lost.
    std::optional<std::string> attempt_id = {};
    Person recipient = {};
    std::optional<std::string> group_id = {};
    std::optional<Problem> problem = {};  // with failed
    std::optional<Pricing> pricing = {};
};

// A step of a call. Told in any order; the most that any step says is what the call came to.
struct CallUpdate {
    std::string external_id = {};
    Person with = {};     // the customer; may be empty when a status tells the step
    bool ours = false;    // the business called
    bool certain = true;  // false: who called is a guess
    CallState state = CallState::ringing;
    std::int64_t seconds = 0;  // spoken
    bool video = false;
    base::Instant at = {};  // when it began
};

// A message of before we had the number, out of the phone app's memory.
struct PastMessage {
    InboundMessage message = {};
    std::optional<DeliveryStatus> status = {};  // of what the business wrote
};

// How much of the phone app's memory has come.
struct HistoryProgress {
    int phase = 0;    // 0 to 2: the last day, 90 days, 180 days
    int percent = 0;  // of all
};

// What the business calls somebody in the phone's address book.
struct AddressBookEntry {
    Person who = {};
    std::string name = {};
    bool removed = false;
    base::Instant at = {};
};

// Somebody decided about being sent marketing.
struct Preference {
    std::string external_id = {};  // ours: the provider gives it none
    Person who = {};
    bool stopped = false;
    base::Instant at = {};
};

enum class GroupNews { made, ended, joined, left, asked, renamed, suspended, resumed, changed };

// Something about a group and not said in it.
struct GroupUpdate {
    std::string external_id = {};  // ours: the provider gives it none
    std::string group_id = {};
    GroupNews news = GroupNews::changed;
    std::string name = {};  // what it is called from now on; may be empty
    std::vector<Person> joined = {};
    std::vector<Person> left = {};
    base::Instant at = {};
};

// An account-level error that came without a message.
struct ProviderError {
    Problem problem = {};
};

// A part that could not be understood. It spoils nothing around it.
struct Unreadable {
    std::string why = {};  // a stable code: no_id, no_time, not_an_object, unknown_status, ...
};

struct Event {
    Address to = {};
    // The same happening always has the same key, however often, in whatever order and in however
    // large a batch it arrives: "message:<id>", "status:<id>:delivered", ...
    std::string key = {};
    std::variant<InboundMessage, Reaction, Edit, Revoke, PersonChange, StatusUpdate, CallUpdate,
                 PastMessage, HistoryProgress, AddressBookEntry, Preference, GroupUpdate,
                 AccountNotice, ProviderError, Unreadable>
        what = {};
    // The provider's JSON for this one part. Empty for statuses other than failed.
    std::string raw = {};
};

std::string_view name_of(InboundKind kind);
std::string_view name_of(DeliveryStatus status);

}  // namespace channels
