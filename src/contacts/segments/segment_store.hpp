#pragma once

#include <optional>
#include <vector>

#include "contacts/segments/segment.hpp"
#include "db/reader.hpp"

namespace contacts::store {

std::vector<Segment> segments(db::Reader const&);
std::optional<Segment> segment(db::Reader const&, SegmentId);
// Nothing when the name is taken.
std::optional<SegmentId> add_segment(db::Writer const&, Segment const&, base::UserId by);
// False when the name is another's.
bool save_segment(db::Writer const&, Segment const&);
bool remove_segment(db::Writer const&, SegmentId);

}  // namespace contacts::store
