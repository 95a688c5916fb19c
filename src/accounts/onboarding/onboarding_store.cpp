#include "accounts/onboarding/onboarding_store.hpp"

namespace accounts::store {

namespace {

std::optional<db::Blob> blob_of(std::optional<std::string> const& value)
{
    if (!value)
        return std::nullopt;
    return db::Blob(*value);
}

}  // namespace

std::optional<OnboardingRow> find_onboarding(db::Reader const& db, OnboardingId id)
{
    return db.maybe<OnboardingRow>(R"sql(
        SELECT id, lane, done, access_token, app_secret, progress, channel_id, created_by,
               created_at
          FROM onboarding
         WHERE id = ?1
    )sql",
                                   id);
}

std::vector<OnboardingRow> open_onboardings(db::Reader const& db)
{
    return db.all<OnboardingRow>(R"sql(
        -- scan: a handful, and none older than a week
        SELECT id, lane, done, access_token, app_secret, progress, channel_id, created_by,
               created_at
          FROM onboarding
         WHERE done = 0
         ORDER BY id DESC
         LIMIT 50
    )sql");
}

OnboardingId add_onboarding(db::Writer const& tx, Lane lane, base::UserId by, base::Instant now)
{
    return tx.insert<OnboardingId>(R"sql(
        INSERT INTO onboarding (lane, created_by, created_at) VALUES (?1, ?2, ?3)
    )sql",
                                   lane, by.value, now);
}

bool claim_onboarding(db::Writer const& tx, OnboardingId id, base::Instant until, base::Instant now)
{
    return tx.run(R"sql(
        UPDATE onboarding SET busy_until = ?2 WHERE id = ?1 AND busy_until <= ?3
    )sql",
                  id, until, now) > 0;
}

void release_onboarding(db::Writer const& tx, OnboardingId id)
{
    tx.run(R"sql(
        UPDATE onboarding SET busy_until = 0 WHERE id = ?1
    )sql",
           id);
}

void keep_progress(db::Writer const& tx, OnboardingId id, std::string_view progress,
                   ChannelId channel, bool done)
{
    tx.run(R"sql(
        UPDATE onboarding SET progress = ?2, channel_id = ?3, done = ?4 WHERE id = ?1
    )sql",
           id, progress, channel, done);
}

void keep_secrets(db::Writer const& tx, OnboardingId id,
                  std::optional<std::string> const& access_token,
                  std::optional<std::string> const& app_secret)
{
    tx.run(R"sql(
        UPDATE onboarding SET access_token = ?2, app_secret = ?3 WHERE id = ?1
    )sql",
           id, blob_of(access_token), blob_of(app_secret));
}

bool drop_onboarding(db::Writer const& tx, OnboardingId id)
{
    return tx.run(R"sql(DELETE FROM onboarding WHERE id = ?1)sql", id) > 0;
}

void drop_onboardings_of(db::Writer const& tx, ChannelId channel, std::string_view person)
{
    tx.run(R"sql(
        -- scan: a handful
        DELETE FROM onboarding
         WHERE channel_id = ?1 OR (?2 <> '' AND progress ->> '$.given_by' = ?2)
    )sql",
           channel, person);
}

void drop_onboardings(db::Writer const& tx, base::Instant before)
{
    tx.run(R"sql(
        -- scan: a handful
        DELETE FROM onboarding WHERE created_at < ?1
    )sql",
           before);
}

}  // namespace accounts::store
