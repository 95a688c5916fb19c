#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/words.hpp"
#include "db/reader.hpp"
#include "outbox/outbox.hpp"

namespace outbox {

enum class SendState { queued, in_flight, retry_wait, unknown, sent, failed, needs_attention };

constexpr auto words_of(SendState)
{
    using namespace std::literals;
    return std::array{
        std::pair{SendState::queued, "queued"sv},
        std::pair{SendState::in_flight, "in_flight"sv},
        std::pair{SendState::retry_wait, "retry_wait"sv},
        std::pair{SendState::unknown, "unknown"sv},
        std::pair{SendState::sent, "sent"sv},
        std::pair{SendState::failed, "failed"sv},
        std::pair{SendState::needs_attention, "needs_attention"sv},
    };
}

}  // namespace outbox

namespace outbox::store {

// A send that could go now.
struct Waiting {
    SendId id;
    MessageId message;
    Purpose purpose = Purpose::message;
    base::ConversationId conversation;
    int attempts = 0;
    base::Instant created_at;
    std::string payload;

    static constexpr auto row()
    {
        using W = Waiting;
        return std::tuple{&W::id,       &W::message,    &W::purpose, &W::conversation,
                          &W::attempts, &W::created_at, &W::payload};
    }
};

struct Found {
    SendId id;
    MessageId message;
    Purpose purpose = Purpose::message;
    base::ChannelId channel;
    SendState state = SendState::queued;
    std::string last_error;

    static constexpr auto row()
    {
        return std::tuple{&Found::id,      &Found::message, &Found::purpose,
                          &Found::channel, &Found::state,   &Found::last_error};
    }
};

SendId insert(db::Writer const& tx, NewSend const& send, std::string_view payload,
              base::Instant now);

// Of one channel and priority, earliest due first. `uncertain_since`: a send in flight since then
// whose outcome is unknown still holds its conversation.
std::vector<Waiting> due_for_people(db::Reader const& db, base::ChannelId channel,
                                    base::Instant now, base::Instant uncertain_since, int limit);
std::vector<Waiting> due_for_automatic(db::Reader const& db, base::ChannelId channel,
                                       Priority priority, base::Instant now, int limit);
std::optional<base::Instant> next_due(db::Reader const& db, base::ChannelId channel,
                                      Priority priority, base::Instant now);
// The oldest that is unknown: since when it was in flight.
std::optional<base::Instant> oldest_unknown(db::Reader const& db);
std::optional<base::Instant> newest_unknown(db::Reader const& db);

// False when it is no longer waiting.
bool claim(db::Writer const& tx, SendId id, std::string_view attempt, base::Instant now);
// Not its turn yet, for no fault of its own; it keeps its place in the conversation.
void defer(db::Writer const& tx, SendId id, base::Instant until, base::Instant now);
// For later, and nothing waits behind it.
void hold(db::Writer const& tx, SendId id, base::Instant until, std::string_view why,
          base::Instant now);

// Ends a flight. False when that attempt is not in flight any more: a status settled it before.
bool land(db::Writer const& tx, SendId id, std::string_view attempt, SendState state,
          std::string_view error, base::Instant now);
bool land_for_retry(db::Writer const& tx, SendId id, std::string_view attempt, base::Instant due,
                    std::string_view error, base::Instant now);
// The try does not count.
bool land_uncounted(db::Writer const& tx, SendId id, std::string_view attempt,
                    std::string_view error, base::Instant now);
// What never flew, e.g. because its file could not be uploaded.
bool fail_waiting(db::Writer const& tx, SendId id, std::string_view error, base::Instant now);
bool retry_waiting(db::Writer const& tx, SendId id, base::Instant due, std::string_view error,
                   base::Instant now);

// Of every send of that purpose.
std::vector<SendState> states(db::Reader const& db, MessageId message, Purpose purpose);
// Those that did not leave, and those that nobody will send again.
void drop_waiting(db::Writer const& tx, MessageId message, Purpose purpose);

// The one that sends the message itself.
std::optional<Found> find_by_message(db::Reader const& db, MessageId message);
std::optional<Found> find_by_attempt(db::Reader const& db, std::string_view attempt);
void set_state(db::Writer const& tx, SendId id, SendState state, base::Instant now);
void requeue(db::Writer const& tx, SendId id, base::Instant now);

// What waits in one conversation waits in the other from now on.
void follow(db::Writer const& tx, base::ConversationId gone, base::ConversationId stays);

std::vector<Found> fail_waiting_of_channel(db::Writer const& tx, base::ChannelId channel,
                                           std::string_view error, base::Instant now);
// Those in flight before `before`, and those that say they will be (the clock was set back).
std::vector<Found> give_up_unknown(db::Writer const& tx, base::Instant before, base::Instant now);
int strand_flights(db::Writer const& tx, base::Instant now);
// Whether anything waits that was queued at a time yet to come (the clock was set back), and that it
// waits as long as it should have, from now on.
bool any_ahead(db::Reader const& db, base::Instant now);
void begin_waits_again(db::Writer const& tx, base::Instant now);
int prune(db::Writer const& tx, base::Instant before, int look_at);

}  // namespace outbox::store
