#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "conversations/message.hpp"
#include "conversations/reply.hpp"
#include "jobs/runner.hpp"
#include "workspace/desk.hpp"

// Messages to be sent later. At its time one is checked as a send made then would be, and becomes a
// message in the transaction that takes its row away: once, whatever happens meanwhile. What is
// refused then stays, failed, with a line in the thread and the conversation unread.
namespace conversations {

using base::ScheduledId;

// Of one conversation; more are refused.
inline constexpr std::int64_t MostScheduled = 100;

enum class ScheduledState { waiting, failed };
constexpr auto words_of(ScheduledState)
{
    using namespace std::literals;
    return std::array{std::pair{ScheduledState::waiting, "waiting"sv},
                      std::pair{ScheduledState::failed, "failed"sv}};
}
constexpr auto schema_name(ScheduledState) { return "ScheduledState"; }

struct Scheduled {
    static constexpr auto schema = "ScheduledMessage";

    ScheduledId id;
    base::ConversationId conversation;
    base::Instant at;
    ScheduledState state = ScheduledState::waiting;
    std::optional<std::string> error;
    bool unless_answered = false;
    Author author;
    MessageKind kind = MessageKind::text;
    std::string text;
    std::vector<media::Media> media;
    base::Instant created_at;

    static constexpr auto fields()
    {
        using base::body;
        using S = Scheduled;
        return std::tuple{
            body("id", &S::id, ""),
            body("conversation_id", &S::conversation, ""),
            body("at", &S::at, "When it is sent."),
            body("state", &S::state, ""),
            body("error", &S::error, "With failed: the code it was refused with."),
            body("unless_answered", &S::unless_answered, "Dropped when the customer writes first."),
            body("author", &S::author, "Who will have sent it."),
            body("kind", &S::kind, ""),
            body("text", &S::text, "What was written, or the line that stands for it."),
            body("media", &S::media, "Files that go with it."),
            body("created_at", &S::created_at, ""),
        };
    }
};

struct ScheduleMessage : SendMessage {
    static constexpr auto about =
        "Send a message later: what POST messages takes, and when. Whether it may be sent is looked "
        "at then, as if somebody sent it at that moment.";
    base::Instant at;
    bool unless_answered = false;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple_cat(
            SendMessage::fields(),
            std::tuple{
                body("at", &ScheduleMessage::at, "In the future, at most a year ahead."),
                body("unless_answered", &ScheduleMessage::unless_answered,
                     "Drop it when the customer writes before that."),
            });
    }
};
// Refuses what send() refuses at once, but for the reply window; invalid_input with `at`; conflict
// `too_many_scheduled`. Costs one job row and one row of its own.
base::Result<Scheduled> schedule(workspace::Desk& desk, ScheduleMessage const& in);

struct ListScheduled {
    static constexpr auto about = "What will be sent in a conversation, the next first.";
    base::ConversationId conversation;

    static constexpr auto fields()
    {
        return std::tuple{
            base::path("conversation_id", &ListScheduled::conversation, "Conversation.")};
    }
};
// At most a hundred: walks the index of the conversation.
base::Result<base::Page<Scheduled>> list_scheduled(workspace::Desk& desk, ListScheduled const& in);

struct EditScheduled {
    static constexpr auto about = "Send it at another time; one that failed waits again.";
    ScheduledId scheduled;
    base::Instant at;

    static constexpr auto fields()
    {
        return std::tuple{
            base::path("scheduled_id", &EditScheduled::scheduled, "Scheduled message."),
            base::body("at", &EditScheduled::at, "In the future, at most a year ahead."),
        };
    }
};
base::Result<Scheduled> edit_scheduled(workspace::Desk& desk, EditScheduled const& in);

struct CancelScheduled {
    static constexpr auto about = "Do not send it.";
    ScheduledId scheduled;

    static constexpr auto fields()
    {
        return std::tuple{
            base::path("scheduled_id", &CancelScheduled::scheduled, "Scheduled message.")};
    }
};
base::Result<void> cancel_scheduled(workspace::Desk& desk, CancelScheduled const& in);

struct SendScheduled {
    static constexpr auto about = "Send it now, as who asks.";
    ScheduledId scheduled;

    static constexpr auto fields()
    {
        return std::tuple{
            base::path("scheduled_id", &SendScheduled::scheduled, "Scheduled message.")};
    }
};
// Refuses what send() refuses; it then stays as it was.
base::Result<Message> send_scheduled(workspace::Desk& desk, SendScheduled const& in);

// The jobs behind schedule(). `people` says whether the author still may send.
void add_schedule(jobs::Runner& runner, workspace::People const& people, net::HttpClient& http);

}  // namespace conversations
