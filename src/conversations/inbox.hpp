#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "conversations/conversation.hpp"
#include "conversations/conversation_store.hpp"
#include "workspace/desk.hpp"

namespace conversations {

enum class View { mine, unassigned, open, snoozed, done, spam };
constexpr auto words_of(View)
{
    using namespace std::literals;
    return std::array{std::pair{View::mine, "mine"sv}, std::pair{View::unassigned, "unassigned"sv},
                      std::pair{View::open, "open"sv}, std::pair{View::snoozed, "snoozed"sv},
                      std::pair{View::done, "done"sv}, std::pair{View::spam, "spam"sv}};
}
constexpr auto schema_name(View) { return "InboxView"; }

enum class WindowFilter { open, closing, closed };
constexpr auto words_of(WindowFilter)
{
    using namespace std::literals;
    return std::array{std::pair{WindowFilter::open, "open"sv},
                      std::pair{WindowFilter::closing, "closing"sv},
                      std::pair{WindowFilter::closed, "closed"sv}};
}
constexpr auto schema_name(WindowFilter) { return "WindowFilter"; }

struct ListConversations {
    static constexpr auto about = "A page of a view of the inbox.";
    std::optional<View> view;
    std::optional<base::ChannelId> channel;
    std::optional<base::LabelId> label;
    std::optional<base::UserId> assignee;
    bool unread = false;
    std::optional<WindowFilter> window;
    std::optional<Priority> priority;
    std::optional<store::Sort> sort;
    std::optional<std::string> cursor;
    std::optional<std::int64_t> limit;

    static constexpr auto fields()
    {
        using L = ListConversations;
        using base::query;
        return std::tuple{
            query("view", &L::view, "Which conversations; open unless said."),
            query("channel_id", &L::channel, "Only of this channel."),
            query("label_id", &L::label, "Only with this label."),
            query("assignee_id", &L::assignee, "Only of this member."),
            query("unread", &L::unread, "Only with something unread."),
            query("window", &L::window,
                  "Only where the reply window is open, ends within two hours, "
                  "or is closed."),
            query("priority", &L::priority, "Only of this priority."),
            query(
                "sort", &L::sort,
                "newest first, waiting longest, reply window ending first, or most urgent first."),
            query("cursor", &L::cursor, "From `next` of the page before.", {.max = 64}),
            query("limit", &L::limit, "Rows; 50 unless said.", {.min = 1, .max = 100}),
        };
    }
};
base::Result<base::Page<Conversation>> list(workspace::Desk& desk, ListConversations const& in);
// How many fit, counted no further than `most`.
int count_up_to(workspace::Desk const& desk, db::Reader const& db, ListConversations const& in,
                int most);

struct FindConversation {
    static constexpr auto about = "One conversation.";
    base::ConversationId conversation;

    static constexpr auto fields()
    {
        return std::tuple{
            base::path("conversation_id", &FindConversation::conversation, "Conversation.")};
    }
};
base::Result<Conversation> find(workspace::Desk& desk, FindConversation const& in);

// How many conversations are in a view, and how many of those have something unread.
struct ViewCount {
    static constexpr auto schema = "ViewCount";

    std::int64_t total = 0;
    std::int64_t unread = 0;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("total", &ViewCount::total, ""),
                          body("unread", &ViewCount::unread, "")};
    }
};

struct Counts {
    static constexpr auto schema = "Counts";
    ViewCount mine, unassigned, open, snoozed, done, spam;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("mine", &Counts::mine, "Open and assigned to who asks."),
            body("unassigned", &Counts::unassigned, "Open, nobody's."),
            body("open", &Counts::open, ""),
            body("snoozed", &Counts::snoozed, ""),
            body("done", &Counts::done, ""),
            body("spam", &Counts::spam, ""),
        };
    }
};

struct CountConversations {
    static constexpr auto about = "Numbers beside the views.";
    static constexpr auto fields() { return std::tuple{}; }
};
base::Result<Counts> count(workspace::Desk& desk, CountConversations const& in);

// For streams: the same without a desk.
Counts counts_for(db::Reader const& db, base::UserId user);

}  // namespace conversations
