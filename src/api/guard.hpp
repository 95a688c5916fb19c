#pragma once

#include "api/call.hpp"
#include "api/route.hpp"

namespace api {

// Settles who asks and whether they may: proof, forged cross-site requests, workspace, role or scope,
// recent password. Fills caller and workspace of the call. Fails closed.
base::Result<void> admit(Call& call, Route const& route);

// Cookie names: with the __Host- prefix where the public address is https.
std::string_view session_cookie_name(bool https);
std::string_view device_cookie_name(bool https);

}  // namespace api
