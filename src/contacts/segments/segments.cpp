#include "changes/feed.hpp"
#include "contacts/refuse.hpp"
#include "contacts/segments/segment_store.hpp"

namespace contacts {

namespace {

constexpr std::size_t MostSegments = 200;

base::Error taken()
{
    return {base::Fault::conflict,
            "segment_exists",
            "Another segment has this name.",
            {{"name", "taken"}}};
}

void note(workspace::Desk& desk, db::Writer const& tx)
{
    changes::note(*desk.workspace, tx, changes::Kind::segments_updated, {}, 0, desk.now());
}

}  // namespace

base::Result<base::Page<Segment>> list_segments(workspace::Desk& desk, ListSegments const&)
{
    return base::Page<Segment>{store::segments(*desk.workspace->read()), std::nullopt};
}

base::Result<Segment> add_segment(workspace::Desk& desk, AddSegment const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Segment> {
        TRY(tests_of(tx, in.conditions, desk.now()));
        if (store::segments(tx).size() >= MostSegments)
            return base::Error{base::Fault::conflict, "too_many_segments",
                               "200 are the most there may be."};
        auto const id = store::add_segment(tx, {{}, in.name, in.conditions, desk.now()},
                                           desk.asker.user);
        if (!id)
            return taken();
        note(desk, tx);
        return *store::segment(tx, *id);
    });
}

base::Result<Segment> edit_segment(workspace::Desk& desk, EditSegment const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Segment> {
        auto segment = store::segment(tx, in.segment);
        if (!segment)
            return not_here();
        segment->name = in.name.value_or(segment->name);
        if (in.conditions) {
            TRY(tests_of(tx, *in.conditions, desk.now()));
            segment->conditions = *in.conditions;
        }
        if (!store::save_segment(tx, *segment))
            return taken();
        note(desk, tx);
        return *store::segment(tx, in.segment);
    });
}

base::Result<void> remove_segment(workspace::Desk& desk, RemoveSegment const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        if (!store::remove_segment(tx, in.segment))
            return not_here();
        note(desk, tx);
        return {};
    });
}

}  // namespace contacts
