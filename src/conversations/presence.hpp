#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "changes/hub.hpp"
#include "conversations/conversation.hpp"
#include "workspace/desk.hpp"

// Who has a conversation before them and who writes in it, so that two do not answer at once.
namespace conversations {

struct Present {
    static constexpr auto schema = "Present";

    MemberRef member;
    changes::Doing doing = changes::Doing::looking;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("member", &Present::member, ""), body("doing", &Present::doing, "")};
    }
};

struct Presence {
    static constexpr auto schema = "Presence";

    base::ConversationId conversation;
    std::vector<Present> people;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("conversation_id", &Presence::conversation, ""),
                          body("people", &Presence::people, "Nobody when all have left.")};
    }
};

Presence presence_at(base::WorkspaceId workspace, workspace::People const& people,
                     base::ConversationId conversation, changes::Presence::People const& present);

struct BePresent {
    static constexpr auto about =
        "What this page of yours shows now, instead of what it said before. Say it again every 20 "
        "seconds, every 4 while typing: who is silent for 8 no longer types, for 50 is gone.";
    std::string page;
    std::optional<base::ConversationId> conversation;
    std::optional<changes::Doing> doing;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("page", &BePresent::page, "Any name of the page, for as long as it is open.",
                 {.min = 1, .max = 40}),
            body("conversation_id", &BePresent::conversation, "Absent: none any more."),
            body("doing", &BePresent::doing, "looking unless said."),
        };
    }
};
base::Result<void> be_present(workspace::Desk& desk, changes::Hub& hub, BePresent const& in);

struct ListPresence {
    static constexpr auto about = "Who has which conversation before them now.";
    static constexpr auto fields() { return std::tuple{}; }
};
// As many as members have pages open.
base::Result<base::Page<Presence>> list_presence(workspace::Desk& desk, changes::Hub& hub,
                                                 ListPresence const& in);

}  // namespace conversations
