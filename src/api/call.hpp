#pragma once

#include <memory>
#include <optional>

#include "api/parts.hpp"
#include "base/fields.hpp"
#include "control/caller.hpp"
#include "http/handler.hpp"
#include "workspace/desk.hpp"

namespace api {

// One request on its way through a route: who asks is settled, and, for routes of a workspace, that
// they may.
struct Call {
    Parts const& parts;
    http::Request const& request;
    control::Caller caller;
    std::shared_ptr<workspace::Workspace> workspace;  // null where a route needs none
    base::Input input;
    int success = 200;           // status of a good answer
    std::string_view deed = {};  // of the route

    workspace::Desk desk() const;
};

// Status of a refusal: the only place where a Fault becomes a number.
int status_of(base::Error const& error);
// A 503 with a stable code for an exception that says that the disk or a file on it failed; nothing
// for any other.
std::optional<base::Error> storage_refusal(std::exception const& fault);
http::Response refusal(base::Error const& error, std::string_view request_id);

}  // namespace api
