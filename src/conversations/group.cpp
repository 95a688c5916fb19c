#include "contacts/group.hpp"
#include "changes/feed.hpp"
#include "conversations/lines.hpp"
#include "conversations/people.hpp"
#include "conversations/receive.hpp"

namespace conversations {

namespace {

using channels::GroupNews;

EventType line_type(GroupNews news)
{
    switch (news) {
    case GroupNews::made: return EventType::group_made;
    case GroupNews::ended: return EventType::group_ended;
    case GroupNews::joined: return EventType::group_joined;
    case GroupNews::left: return EventType::group_left;
    case GroupNews::asked: return EventType::group_asked;
    case GroupNews::renamed: return EventType::group_renamed;
    case GroupNews::suspended: return EventType::group_suspended;
    case GroupNews::resumed: return EventType::group_resumed;
    case GroupNews::changed: break;
    }
    return EventType::group_changed;
}

}  // namespace

Reception receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::GroupUpdate const& in)
{
    auto const group = contacts::recognise_group(tx, channel, in.group_id, in.at);
    auto const row = conversation_with(workspace, tx, channel, group, in.at);
    if (!in.name.empty())
        contacts::name_group(tx, group, in.name, in.at);
    base::Json event{{"type", base::word_of(line_type(in.news))}};
    if (!in.name.empty())
        event["name"] = in.name;
    auto names = base::Json::array();
    auto const count = [&](std::vector<channels::Person> const& people, bool here) {
        for (auto const& person : people) {
            auto const who = contacts::recognise(tx, channel, person, in.at);
            contacts::in_group(tx, group.identity, who.contact, here, in.at);
            names.push_back(contacts::name_of(tx, who.contact));
        }
    };
    count(in.joined, true);
    count(in.left, false);
    if (!names.empty())
        event["names"] = names;
    if (!tell(workspace, tx, row.id, channel, {std::move(event), in.at, in.external_id, 0}))
        return Reception::known;
    changes::note(workspace, tx, changes::Kind::conversation_updated, row.id, 0,
                  workspace.world().now());
    return Reception::taken;
}

}  // namespace conversations
