#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "contacts/segments/condition.hpp"
#include "workspace/desk.hpp"

// A filter of people with a name, seen by the whole team. Who is in it is asked anew each time: its
// members are those of whom the conditions hold at that moment (contacts::members).
namespace contacts {

struct Segment {
    static constexpr auto schema = "Segment";

    SegmentId id;
    std::string name;
    std::vector<Condition> conditions;
    base::Instant created_at;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("id", &Segment::id, ""), body("name", &Segment::name, ""),
                          body("conditions", &Segment::conditions, "All of them hold."),
                          body("created_at", &Segment::created_at, "")};
    }
};

struct ListSegments {
    static constexpr auto about = "Every saved filter of people, by name.";
    static constexpr auto fields() { return std::tuple{}; }
};
base::Result<base::Page<Segment>> list_segments(workspace::Desk& desk, ListSegments const& in);

// Refuses segment_exists, too_many_segments, and conditions as searchContacts does.
struct AddSegment {
    static constexpr auto about = "Save a filter of people under a name.";
    std::string name;
    std::vector<Condition> conditions;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("name", &AddSegment::name, "Unique, case ignored.", {.min = 1, .max = 60}),
            body("conditions", &AddSegment::conditions, "", {.min = 1, .max = MostConditions}),
        };
    }
};
base::Result<Segment> add_segment(workspace::Desk& desk, AddSegment const& in);

struct EditSegment {
    static constexpr auto about = "Rename a segment or change its conditions.";
    SegmentId segment;
    std::optional<std::string> name;
    std::optional<std::vector<Condition>> conditions;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            base::path("segment_id", &EditSegment::segment, "Segment."),
            body("name", &EditSegment::name, "", {.min = 1, .max = 60}),
            body("conditions", &EditSegment::conditions, "", {.min = 1, .max = MostConditions}),
        };
    }
};
base::Result<Segment> edit_segment(workspace::Desk& desk, EditSegment const& in);

struct RemoveSegment {
    static constexpr auto about = "Forget a segment; the people in it stay.";
    SegmentId segment;

    static constexpr auto fields()
    {
        return std::tuple{base::path("segment_id", &RemoveSegment::segment, "Segment.")};
    }
};
base::Result<void> remove_segment(workspace::Desk& desk, RemoveSegment const& in);

}  // namespace contacts
