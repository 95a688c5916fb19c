#pragma once

#include "base/id.hpp"

// Numbers of what only this room has.
namespace contacts {

using FieldId = base::Id<struct FieldNoun>;
using NoteId = base::Id<struct NoteNoun>;
using SegmentId = base::Id<struct SegmentNoun>;

}  // namespace contacts
