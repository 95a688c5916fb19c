#pragma once

#include <cstdint>

#include "db/reader.hpp"

namespace workspace::store {

// Lets the row numbers of every table that never reuses them start after `base`.
void seed(db::Writer const& tx, std::int64_t base);

}  // namespace workspace::store
