#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "media/media.hpp"
#include "workspace/desk.hpp"

// What a team writes again and again: found by typing a slash and a shortcut.
namespace saved {

using base::SavedReplyId;

// Replies a workspace may have: the dashboard holds all of them to filter as somebody types.
inline constexpr std::int64_t MostReplies = 2'000;

struct Reply {
    static constexpr auto schema = "SavedReply";

    SavedReplyId id;
    std::string shortcut;
    std::string text;
    std::optional<std::string> language;
    std::optional<base::TeamId> team;
    std::vector<std::string> buttons;
    std::vector<media::Media> media;
    std::int64_t uses = 0;
    std::optional<base::Instant> used_at;
    base::Instant created_at;
    base::Instant updated_at;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Reply::id, ""),
            body("shortcut", &Reply::shortcut, "What is typed after the slash."),
            body("text", &Reply::text, "With {{contact.name}} and the like."),
            body("language", &Reply::language, "Null: for any."),
            body("team_id", &Reply::team, "Null: everybody's."),
            body("buttons", &Reply::buttons, "What is written on the buttons below the text."),
            body("media", &Reply::media, "Files that go with it."),
            body("uses", &Reply::uses, "How often it was taken."),
            body("used_at", &Reply::used_at, "When it was last taken."),
            body("created_at", &Reply::created_at, ""),
            body("updated_at", &Reply::updated_at, ""),
        };
    }
};

struct ListReplies {
    static constexpr auto about = "Saved replies in the order they were made.";
    std::optional<std::string> cursor;
    std::optional<std::int64_t> limit;

    static constexpr auto fields()
    {
        using base::query;
        return std::tuple{
            query("cursor", &ListReplies::cursor, "From `next` of the page before.", {.max = 32}),
            query("limit", &ListReplies::limit, "Rows; 200 unless said.", {.min = 1, .max = 500}),
        };
    }
};
// Walks the table from the cursor, and an index of files for each row.
base::Result<base::Page<Reply>> list(workspace::Desk& desk, ListReplies const& in);

struct FindReply {
    static constexpr auto about = "One saved reply.";
    SavedReplyId reply;

    static constexpr auto fields()
    {
        return std::tuple{base::path("saved_reply_id", &FindReply::reply, "Saved reply.")};
    }
};
base::Result<Reply> find(workspace::Desk& desk, FindReply const& in);

struct AddReply {
    static constexpr auto about = "Save a reply for the team.";
    std::string shortcut;
    std::string text;
    std::optional<std::string> language;
    std::optional<base::TeamId> team;
    std::vector<std::string> buttons;
    std::vector<base::MediaId> media;

    static constexpr auto fields()
    {
        using base::body;
        using A = AddReply;
        return std::tuple{
            body("shortcut", &A::shortcut,
                 "Without spaces; one of that name for each language and team.",
                 {.min = 1, .max = 32}),
            body("text", &A::text,
                 "May hold {{contact.name}}, {{agent.name}}, {{workspace.name}} and "
                 "{{conversation.id}}, each as {{contact.name|there}} with words to stand in.",
                 {.max = 4096, .lines = true}),
            body("language", &A::language, "Its code, such as id or pt-BR.", {.min = 2, .max = 15}),
            body("team_id", &A::team, "Whose it is; null for everybody."),
            body("buttons", &A::buttons, "Up to three, of 20 characters each.", {.max = 3}),
            body("media_ids", &A::media, "Files from POST /media or of any message.", {.max = 10}),
        };
    }
};
// Refuses invalid_input; conflict `shortcut_taken`, `too_many_replies`, and what media::keep() refuses.
base::Result<Reply> add(workspace::Desk& desk, AddReply const& in);

struct EditReply {
    static constexpr auto about = "Change a saved reply.";
    SavedReplyId reply;
    std::optional<std::string> shortcut;
    std::optional<std::string> text;
    std::optional<std::optional<std::string>> language;
    std::optional<std::optional<base::TeamId>> team;
    std::optional<std::vector<std::string>> buttons;
    std::optional<std::vector<base::MediaId>> media;

    static constexpr auto fields()
    {
        using base::body;
        using E = EditReply;
        return std::tuple{
            base::path("saved_reply_id", &E::reply, "Saved reply."),
            body("shortcut", &E::shortcut, "", {.min = 1, .max = 32}),
            body("text", &E::text, "", {.max = 4096, .lines = true}),
            body("language", &E::language, "Null: for any.", {.min = 2, .max = 15}),
            body("team_id", &E::team, "Null: everybody's."),
            body("buttons", &E::buttons, "", {.max = 3}),
            body("media_ids", &E::media, "Exactly these from now on.", {.max = 10}),
        };
    }
};
base::Result<Reply> edit(workspace::Desk& desk, EditReply const& in);

struct RemoveReply {
    static constexpr auto about = "Remove a saved reply.";
    SavedReplyId reply;

    static constexpr auto fields()
    {
        return std::tuple{base::path("saved_reply_id", &RemoveReply::reply, "Saved reply.")};
    }
};
base::Result<void> remove(workspace::Desk& desk, RemoveReply const& in);

// A reply made ready for one conversation.
struct Used {
    static constexpr auto schema = "UsedReply";

    std::string text;
    std::vector<std::string> buttons;
    std::vector<media::Media> media;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("text", &Used::text, "With its places filled in."),
            body("buttons", &Used::buttons, ""),
            body("media", &Used::media, "Files to be sent, each by its id."),
        };
    }
};

struct UseReply {
    static constexpr auto about =
        "Take a saved reply for a conversation: its text filled in, and its files made ready to be "
        "sent there. Nothing is sent.";
    SavedReplyId reply;
    base::ConversationId conversation;

    static constexpr auto fields()
    {
        return std::tuple{
            base::path("saved_reply_id", &UseReply::reply, "Saved reply."),
            base::body("conversation_id", &UseReply::conversation, "Where it will be sent."),
        };
    }
};
// Refuses `not_found` and what media::again() refuses.
base::Result<Used> use(workspace::Desk& desk, UseReply const& in);

}  // namespace saved
