#pragma once

#include <vector>

#include "saved/store.hpp"

namespace saved {

// Rows as answers, with their files.
std::vector<Reply> show(db::Reader const& db, std::vector<store::Row> const& rows);

// Whether a reply can be kept as it is; fills in nothing. Refuses invalid_input.
base::Result<void> check(store::Row const& row, std::vector<std::string> const& buttons,
                         bool has_files);

std::string as_json(std::vector<std::string> const& words);
std::vector<std::string> words_in(std::string_view json);

// Tells every dashboard that the replies are not what they were.
void note_change(workspace::Desk& desk, db::Writer const& tx);

}  // namespace saved
