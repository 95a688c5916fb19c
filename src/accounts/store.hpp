#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/account.hpp"
#include "accounts/channel.hpp"
#include "db/reader.hpp"

namespace accounts::store {

// A row of `channel` as it lies there; the columns that hold JSON are text.
struct Row {
    ChannelId id;
    channels::Kind kind = channels::Kind::whatsapp;
    std::string name;
    State state = State::active;
    std::string account;
    std::string parent;
    std::string webhook_key;
    std::string verify_token;                 // sealed
    std::optional<std::string> access_token;  // sealed
    std::optional<std::string> app_secret;    // sealed
    std::string settings;
    std::string profile;
    std::string checks;
    std::optional<std::string> problem_code;
    std::optional<std::string> problem_detail;
    std::optional<base::Instant> problem_at;
    std::optional<base::Instant> last_event_at;
    base::Instant created_at;
    bool sample = false;
    std::optional<RemovalState> removal;
    std::optional<std::int64_t> removal_done;
    std::optional<std::int64_t> removal_total;
    std::optional<std::string> history;  // JSON

    static constexpr auto row()
    {
        return std::tuple{&Row::id,
                          &Row::kind,
                          &Row::name,
                          &Row::state,
                          &Row::account,
                          &Row::parent,
                          &Row::webhook_key,
                          &Row::verify_token,
                          &Row::access_token,
                          &Row::app_secret,
                          &Row::settings,
                          &Row::profile,
                          &Row::checks,
                          &Row::problem_code,
                          &Row::problem_detail,
                          &Row::problem_at,
                          &Row::last_event_at,
                          &Row::created_at,
                          &Row::sample,
                          &Row::removal,
                          &Row::removal_done,
                          &Row::removal_total,
                          &Row::history};
    }
};

std::optional<Row> find(db::Reader const& db, ChannelId id);
std::optional<std::string> history(db::Reader const& db, ChannelId id);
void set_history(db::Writer const& tx, ChannelId id, std::string_view json);
std::vector<Row> all(db::Reader const& db);
// The newest disconnected channel of that account whose history stays.
std::optional<ChannelId> find_disconnected(db::Reader const& db, std::string_view kind,
                                           std::string_view account);

// In state attention, with nothing sealed yet. Nothing when that account is connected already.
std::optional<ChannelId> insert(db::Writer const& tx, std::string_view kind, std::string_view name,
                                std::string_view account, std::string_view parent,
                                std::string_view webhook_key, base::Instant now);
// A disconnected one is connected anew, with its history. False when it is not disconnected.
bool reconnect(db::Writer const& tx, ChannelId id, std::string_view parent,
               std::string_view webhook_key);
void set_verify_token(db::Writer const& tx, ChannelId id, std::string_view sealed);
void set_access_token(db::Writer const& tx, ChannelId id, std::string_view sealed);
void set_app_secret(db::Writer const& tx, ChannelId id, std::string_view sealed);
void set_name(db::Writer const& tx, ChannelId id, std::string_view name);
void set_settings(db::Writer const& tx, ChannelId id, std::string_view settings);
void set_state(db::Writer const& tx, ChannelId id, State state);
void set_findings(db::Writer const& tx, ChannelId id, std::string_view profile,
                  std::string_view checks);
void set_problem(db::Writer const& tx, ChannelId id, std::string_view code, std::string_view detail,
                 base::Instant at);
void clear_problem(db::Writer const& tx, ChannelId id);
// False when it was already.
bool disconnect(db::Writer const& tx, ChannelId id, base::Instant now);
bool stop_active(db::Writer const& tx, ChannelId id, std::string_view code, std::string_view detail,
                 base::Instant at);
// False when it had none. A paused channel stays paused.
bool forget_token(db::Writer const& tx, ChannelId id, std::string_view settings,
                  std::string_view code, std::string_view detail, base::Instant at);
void heard(db::Writer const& tx, ChannelId id, base::Instant at);

}  // namespace accounts::store
