#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/reader.hpp"
#include "media/media.hpp"

namespace media::store {

struct SealedKey {
    MediaId id;
    base::ChannelId channel;
    std::string file_key;

    static constexpr auto row()
    {
        return std::tuple{&SealedKey::id, &SealedKey::channel, &SealedKey::file_key};
    }
};
// In order of their numbers, from the one after `after` on.
std::vector<SealedKey> sealed_keys(db::Reader const& db, MediaId after, int limit);
void replace_sealed_key(db::Writer const& tx, MediaId id, std::string_view sealed);

}  // namespace media::store
