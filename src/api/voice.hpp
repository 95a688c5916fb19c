#pragma once

#include <functional>
#include <string>

#include "base/json.hpp"
#include "changes/hub.hpp"
#include "workspace/desk.hpp"

namespace api {

// How changes look on an event stream (docs/architecture.md, "Streams"): the same objects as the
// routes answer, so that a colleague's screen and one's own are told in the same words.
using ShowChannel =
    std::function<base::Json(workspace::Workspace&, db::Reader const&, base::ChannelId)>;
changes::Voice voice(workspace::People const& people, std::string version,
                     ShowChannel show_channel);

}  // namespace api
