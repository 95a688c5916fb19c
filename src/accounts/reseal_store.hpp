#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "db/reader.hpp"

namespace accounts::store {

struct SealedValues {
    base::ChannelId id;
    std::string verify_token;
    std::optional<std::string> access_token;
    std::optional<std::string> app_secret;

    static constexpr auto row()
    {
        using S = SealedValues;
        return std::tuple{&S::id, &S::verify_token, &S::access_token, &S::app_secret};
    }
};
std::vector<SealedValues> sealed_values(db::Reader const& db);
void replace_sealed_values(db::Writer const& tx, SealedValues const& values);

// The same of numbers on their way in.
struct SealedPaste {
    std::int64_t id = 0;
    std::optional<std::string> access_token;
    std::optional<std::string> app_secret;

    static constexpr auto row()
    {
        using S = SealedPaste;
        return std::tuple{&S::id, &S::access_token, &S::app_secret};
    }
};
std::vector<SealedPaste> sealed_pastes(db::Reader const& db);
void replace_sealed_paste(db::Writer const& tx, SealedPaste const& values);

}  // namespace accounts::store
