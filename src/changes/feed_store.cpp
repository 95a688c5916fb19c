#include "changes/feed.hpp"

namespace changes {

namespace {

struct Line {
    std::int64_t seq = 0;
    std::string kind;
    std::int64_t conversation = 0;
    std::int64_t entity = 0;
    base::Instant at;

    static constexpr auto row()
    {
        return std::tuple{&Line::seq, &Line::kind, &Line::conversation, &Line::entity, &Line::at};
    }
};

}  // namespace

std::int64_t note(workspace::Workspace& workspace, db::Writer const& tx, Kind kind,
                  base::ConversationId conversation, std::int64_t entity, base::Instant at)
{
    workspace.stir(workspace::Follower::live);
    return tx.insert(R"sql(
        INSERT INTO change (kind, conversation_id, entity_id, at) VALUES (?1, ?2, ?3, ?4)
    )sql",
                     base::word_of(kind), conversation.value, entity, at);
}

std::vector<Change> since(db::Reader const& db, std::int64_t seq, int limit)
{
    std::vector<Change> changes;
    db.each<Line>(
        R"sql(
        SELECT seq, kind, conversation_id, entity_id, at FROM change
         WHERE seq > ?1 ORDER BY seq LIMIT ?2
    )sql",
        [&](Line&& line) {
            // A kind of a newer version is not ours to tell.
            if (auto const kind = base::from_word<Kind>(line.kind))
                changes.push_back({line.seq, *kind, {line.conversation}, line.entity, line.at});
        },
        seq, limit);
    return changes;
}

std::int64_t newest(db::Reader const& db)
{
    return db.one<std::optional<std::int64_t>>(R"sql(SELECT MAX(seq) FROM change)sql").value_or(0);
}

std::int64_t oldest(db::Reader const& db)
{
    return db.one<std::optional<std::int64_t>>(R"sql(SELECT MIN(seq) FROM change)sql").value_or(0);
}

void prune(db::Writer const& tx, base::Instant before)
{
    // Walks from the old end and stops at the first line that is young enough.
    tx.run(R"sql(
        -- scan: from the old end, up to the first line that stays
        DELETE FROM change
         WHERE seq < (SELECT MAX(seq) FROM change)
           AND seq < COALESCE((SELECT seq FROM change WHERE at >= ?1 ORDER BY seq LIMIT 1),
                              (SELECT MAX(seq) FROM change))
    )sql",
           before);
}

}  // namespace changes
