#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/time.hpp"
#include "db/reader.hpp"

namespace outbox::store {

std::vector<std::tuple<std::string, double, base::Instant>> load_pace(db::Reader const& db);
void clear_pace(db::Writer const& tx);
void keep_pace(db::Writer const& tx, std::string_view name, double tokens, base::Instant at);

}  // namespace outbox::store
