#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/handle.hpp"
#include "control/user.hpp"

// Sessions of browsers, remembered devices, and the counts of failed tries.
namespace control::store {

enum class SessionState { half, full };
constexpr auto words_of(SessionState)
{
    return std::array{
        std::pair{SessionState::half, std::string_view("half")},
        std::pair{SessionState::full, std::string_view("full")},
    };
}

struct Session {
    base::SessionId id;
    base::UserId user;
    SessionState state = SessionState::half;
    base::Instant created_at;
    base::Instant last_seen_at;
    base::Instant confirmed_at;
    std::string address;
    std::string user_agent;

    static constexpr auto row()
    {
        return std::tuple{&Session::id,         &Session::user,         &Session::state,
                          &Session::created_at, &Session::last_seen_at, &Session::confirmed_at,
                          &Session::address,    &Session::user_agent};
    }
};

// What authenticate() needs to know of a session, in one look.
struct SessionOwner {
    Session session;
    std::string name;
    std::string email;
    UserState state = UserState::disabled;
    bool operator_right = false;

    static SessionOwner from(db::Columns& columns);
};
std::optional<SessionOwner> find_session(ControlReader const& db, std::string_view token_hash);
std::optional<Session> find_session(ControlReader const& db, base::SessionId id);
std::vector<Session> sessions_of(ControlReader const& db, base::UserId user);

base::SessionId add_session(ControlWriter const& db, Session const& session,
                            std::string_view token_hash);
// Gives the same session a new secret, so that one planted before a change of rights is worth
// nothing.
void renew_session(ControlWriter const& db, base::SessionId id, SessionState state,
                   std::string_view token_hash, base::Instant confirmed_at);
void touch_session(ControlWriter const& db, base::SessionId id, base::Instant now);
void confirm_session(ControlWriter const& db, base::SessionId id, base::Instant now);
bool remove_session(ControlWriter const& db, base::UserId user, base::SessionId id);
int remove_other_sessions(ControlWriter const& db, base::UserId user, base::SessionId kept);
void keep_newest_sessions(ControlWriter const& db, base::UserId user, int kept);
// Sessions not seen since, or begun before.
int remove_old_sessions(ControlWriter const& db, base::Instant seen_before,
                        base::Instant created_before);

void add_device(ControlWriter const& db, base::UserId user, std::string_view token_hash,
                base::Instant now);
std::optional<base::UserId> find_device(ControlReader const& db, std::string_view token_hash);
void remove_devices(ControlWriter const& db, base::UserId user);
int remove_old_devices(ControlWriter const& db, base::Instant created_before);

}  // namespace control::store
