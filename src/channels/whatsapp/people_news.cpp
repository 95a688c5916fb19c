#include "base/text.hpp"
#include "channels/whatsapp/fields.hpp"

// What people decide (user_preferences: Meta's reference of 2026-04) and who is in a group
// (group_* fields: client libraries of 2026-08; read generously).
namespace channels::whatsapp {

namespace {

using base::Json;

std::vector<Person> persons_at(Json const& object, std::string_view key, People const& people)
{
    constexpr std::size_t Most = 1024;  // participants of a group
    std::vector<Person> out;
    for (auto const& one : base::array_at(object, key)) {
        auto user = id_at(one, "user_id");
        auto phone = phone_at(one, "wa_id");
        if (!phone)
            phone = phone_at(one, "input");
        // Who is not named is nobody, also where the call is about one person only.
        if ((user || phone) && out.size() < Most)
            out.push_back(people.find(std::move(user), std::move(phone)));
    }
    return out;
}

GroupNews news_of(std::string_view type)
{
    auto const has = [&](std::string_view word) { return type.find(word) != type.npos; };
    if (has("suspend"))
        return has("clear") ? GroupNews::resumed : GroupNews::suspended;
    if (has("join_request"))
        return GroupNews::asked;
    if (has("participants_add") || has("participant_add"))
        return GroupNews::joined;
    if (has("participants_remove") || has("participant_remove") || has("leave") || has("left"))
        return GroupNews::left;
    if (has("delete"))
        return GroupNews::ended;
    if (has("create"))
        return GroupNews::made;
    return GroupNews::changed;
}

Event read_group(Json const& group, People const& people)
{
    if (!group.is_object())
        return unreadable("not_an_object", group);
    GroupUpdate out;
    out.group_id = id_at(group, "group_id").value_or(id_at(group, "id").value_or(""));
    if (out.group_id.empty())
        return unreadable("no_id", group);
    auto const at = time_at(group, "timestamp");
    if (!at)
        return unreadable("no_time", group);
    out.at = *at;
    auto const type = base::lower_ascii(base::text_at(group, "type").value_or(""));
    out.news = news_of(type);
    out.joined = persons_at(group, "added_participants", people);
    out.left = persons_at(group, "removed_participants", people);
    auto const& subject = base::object_at(group, "group_subject");
    auto name = base::text_at(subject, "text");
    if (!name)
        name = base::text_at(group, "subject");
    if (name)
        out.name = std::string(base::first_points(base::clean_name(*name), 200));
    if (out.news == GroupNews::changed && !out.name.empty())
        out.news = GroupNews::renamed;

    Event event;
    auto const request = id_at(group, "request_id").value_or("");
    event.key = "group:" + out.group_id + ":" + type + ":" + std::to_string(at->ms / 1000) + ":" +
                request;
    for (auto const* list : {&out.joined, &out.left})
        for (auto const& person : *list)
            event.key += ":" + person.external_id;
    out.external_id = event.key;
    event.raw = base::to_text(group);
    event.what = std::move(out);
    return event;
}

}  // namespace

void read_preferences(Json const& value, Put const& put)
{
    People const people(value);
    for (auto const& one : base::array_at(value, "user_preferences")) {
        Preference out;
        auto const at = time_at(one, "timestamp");
        out.who = people.find(id_at(one, "user_id"), phone_at(one, "wa_id"));
        auto const word = base::lower_ascii(base::text_at(one, "value").value_or(""));
        auto const why = !one.is_object()            ? "not_an_object"
                       : out.who.external_id.empty() ? "no_sender"
                       : !at                         ? "no_time"
                       : word != "stop" && word != "resume" && word != "signup"
                           ? "unknown_preference"
                           : "";
        if (*why) {
            put(unreadable(why, one));
            continue;
        }
        out.at = *at;
        out.stopped = word == "stop";
        Event event;
        event.key = "preference:" + out.who.external_id + ":" + word + ":" +
                    std::to_string(at->ms / 1000);
        out.external_id = event.key;
        event.what = std::move(out);
        put(std::move(event));
    }
}

void read_groups(Json const& value, Put const& put)
{
    People const people(value);
    for (auto const& group : base::array_at(value, "groups"))
        put(read_group(group, people));
}

}  // namespace channels::whatsapp
