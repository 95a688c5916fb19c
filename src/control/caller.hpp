#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"
#include "control/permission.hpp"

namespace control {

enum class CallerKind {
    nobody,        // no or no longer valid proof
    half_session,  // the password was right, the second factor is still missing
    session,       // a person in a browser
    token,         // an API token, tied to one workspace
    operator_,     // whoever holds the data folder and the root key: the CLI
};

// Who is asking. Made by authenticate(); the API room adds the workspace with choose_workspace().
struct Caller {
    CallerKind kind = CallerKind::nobody;
    base::UserId user;
    std::string name;  // the person's, or the token's
    std::string email;
    bool operator_right = false;  // may create workspaces
    base::SessionId session;
    base::Instant session_created;
    base::Instant confirmed_at;  // when the password was last entered in this session
    base::TokenId token;
    std::vector<std::string> scopes;

    base::WorkspaceId workspace;  // 0 until one is chosen
    Role role = Role::analyst;    // in that workspace
    base::RoleId custom_role;     // with role `custom`: which
    Rights rights;                // what the role allows; nothing until a workspace is chosen
    bool only_assignee = false;   // a setting of it: only the assignee may answer

    std::string address;
    std::string user_agent;
    std::string device;  // value of the device cookie; proves nothing, see sign_in

    bool is_person() const { return kind == CallerKind::session; }
    bool is_operator() const { return kind == CallerKind::operator_; }
    bool has_scope(std::string_view scope) const;
};

// What a request brought along as proof. Empty text: not there.
struct Credentials {
    std::string_view bearer;          // after "Authorization: Bearer "
    std::string_view session_cookie;  // `__Host-s` or `s`
    std::string_view device_cookie;   // `__Host-d` or `d`
    std::string_view address;         // as the edge determined it
    std::string_view user_agent;
};

}  // namespace control
