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
http::Response refusal(base::Error const& error, std::string_view request_id);

}  // namespace api
