#pragma once

#include "base/json.hpp"
#include "channels/event.hpp"

// Events as JSON for comparing with the *.expect.json files: only what is not empty.
namespace show {

using base::Json;

inline void put(Json& out, char const* key, std::optional<std::string> const& value)
{
    if (value)
        out[key] = *value;
}
inline void put(Json& out, char const* key, std::string const& value)
{
    if (!value.empty())
        out[key] = value;
}
inline void put(Json& out, char const* key, bool value)
{
    if (value)
        out[key] = true;
}

inline Json problem(channels::Problem const& problem)
{
    static constexpr char const* Stops[] = {"nothing", "templates", "broadcasts", "channel"};
    Json out{{"code", problem.code}, {"provider_code", problem.provider_code}};
    put(out, "detail", problem.detail);
    if (problem.stops != channels::Stops::nothing)
        out["stops"] = Stops[int(problem.stops)];
    return out;
}

inline Json person(channels::Person const& person)
{
    Json out = Json::object();
    put(out, "external_id", person.external_id);
    put(out, "user_id", person.user_id);
    put(out, "phone", person.phone);
    put(out, "username", person.username);
    put(out, "profile_name", person.profile_name);
    put(out, "parent_id", person.parent_id);
    return out;
}

// Without what is empty, at any depth.
inline Json slim(Json const& json)
{
    if (json.is_array()) {
        auto out = Json::array();
        for (auto const& one : json)
            out.push_back(slim(one));
        return out;
    }
    if (!json.is_object())
        return json;
    auto out = Json::object();
    for (auto const& [key, value] : json.items()) {
        auto inner = slim(value);
        if (!inner.is_null() && !(inner.is_structured() && inner.empty()) && inner != "" &&
            inner != false && inner != "no")
            out[key] = std::move(inner);
    }
    return out;
}

inline std::string writer(channels::Writer who)
{
    return who == channels::Writer::customer ? ""
         : who == channels::Writer::phone    ? "phone"
                                             : "app";
}

inline Json message_of(channels::InboundMessage const& message)
{
    Json out{{"external_id", message.external_id},
             {"from", person(message.from)},
             {"at", base::to_rfc3339(message.at)},
             {"kind", channels::name_of(message.kind)}};
    put(out, "text", message.text);
    put(out, "quoted_id", message.quoted_id);
    put(out, "group_id", message.group_id);
    put(out, "writer", writer(message.writer));
    put(out, "standby", message.standby);
    put(out, "unsupported_type", message.unsupported_type);
    if (message.content != channels::Content{})
        out["content"] = slim(base::write_json(message.content));
    if (!message.opens_window)
        out["opens_window"] = false;
    if (auto const& media = message.media) {
        auto& object = out["media"] = {{"kind", channels::name_of(media->kind)},
                                       {"provider_id", media->provider_id}};
        put(object, "mime", media->mime);
        put(object, "sha256", media->sha256);
        put(object, "file_name", media->file_name);
        put(object, "url", media->url);
        put(object, "voice", media->voice);
        put(object, "animated", media->animated);
    }
    for (auto const& one : message.problems)
        out["problems"].push_back(problem(one));
    return out;
}

inline Json what(channels::InboundMessage const& message)
{
    return {{"message", message_of(message)}};
}

inline Json what(channels::Edit const& edit) { return {{"edit", message_of(edit.now)}}; }

inline Json what(channels::Reaction const& reaction)
{
    Json out{{"about_id", reaction.about_id},
             {"from", person(reaction.from)},
             {"at", base::to_rfc3339(reaction.at)},
             {"emoji", reaction.emoji}};
    put(out, "writer", writer(reaction.writer));
    put(out, "group_id", reaction.group_id);
    return {{"reaction", out}};
}

inline Json what(channels::Revoke const& revoke)
{
    Json out{{"about_id", revoke.about_id},
             {"from", person(revoke.from)},
             {"at", base::to_rfc3339(revoke.at)}};
    put(out, "writer", writer(revoke.writer));
    put(out, "group_id", revoke.group_id);
    return {{"revoke", out}};
}

inline Json what(channels::PersonChange const& change)
{
    Json out{{"external_id", change.external_id},
             {"before", person(change.before)},
             {"at", base::to_rfc3339(change.at)}};
    if (!change.now.external_id.empty())
        out["now"] = person(change.now);
    return {{"person_change", out}};
}

inline Json what(channels::StatusUpdate const& status)
{
    Json out{{"external_id", status.external_id},
             {"status", channels::name_of(status.status)},
             {"at", base::to_rfc3339(status.at)},
             {"recipient", person(status.recipient)}};
    put(out, "attempt_id", status.attempt_id);
    put(out, "group_id", status.group_id);
    if (status.problem)
        out["problem"] = problem(*status.problem);
    if (status.pricing)
        out["pricing"] = status.pricing->category + " " + status.pricing->type;
    return {{"status", out}};
}

inline Json what(channels::AccountNotice const& notice)
{
    Json out{{"field", notice.field}};
    put(out, "kind", notice.kind);
    put(out, "phone", notice.phone);
    if (notice.at)
        out["at"] = base::to_rfc3339(*notice.at);
    out["severity"] = base::word_of(notice.severity);
    put(out, "subject", notice.subject);
    for (auto const& [name, value] : notice.facts)
        out["facts"].push_back(name + "=" + value);
    for (auto const& [what, until] : notice.restrictions)
        out["restricted"].push_back(std::string(base::word_of(what)) + " until " +
                                    base::to_rfc3339(until));
    for (auto const& [name, value] : notice.profile)
        out["profile"].push_back(name + "=" + value);
    if (notice.stops)
        out["stops"] = problem(*notice.stops);
    if (auto const& news = notice.news) {
        auto& object = out["template"] = {
            {"external_id", news->external_id}, {"name", news->name}, {"language", news->language}};
        put(object, "status", news->status);
        put(object, "quality", news->quality);
        put(object, "category", news->category);
        put(object, "reason", news->reason);
    }
    return {{"notice", out}};
}

inline Json what(channels::CallUpdate const& call)
{
    Json out{{"external_id", call.external_id},
             {"with", person(call.with)},
             {"state", base::word_of(call.state)},
             {"at", base::to_rfc3339(call.at)}};
    put(out, "ours", call.ours);
    put(out, "guessed", !call.certain);
    put(out, "video", call.video);
    if (call.seconds > 0)
        out["seconds"] = call.seconds;
    return {{"call", out}};
}

inline Json what(channels::PastMessage const& past)
{
    auto out = message_of(past.message);
    if (past.status)
        out["status"] = channels::name_of(*past.status);
    return {{"past", out}};
}

inline Json what(channels::HistoryProgress const& step)
{
    return {{"progress", {{"phase", step.phase}, {"percent", step.percent}}}};
}

inline Json what(channels::AddressBookEntry const& entry)
{
    Json out{{"who", person(entry.who)}, {"at", base::to_rfc3339(entry.at)}};
    put(out, "name", entry.name);
    put(out, "removed", entry.removed);
    return {{"book", out}};
}

inline Json what(channels::Preference const& one)
{
    return {
        {"preference",
         {{"who", person(one.who)}, {"stopped", one.stopped}, {"at", base::to_rfc3339(one.at)}}}};
}

inline Json what(channels::GroupUpdate const& group)
{
    static constexpr char const* News[] = {"made",    "ended",     "joined",  "left",   "asked",
                                           "renamed", "suspended", "resumed", "changed"};
    Json out{{"group_id", group.group_id},
             {"news", News[int(group.news)]},
             {"at", base::to_rfc3339(group.at)}};
    put(out, "name", group.name);
    for (auto const& one : group.joined)
        out["joined"].push_back(person(one));
    for (auto const& one : group.left)
        out["left"].push_back(person(one));
    return {{"group", out}};
}

inline Json what(channels::ProviderError const& error)
{
    return {{"error", problem(error.problem)}};
}

inline Json what(channels::Unreadable const& part) { return {{"unreadable", part.why}}; }

inline Json event(channels::Event const& event)
{
    auto out = std::visit([](auto const& one) { return what(one); }, event.what);
    put(out, "key", event.key);
    out["to"] = event.to.account_id + "/" + event.to.parent_id;
    return out;
}

}  // namespace show
