#include "conversations/presence.hpp"

#include "conversations/conversation_store.hpp"

namespace conversations {

Presence presence_at(base::WorkspaceId workspace, workspace::People const& people,
                     base::ConversationId conversation, changes::Presence::People const& present)
{
    Presence out{conversation, {}};
    for (auto const& here : present)
        out.people.push_back({{here.user, people.name_of(workspace, here.user)}, here.doing});
    return out;
}

base::Result<void> be_present(workspace::Desk& desk, changes::Hub& hub, BePresent const& in)
{
    std::optional<changes::Presence::Spot> spot;
    if (in.conversation) {
        if (!store::find(*desk.workspace->read(), *in.conversation))
            return base::Error{base::Fault::not_found, "not_found"};
        spot = {*in.conversation, in.doing.value_or(changes::Doing::looking)};
    }
    hub.be(*desk.workspace, desk.asker.user, in.page, spot);
    return {};
}

base::Result<base::Page<Presence>> list_presence(workspace::Desk& desk, changes::Hub& hub,
                                                 ListPresence const&)
{
    base::Page<Presence> page;
    for (auto const& [conversation, people] : hub.present(*desk.workspace))
        page.data.push_back(presence_at(desk.workspace->id(), desk.people, conversation, people));
    return page;
}

}  // namespace conversations
