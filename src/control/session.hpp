#pragma once

#include <string>
#include <vector>

#include "control/caller.hpp"
#include "control/control.hpp"
#include "control/user.hpp"

// Who is signed in, and where else.
namespace control {

// How long sessions live. Idle and absolute are counted apart; a half session waits for its second
// factor only briefly. Settings ask for the password again after 12 hours without one.
inline constexpr std::chrono::hours SessionIdle{14 * 24};
inline constexpr std::chrono::hours SessionLongest{90 * 24};
inline constexpr std::chrono::minutes HalfSessionLongest{10};
inline constexpr std::chrono::hours ConfirmationIdle{12};

// Turns what a request brought into who is asking; kind `nobody` when it proves nothing. Reads only,
// except that last_seen is written at most once a minute, without waiting. Any thread.
Caller authenticate(Control& control, Credentials const& credentials);

// Whether an open stream may go on: to be asked when rights_version() has moved, and now and then.
bool is_still_allowed(Control& control, Caller const& caller);
// One cheap read. Grows whenever somebody, somewhere, may do less than before, also when another
// process (the CLI) did it.
std::int64_t rights_version(Control& control);

// The workspace a request is about. A token has its own; a person names one by slug, or has only
// one. Fills caller.workspace and caller.role. Refuses `not_found` for what the caller may not see,
// also when it exists (noted there as `access.refused`), and `workspace_needed` when none was named
// and there are several.
base::Result<WorkspaceRecord> choose_workspace(Control& control, Caller& caller,
                                               std::string_view slug);

// Refuses `password_needed` when a person did not enter the password for 12 hours. For settings of
// owners and admins; confirm_password() lifts it. Tokens and the operator pass.
base::Result<void> require_recent_password(Control& control, Caller const& caller);

struct UserView {
    static constexpr auto schema = "User";

    base::UserId id;
    std::string name;
    std::string email;
    Language language = Language::en;
    bool totp_enabled = false;
    Availability availability = Availability::online;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &UserView::id, "The person's number."),
            body("name", &UserView::name, "What colleagues see."),
            body("email", &UserView::email, "What they sign in with."),
            body("language", &UserView::language, "Language of their dashboard."),
            body("totp_enabled", &UserView::totp_enabled, "Whether sign-in asks for a code."),
            body("availability", &UserView::availability, "Whether they take conversations now."),
        };
    }
};

struct WorkspaceOfUser {
    static constexpr auto schema = "Membership";

    base::WorkspaceId id;
    std::string slug;
    std::string name;
    Role role = Role::agent;
    std::string role_name;
    std::vector<Permission> permissions;
    workspace::Sight sight = workspace::Sight::own;
    bool phones = false;
    bool second_factor_needed = false;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &WorkspaceOfUser::id, "The workspace's number."),
            body("slug", &WorkspaceOfUser::slug, "Its name in addresses and headers."),
            body("name", &WorkspaceOfUser::name, "Its name."),
            body("role", &WorkspaceOfUser::role, "What the person is there."),
            body("role_name", &WorkspaceOfUser::role_name, "Of a custom role; else empty."),
            body("permissions", &WorkspaceOfUser::permissions, "What they may do there."),
            body("sight", &WorkspaceOfUser::sight, "Which conversations they see."),
            body("phones", &WorkspaceOfUser::phones, "Whether they see phone numbers whole."),
            body("second_factor_needed", &WorkspaceOfUser::second_factor_needed,
                 "Closed to them until they turn on two-step sign-in."),
        };
    }
};

enum class SignedIn { signed_in };
constexpr auto words_of(SignedIn)
{
    return std::array{std::pair{SignedIn::signed_in, std::string_view("signed_in")}};
}

// What GET /session and every successful sign-in answer.
struct SessionView {
    static constexpr auto schema = "Session";

    SignedIn state = SignedIn::signed_in;
    UserView user;
    std::vector<WorkspaceOfUser> workspaces;
    base::SessionId session_id;
    bool demo = false;
    std::string version;
    bool may_create_workspaces = false;

    static constexpr auto fields()
    {
        return std::tuple{
            body("state", &SessionView::state, "Tells it from a half session."),
            body("user", &SessionView::user, "The person."),
            body("workspaces", &SessionView::workspaces, "Where they are an active member."),
            body("session_id", &SessionView::session_id, "This session."),
            body("demo", &SessionView::demo, "Whether this server is a demonstration."),
            body("version", &SessionView::version, "The server's version."),
            body("may_create_workspaces", &SessionView::may_create_workspaces,
                 "Whether they run this server."),
        };
    }
};

// A use-case's answer together with cookies that the API room sets. Never written as JSON itself.
template <class View>
struct WithCookies {
    View view;
    std::string session_cookie;  // new value; empty: leave it as it is
    std::string device_cookie;   // the same
    bool remember = false;       // cookies outlive the browser window
};

struct Nothing {
    static constexpr auto fields() { return std::tuple{}; }
};

struct SessionRow {
    static constexpr auto schema = "BrowserSession";

    base::SessionId id;
    bool current = false;
    base::Instant created_at;
    base::Instant last_seen_at;
    std::string address;
    std::string user_agent;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &SessionRow::id, "The session."),
            body("current", &SessionRow::current, "Whether it is the one that asks."),
            body("created_at", &SessionRow::created_at, "When it began."),
            body("last_seen_at", &SessionRow::last_seen_at,
                 "When it was last used, to the minute."),
            body("address", &SessionRow::address, "Where it began."),
            body("user_agent", &SessionRow::user_agent, "The browser, as it calls itself."),
        };
    }
};

struct SessionToEnd {
    static constexpr auto about = "End one session.";
    base::SessionId id;

    static constexpr auto fields()
    {
        return std::tuple{path("id", &SessionToEnd::id, "Session to end.")};
    }
};

struct ConfirmPassword {
    static constexpr auto about = "Enter the password again before changing settings.";
    std::string password;

    static constexpr auto fields()
    {
        return std::tuple{body("password", &ConfirmPassword::password, "The person's password.",
                               {.min = 1, .max = 256, .secret = true})};
    }
};

// GET /session, for a whole session only.
base::Result<SessionView> current_session(Control& control, Caller const& caller,
                                          Nothing const& in);
// DELETE /session. Also ends a half session.
base::Result<Nothing> sign_out(Control& control, Caller const& caller, Nothing const& in);
// GET /sessions
base::Result<base::Page<SessionRow>> list_sessions(Control& control, Caller const& caller,
                                                   Nothing const& in);
// DELETE /sessions/{id}, DELETE /sessions
base::Result<Nothing> end_session(Control& control, Caller const& caller, SessionToEnd const& in);
base::Result<Nothing> end_other_sessions(Control& control, Caller const& caller, Nothing const& in);
// POST /session/confirm
base::Result<Nothing> confirm_password(Control& control, Caller const& caller,
                                       ConfirmPassword const& in);

// The view of one person's session, for those who just made it.
SessionView session_view(Control& control, ControlReader const& db, User const& user,
                         base::SessionId session);
UserView user_view(User const& user);

}  // namespace control
