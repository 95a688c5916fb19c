#include "control/session_store.hpp"

namespace control::store {

SessionOwner SessionOwner::from(db::Columns& columns)
{
    SessionOwner out;
    out.session.id = columns.next<base::SessionId>();
    out.session.user = columns.next<base::UserId>();
    out.session.state = columns.next<SessionState>();
    out.session.created_at = columns.next<base::Instant>();
    out.session.last_seen_at = columns.next<base::Instant>();
    out.session.confirmed_at = columns.next<base::Instant>();
    out.session.address = columns.next<std::string>();
    out.session.user_agent = columns.next<std::string>();
    out.name = columns.next<std::string>();
    out.email = columns.next<std::string>();
    out.state = columns.next<UserState>();
    out.operator_right = columns.next<bool>();
    return out;
}

std::optional<SessionOwner> find_session(ControlReader const& db, std::string_view token_hash)
{
    return db.maybe<SessionOwner>(R"sql(
        SELECT session.id, session.user_id, session.state, session.created_at,
               session.last_seen_at, session.confirmed_at, session.address, session.user_agent,
               user.name, user.email, user.state, user.operator
          FROM session JOIN user ON user.id = session.user_id
         WHERE session.token_hash = ?1
    )sql",
                                  db::Blob(token_hash));
}

std::optional<Session> find_session(ControlReader const& db, base::SessionId id)
{
    return db.maybe<Session>(R"sql(
        SELECT id, user_id, state, created_at, last_seen_at, confirmed_at, address, user_agent
          FROM session WHERE id = ?1
    )sql",
                             id);
}

std::vector<Session> sessions_of(ControlReader const& db, base::UserId user)
{
    return db.all<Session>(R"sql(
        SELECT id, user_id, state, created_at, last_seen_at, confirmed_at, address, user_agent
          FROM session WHERE user_id = ?1 AND state = 'full' ORDER BY id DESC
    )sql",
                           user);
}

base::SessionId add_session(ControlWriter const& db, Session const& session,
                            std::string_view token_hash)
{
    return db.insert<base::SessionId>(R"sql(
        INSERT INTO session (user_id, token_hash, state, created_at, last_seen_at, confirmed_at,
                             address, user_agent)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    )sql",
                                      session.user, db::Blob(token_hash), session.state,
                                      session.created_at, session.last_seen_at,
                                      session.confirmed_at, session.address, session.user_agent);
}

void renew_session(ControlWriter const& db, base::SessionId id, SessionState state,
                   std::string_view token_hash, base::Instant confirmed_at)
{
    db.run(R"sql(
        UPDATE session SET state = ?2, token_hash = ?3, confirmed_at = ?4 WHERE id = ?1
    )sql",
           id, state, db::Blob(token_hash), confirmed_at);
}

void touch_session(ControlWriter const& db, base::SessionId id, base::Instant now)
{
    db.run(R"sql(UPDATE session SET last_seen_at = ?2 WHERE id = ?1)sql", id, now);
}

void confirm_session(ControlWriter const& db, base::SessionId id, base::Instant now)
{
    db.run(R"sql(UPDATE session SET confirmed_at = ?2 WHERE id = ?1)sql", id, now);
}

bool remove_session(ControlWriter const& db, base::UserId user, base::SessionId id)
{
    return db.run(R"sql(
        DELETE FROM session WHERE id = ?2 AND user_id = ?1
    )sql",
                  user, id) == 1;
}

int remove_other_sessions(ControlWriter const& db, base::UserId user, base::SessionId kept)
{
    return db.run(R"sql(
        DELETE FROM session WHERE user_id = ?1 AND id IS NOT ?2
    )sql",
                  user, kept);
}

void keep_newest_sessions(ControlWriter const& db, base::UserId user, int kept)
{
    db.run(R"sql(
        DELETE FROM session
         WHERE user_id = ?1
           AND id NOT IN (SELECT id FROM session WHERE user_id = ?1 ORDER BY id DESC LIMIT ?2)
    )sql",
           user, kept);
}

int remove_old_sessions(ControlWriter const& db, base::Instant seen_before,
                        base::Instant created_before)
{
    return db.run(R"sql(
        -- scan: the hourly sweep
        DELETE FROM session WHERE last_seen_at < ?1 OR created_at < ?2
    )sql",
                  seen_before, created_before);
}

void add_device(ControlWriter const& db, base::UserId user, std::string_view token_hash,
                base::Instant now)
{
    db.run(R"sql(
        INSERT INTO device (user_id, token_hash, created_at) VALUES (?1, ?2, ?3)
    )sql",
           user, db::Blob(token_hash), now);
}

std::optional<base::UserId> find_device(ControlReader const& db, std::string_view token_hash)
{
    return db.maybe<base::UserId>(R"sql(
        SELECT user_id FROM device WHERE token_hash = ?1
    )sql",
                                  db::Blob(token_hash));
}

void remove_devices(ControlWriter const& db, base::UserId user)
{
    db.run(R"sql(DELETE FROM device WHERE user_id = ?1)sql", user);
}

int remove_old_devices(ControlWriter const& db, base::Instant created_before)
{
    return db.run(R"sql(DELETE FROM device WHERE created_at < ?1)sql", created_before);
}

}  // namespace control::store
