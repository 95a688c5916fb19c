#include "accounts/reseal.hpp"

#include "accounts/channel.hpp"
#include "accounts/reseal_store.hpp"
#include "crypto/sealed.hpp"

namespace accounts {

base::Result<int> reseal(workspace::Workspace& workspace)
{
    auto const& sealer = workspace.sealer();
    auto const newest = crypto::key_version_of(sealer.seal("", {"channel", "newest", 0, {}}));
    int changed = 0;
    // Read and written in one transaction, so that a credential replaced meanwhile stays.
    TRY(workspace.write([&](db::Writer const& tx) -> base::Result<void> {
        auto const reseal_one = [&](std::string_view column, std::string& value, std::int64_t row,
                                    ChannelId channel,
                                    std::string_view table) -> base::Result<bool> {
            if (crypto::key_version_of(value) == newest)
                return false;
            workspace::Sealer::Place const place{table, column, row, channel};
            value = sealer.seal(TRY(sealer.open(value, place)), place);
            ++changed;
            return true;
        };
        for (auto& row : store::sealed_values(tx)) {
            auto const again = [&](std::string_view column, std::string& value) {
                return reseal_one(column, value, row.id.value, row.id, "channel");
            };
            auto any = TRY(again("verify_token", row.verify_token));
            if (row.access_token)
                any |= TRY(again("access_token", *row.access_token));
            if (row.app_secret)
                any |= TRY(again("app_secret", *row.app_secret));
            if (any)
                store::replace_sealed_values(tx, row);
        }
        for (auto& row : store::sealed_pastes(tx)) {
            auto any = false;
            for (auto const& [column, value] : {std::pair{"access_token", &row.access_token},
                                                std::pair{"app_secret", &row.app_secret}})
                if (*value)
                    any |= TRY(reseal_one(column, **value, row.id, {}, "onboarding"));
            if (any)
                store::replace_sealed_paste(tx, row);
        }
        return {};
    }));
    return changed;
}

}  // namespace accounts
