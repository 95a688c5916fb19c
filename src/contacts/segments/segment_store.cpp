#include "contacts/segments/segment_store.hpp"

#include "base/json.hpp"
#include "base/read_json.hpp"

namespace contacts::store {

namespace {

struct SegmentRow {
    Segment segment;

    static SegmentRow from(db::Columns& columns)
    {
        Segment s;
        s.id = columns.next<SegmentId>();
        s.name = columns.next<std::string>();
        if (auto const list = base::parse_json(columns.next<std::string>()))
            for (auto const& one : *list)
                if (auto condition = base::read_json<Condition>(one))
                    s.conditions.push_back(std::move(*condition));
        s.created_at = columns.next<base::Instant>();
        return {std::move(s)};
    }
};

std::string as_text(std::vector<Condition> const& conditions)
{
    return base::to_text(base::write_json(conditions));
}

}  // namespace

std::vector<Segment> segments(db::Reader const& db)
{
    std::vector<Segment> list;
    db.each<SegmentRow>(R"sql(
        -- scan: a workspace has some dozens of segments
        SELECT id, name, conditions, created_at FROM segment ORDER BY name
    )sql",
                        [&](SegmentRow&& row) { list.push_back(std::move(row.segment)); });
    return list;
}

std::optional<Segment> segment(db::Reader const& db, SegmentId id)
{
    auto row = db.maybe<SegmentRow>(R"sql(
        SELECT id, name, conditions, created_at FROM segment WHERE id = ?1
    )sql",
                                    id);
    if (!row)
        return std::nullopt;
    return std::move(row->segment);
}

std::optional<SegmentId> add_segment(db::Writer const& tx, Segment const& s, base::UserId by)
{
    return tx.try_insert<SegmentId>(R"sql(
        INSERT INTO segment (name, conditions, created_by, created_at) VALUES (?1, ?2, ?3, ?4)
    )sql",
                                    s.name, as_text(s.conditions), by.value, s.created_at);
}

bool save_segment(db::Writer const& tx, Segment const& s)
{
    try {
        tx.run(R"sql(UPDATE segment SET name = ?2, conditions = ?3 WHERE id = ?1)sql", s.id, s.name,
               as_text(s.conditions));
        return true;
    } catch (db::Broken const& e) {
        if (e.is_unique())
            return false;
        throw;
    }
}

bool remove_segment(db::Writer const& tx, SegmentId id)
{
    return tx.run(R"sql(DELETE FROM segment WHERE id = ?1)sql", id) > 0;
}

}  // namespace contacts::store
