#include "media/reseal.hpp"

#include "crypto/sealed.hpp"
#include "media/reseal_store.hpp"

namespace media {

namespace {

constexpr int RowsAtOnce = 200;

}  // namespace

base::Result<int> reseal(workspace::Workspace& workspace)
{
    auto const& sealer = workspace.sealer();
    auto const newest = crypto::key_version_of(sealer.seal("", {"media", "newest", 0, {}}));
    int changed = 0;
    MediaId after;
    for (auto more = true; more;) {
        auto const pass = [&](db::Writer const& tx) -> base::Result<bool> {
            auto const rows = store::sealed_keys(tx, after, RowsAtOnce);
            for (auto const& row : rows) {
                after = row.id;
                if (crypto::key_version_of(row.file_key) == newest)
                    continue;
                workspace::Sealer::Place const place{"media", "file_key", row.id.value,
                                                     row.channel};
                store::replace_sealed_key(
                    tx, row.id, sealer.seal(TRY(sealer.open(row.file_key, place)), place));
                ++changed;
            }
            return int(rows.size()) == RowsAtOnce;
        };
        more = TRY(workspace.write(pass, db::Priority::background));
    }
    return changed;
}

}  // namespace media
