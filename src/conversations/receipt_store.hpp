#pragma once

#include <string_view>

#include "base/id.hpp"
#include "base/time.hpp"
#include "conversations/words.hpp"
#include "db/reader.hpp"

// How far a message to a group came with each of its people.
namespace conversations::store {

// Never goes back; false when nothing changed.
bool keep_receipt(db::Writer const&, base::MessageId, std::string_view participant, Status,
                  base::Instant at);

}  // namespace conversations::store
