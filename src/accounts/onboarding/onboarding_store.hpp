#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/onboarding/onboarding.hpp"
#include "db/reader.hpp"

namespace accounts::store {

struct OnboardingRow {
    OnboardingId id;
    Lane lane = Lane::token;
    bool done = false;
    std::optional<std::string> access_token;  // sealed
    std::optional<std::string> app_secret;    // sealed
    std::string progress;                     // JSON of accounts::Progress
    ChannelId channel;
    base::UserId created_by;
    base::Instant created_at;

    static constexpr auto row()
    {
        using R = OnboardingRow;
        return std::tuple{&R::id,           &R::lane,       &R::done,
                          &R::access_token, &R::app_secret, &R::progress,
                          &R::channel,      &R::created_by, &R::created_at};
    }
};

std::optional<OnboardingRow> find_onboarding(db::Reader const& db, OnboardingId id);
std::vector<OnboardingRow> open_onboardings(db::Reader const& db);
OnboardingId add_onboarding(db::Writer const& tx, Lane lane, base::UserId by, base::Instant now);
// False while somebody else has it.
bool claim_onboarding(db::Writer const& tx, OnboardingId id, base::Instant until,
                      base::Instant now);
void release_onboarding(db::Writer const& tx, OnboardingId id);
void keep_progress(db::Writer const& tx, OnboardingId id, std::string_view progress,
                   ChannelId channel, bool done);
void keep_secrets(db::Writer const& tx, OnboardingId id,
                  std::optional<std::string> const& access_token,
                  std::optional<std::string> const& app_secret);
bool drop_onboarding(db::Writer const& tx, OnboardingId id);
// Those that made this channel, and those with a token of that person when one is named.
void drop_onboardings_of(db::Writer const& tx, ChannelId channel, std::string_view person);
void drop_onboardings(db::Writer const& tx, base::Instant before);

}  // namespace accounts::store
