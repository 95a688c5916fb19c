#pragma once

#include "base/fields.hpp"
#include "jobs/runner.hpp"
#include "workspace/desk.hpp"

namespace conversations {

// What a channel's history comes to, before it is taken away.
struct HistorySize {
    static constexpr auto schema = "HistorySize";

    std::int64_t conversations = 0;
    std::int64_t messages = 0;
    std::int64_t people = 0;
    std::int64_t media_bytes = 0;
    std::int64_t most = 0;

    static constexpr auto fields()
    {
        using base::body;
        using H = HistorySize;
        return std::tuple{
            body("conversations", &H::conversations, "Conversations, of every state."),
            body("messages", &H::messages, "Messages, notes and lines of the thread."),
            body("people", &H::people, "Who is known from this channel alone, and goes with it."),
            body("media_bytes", &H::media_bytes, "Files of those messages."),
            body(
                "most", &H::most,
                "Nothing is counted further: a number that reaches it means that many or more, and "
                "when messages do, media_bytes are those of the first of them."),
        };
    }
};

struct CountHistory {
    static constexpr auto about = "What would go with a channel's history.";
    base::ChannelId channel;
    static constexpr auto fields()
    {
        return std::tuple{base::path("channel_id", &CountHistory::channel, "The channel.")};
    }
};

// Bounded, so that a channel with a million conversations costs no more than one with 20,000: 0.4 s on
// a busy machine, without holding the writer. Refuses `not_found`.
base::Result<HistorySize> count_history(workspace::Desk& desk, CountHistory const& in);

// The job accounts::RemovalJob: takes away everything a disconnected channel brought - conversations
// with their messages, words in the search, files, reactions and earlier wordings; who people were
// there, and those known from nowhere else; deliveries and early statuses. Newest conversations go
// first, each told by the feed. Every write is small and lets others in between; what a restart
// interrupts goes on. Counts of costs stay: they name nobody.
void add_removal(jobs::Runner& runner);

}  // namespace conversations
