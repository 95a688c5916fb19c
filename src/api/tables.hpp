#pragma once

#include "api/route.hpp"

namespace api {

// The lines of the API, in the order of the document: those of people and their workspaces, of
// conversations, of contacts, of what is written for later, of channels. Several files, since one took
// a compiler four gigabytes.
std::vector<Route> people_routes();
std::vector<Route> inbox_routes();
std::vector<Route> contact_routes();
std::vector<Route> writing_routes();
std::vector<Route> channel_routes();

}  // namespace api
