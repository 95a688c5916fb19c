#include "media/reseal_store.hpp"

namespace media::store {

std::vector<SealedKey> sealed_keys(db::Reader const& db, MediaId after, int limit)
{
    return db.all<SealedKey>(R"sql(
        SELECT id, channel_id, file_key FROM media
         WHERE id > ?1 AND file_key IS NOT NULL ORDER BY id LIMIT ?2
    )sql",
                             after.value, limit);
}

void replace_sealed_key(db::Writer const& tx, MediaId id, std::string_view sealed)
{
    tx.run(R"sql(
        UPDATE media SET file_key = ?2 WHERE id = ?1
    )sql",
           id, db::Blob(sealed));
}

}  // namespace media::store
