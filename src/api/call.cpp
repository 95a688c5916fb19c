#include "api/call.hpp"

#include <cerrno>
#include <system_error>

#include "api/refusal.hpp"
#include "api/route.hpp"
#include "control/control.hpp"
#include "db/broken.hpp"

namespace api {

using base::Error;
using base::Fault;

workspace::Desk Call::desk() const
{
    workspace::Asker asker;
    asker.kind = caller.kind == control::CallerKind::session ? workspace::AskerKind::member
                                                             : workspace::AskerKind::api;
    asker.user = caller.user;
    asker.name = caller.name;
    asker.sight = caller.rights.sight;
    asker.phones = caller.rights.phones;
    asker.only_assignee = caller.only_assignee;
    asker.sees_secrets = caller.kind == control::CallerKind::session
                           ? caller.rights.has(control::Permission::manage_channels)
                           : caller.has_scope("channels:write");
    return {workspace, std::move(asker), parts.people, parts.http};
}

void note_deed(Call const& call)
{
    if (call.deed.empty())
        return;
    std::string target;
    // "channel_id" names a channel, "conversation_id" a conversation.
    if (!call.input.path.empty()) {
        auto const& [name, value] = call.input.path.front();
        target = name.substr(0, name.find("_id")) + ":" + value;
    }
    control::note_later(call.parts.control, call.caller, {.action = call.deed, .target = target});
}

int status_of(base::Error const& error)
{
    switch (error.fault) {
    case Fault::invalid: return error.fields.empty() ? 400 : 422;
    case Fault::unauthenticated: return 401;
    case Fault::forbidden: return 403;
    case Fault::not_found: return 404;
    case Fault::conflict: return 409;
    case Fault::too_large: return 413;
    case Fault::too_many: return 429;
    case Fault::provider: return 502;
    case Fault::unavailable: return 503;
    }
    return 500;
}

namespace {

constexpr int TryAgainIn = 5;

Error storage_error(bool full, bool busy)
{
    auto const* const code = full ? "disk_full" : busy ? "busy" : "storage_failed";
    return {Fault::unavailable, code, "The log knows this id.", {}, TryAgainIn};
}

// What the writing threads and files refuse with, in words of the API.
std::string_view stable_code(std::string_view code)
{
    if (code == "db_failed" || code == "media_unwritable")
        return "storage_failed";
    if (code == "db_busy" || code == "writer_overloaded")
        return "busy";
    if (code == "stopping" || code == "broken")
        return "unavailable";
    return code;
}

}  // namespace

std::optional<Error> storage_refusal(std::exception const& fault)
{
    if (auto const* const broken = dynamic_cast<db::Broken const*>(&fault)) {
        if (broken->is_constraint())
            return std::nullopt;  // ours, not the disk's
        return storage_error(broken->is_full(), broken->is_busy());
    }
    if (auto const* const system = dynamic_cast<std::system_error const*>(&fault)) {
        auto const code = system->code().value();
        return storage_error(code == ENOSPC || code == EDQUOT, false);
    }
    return std::nullopt;
}

http::Response refusal(base::Error const& error, std::string_view request_id)
{
    Refusal body;
    body.error = {std::string(stable_code(error.code)), error.detail, {}, std::string(request_id)};
    for (auto const& one : error.fields)
        body.error.wrong.push_back({one.field, one.code});
    auto response = http::json(status_of(error), base::write_json(body));
    if (error.retry_after_s > 0)
        response.headers.set("Retry-After", std::to_string(error.retry_after_s));
    return response;
}

}  // namespace api
