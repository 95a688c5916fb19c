#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "conversations/conversation.hpp"
#include "conversations/message.hpp"
#include "workspace/desk.hpp"

namespace conversations {

struct ListMessages {
    static constexpr auto about =
        "Messages of a conversation, newest first; with `after`, what came "
        "later, oldest first; with `around`, a page around one of them.";
    base::ConversationId conversation;
    std::optional<std::string> cursor;
    std::optional<base::MessageId> after;
    std::optional<base::MessageId> around;
    std::optional<std::int64_t> limit;

    static constexpr auto fields()
    {
        using L = ListMessages;
        using base::query;
        return std::tuple{
            base::path("conversation_id", &L::conversation, "Conversation."),
            query("cursor", &L::cursor, "From `next` of the page before.", {.max = 32}),
            query("after", &L::after, "Only messages after this one, oldest first."),
            query("around", &L::around, "The page that has this message in its middle."),
            query("limit", &L::limit, "Rows; 50 unless said.", {.min = 1, .max = 100}),
        };
    }
};

struct MessagePage {
    static constexpr auto schema = "MessagePage";

    std::vector<Message> data;
    std::optional<std::string> next;
    std::optional<std::string> previous;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("data", &MessagePage::data, "Messages."),
            body("next", &MessagePage::next,
                 "Cursor of the older page; with `after`, of the newer."),
            body(
                "previous", &MessagePage::previous,
                "With `around`: the newest message here, for `after`; null when nothing is newer."),
        };
    }
};
base::Result<MessagePage> list_messages(workspace::Desk& desk, ListMessages const& in);

struct RawMessage {
    static constexpr auto about = "What the channel sent, for a message of a kind not shown yet.";
    base::MessageId message;

    static constexpr auto fields()
    {
        return std::tuple{base::path("message_id", &RawMessage::message, "Message.")};
    }
};
struct Raw {
    static constexpr auto schema = "RawMessage";

    base::Json raw;

    static constexpr auto fields()
    {
        return std::tuple{base::body("raw", &Raw::raw, "As it came.")};
    }
};
base::Result<Raw> raw(workspace::Desk& desk, RawMessage const& in);

struct ListVersions {
    static constexpr auto about = "Every wording of a message that was edited, oldest first.";
    base::MessageId message;

    static constexpr auto fields()
    {
        return std::tuple{base::path("message_id", &ListVersions::message, "Message.")};
    }
};
struct MessageVersion {
    static constexpr auto schema = "MessageVersion";

    std::string text;
    std::optional<channels::Content> content;
    base::Instant at;

    static constexpr auto fields()
    {
        using base::body;
        using V = MessageVersion;
        return std::tuple{body("text", &V::text, ""), body("content", &V::content, ""),
                          body("at", &V::at, "When these words were written.")};
    }
};
// At most the newest 100; `next` stays null.
base::Result<base::Page<MessageVersion>> versions(workspace::Desk& desk, ListVersions const& in);

struct Search {
    static constexpr auto about = "Messages that hold all the words, newest first, over all time.";
    std::string q;
    std::optional<std::string> cursor;
    std::optional<std::int64_t> limit;

    static constexpr auto fields()
    {
        using base::query;
        return std::tuple{
            query("q", &Search::q, "Words; the last may be the beginning of one.",
                  {.min = 1, .max = 200}),
            query("cursor", &Search::cursor, "From `next` of the page before.", {.max = 32}),
            query("limit", &Search::limit, "Rows; 20 unless said.", {.min = 1, .max = 50}),
        };
    }
};

struct SnippetPart {
    static constexpr auto schema = "SnippetPart";

    std::string text;
    bool hit = false;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("text", &SnippetPart::text, ""), body("hit", &SnippetPart::hit, "")};
    }
};

struct Hit {
    static constexpr auto schema = "SearchHit";

    Conversation conversation;
    Message message;
    std::vector<SnippetPart> snippet;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("conversation", &Hit::conversation, ""),
                          body("message", &Hit::message, ""),
                          body("snippet", &Hit::snippet, "The words around what was found.")};
    }
};
base::Result<base::Page<Hit>> search(workspace::Desk& desk, Search const& in);

}  // namespace conversations
