#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "base/fields.hpp"
#include "workspace/desk.hpp"

// What providers sent, for people who look closely: list, look, replay.
namespace intake {

enum class EventState { waiting, done, dead };
constexpr auto words_of(EventState)
{
    using namespace std::literals;
    return std::array{std::pair{EventState::waiting, "waiting"sv},
                      std::pair{EventState::done, "done"sv}, std::pair{EventState::dead, "dead"sv}};
}
constexpr auto schema_name(EventState) { return "EventState"; }

struct EventView {
    static constexpr auto schema = "WebhookEvent";

    base::RawEventId id;
    base::ChannelId channel;
    EventState state = EventState::waiting;
    std::int64_t attempts = 0;
    std::optional<std::string> error;
    base::Instant received_at;
    std::int64_t bytes = 0;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &EventView::id, ""),
            body("channel_id", &EventView::channel, ""),
            body("state", &EventView::state, ""),
            body("attempts", &EventView::attempts, ""),
            body("error", &EventView::error, "Why it is not done."),
            body("received_at", &EventView::received_at, ""),
            body("bytes", &EventView::bytes, "Size of the delivery."),
        };
    }
};

struct ListEvents {
    static constexpr auto about = "Webhook deliveries, newest first.";
    std::optional<EventState> state;
    std::optional<base::ChannelId> channel;
    std::optional<std::string> cursor;
    std::optional<std::int64_t> limit;

    static constexpr auto fields()
    {
        using base::query;
        return std::tuple{
            query("state", &ListEvents::state, "Only waiting or dead ones."),
            query("channel_id", &ListEvents::channel, "Only of this channel."),
            query("cursor", &ListEvents::cursor, "From `next` of the page before.", {.max = 32}),
            query("limit", &ListEvents::limit, "Rows; 50 unless said.", {.min = 1, .max = 100}),
        };
    }
};
base::Result<base::Page<EventView>> list_events(workspace::Desk& desk, ListEvents const& in);

struct ReplayEvent {
    static constexpr auto about =
        "Take a delivery in again, as if it had just come. Harmless when it "
        "was taken before.";
    base::RawEventId event;

    static constexpr auto fields()
    {
        return std::tuple{base::path("event_id", &ReplayEvent::event, "Delivery.")};
    }
};
base::Result<EventView> replay_event(workspace::Desk& desk, ReplayEvent const& in);

// Removes deliveries done more than 30 days ago; the chore of a calendar.
void drop_old(workspace::Workspace& workspace);

}  // namespace intake
