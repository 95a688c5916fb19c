#include "accounts/reseal_store.hpp"

namespace accounts::store {

namespace {

std::optional<db::Blob> blob_of(std::optional<std::string> const& value)
{
    if (!value)
        return std::nullopt;
    return db::Blob(*value);
}

}  // namespace

std::vector<SealedValues> sealed_values(db::Reader const& db)
{
    return db.all<SealedValues>(R"sql(
        -- scan: a workspace has a handful of channels
        SELECT id, verify_token, access_token, app_secret FROM channel
         WHERE length(verify_token) > 0
    )sql");
}

void replace_sealed_values(db::Writer const& tx, SealedValues const& values)
{
    tx.run(R"sql(
        UPDATE channel SET verify_token = ?2, access_token = ?3, app_secret = ?4 WHERE id = ?1
    )sql",
           values.id, db::Blob(values.verify_token), blob_of(values.access_token),
           blob_of(values.app_secret));
}

std::vector<SealedPaste> sealed_pastes(db::Reader const& db)
{
    return db.all<SealedPaste>(R"sql(
        -- scan: a handful
        SELECT id, access_token, app_secret FROM onboarding WHERE access_token IS NOT NULL
    )sql");
}

void replace_sealed_paste(db::Writer const& tx, SealedPaste const& values)
{
    tx.run(R"sql(
        UPDATE onboarding SET access_token = ?2, app_secret = ?3 WHERE id = ?1
    )sql",
           values.id, blob_of(values.access_token), blob_of(values.app_secret));
}

}  // namespace accounts::store
