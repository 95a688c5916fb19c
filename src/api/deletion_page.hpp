#pragma once

#include <string_view>

#include "control/control.hpp"
#include "http/message.hpp"

namespace api {

inline constexpr std::string_view DeletionPage = "/privacy/deletion";

// What became of somebody's request to delete what they gave us, found by its code (?code=): a page
// for a person, in the language of their browser, without scripts. It tells nothing but dates.
http::Response deletion_page(control::Control& control, http::Request const& request);

}  // namespace api
