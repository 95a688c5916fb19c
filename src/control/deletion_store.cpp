#include "base/json.hpp"
#include "control/deletion.hpp"

namespace control::store {

namespace {

struct Row {
    std::int64_t id = 0;
    DeletionState state = DeletionState::waiting;
    std::string targets;
    base::Instant requested_at;
    std::optional<base::Instant> done_at;

    static constexpr auto row()
    {
        return std::tuple{&Row::id, &Row::state, &Row::targets, &Row::requested_at, &Row::done_at};
    }

    Deletion open() const
    {
        Deletion out{id, state, {}, requested_at, done_at};
        auto const list = base::parse_json(targets);
        if (list && list->is_array())
            for (auto const& one : *list)
                out.targets.emplace_back(
                    base::WorkspaceId{base::number_at(one, "workspace").value_or(0)},
                    base::ChannelId{base::number_at(one, "channel").value_or(0)});
        return out;
    }
};

std::string text_of(DeletionTargets const& targets)
{
    auto list = base::Json::array();
    for (auto const& [workspace, channel] : targets)
        list.push_back({{"workspace", workspace.value}, {"channel", channel.value}});
    return base::to_text(list);
}

}  // namespace

Deletion keep_deletion(ControlWriter const& db, std::string_view code_hash,
                       DeletionTargets const& targets, base::Instant now)
{
    db.run(R"sql(
        INSERT INTO deletion (code_hash, targets, requested_at) VALUES (?1, ?2, ?3)
        ON CONFLICT DO NOTHING
    )sql",
           db::Blob(code_hash), text_of(targets), now);
    return *find_deletion(db, code_hash);
}

void end_deletion(ControlWriter const& db, std::int64_t id, base::Instant now)
{
    db.run(R"sql(
        UPDATE deletion SET state = 'done', targets = '[]', done_at = ?2
         WHERE id = ?1 AND state = 'waiting'
    )sql",
           id, now);
}

std::optional<Deletion> find_deletion(ControlReader const& db, std::string_view code_hash)
{
    auto const row = db.maybe<Row>(R"sql(
        SELECT id, state, targets, requested_at, done_at FROM deletion WHERE code_hash = ?1
    )sql",
                                   db::Blob(code_hash));
    return row ? std::optional(row->open()) : std::nullopt;
}

std::vector<Deletion> waiting_deletions(ControlReader const& db)
{
    std::vector<Deletion> out;
    db.each<Row>(R"sql(
        SELECT id, state, targets, requested_at, done_at
          FROM deletion INDEXED BY deletion_waiting WHERE state = 'waiting' ORDER BY id
    )sql",
                 [&](Row&& row) { out.push_back(row.open()); });
    return out;
}

void remove_old_deletions(ControlWriter const& db, base::Instant done_before)
{
    db.run(R"sql(DELETE FROM deletion WHERE state = 'done' AND done_at < ?1)sql", done_before);
}

}  // namespace control::store
