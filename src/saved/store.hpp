#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/reader.hpp"
#include "saved/reply.hpp"

// The table of saved replies: at most some thousands of rows.
namespace saved::store {

struct Row {
    SavedReplyId id;
    std::string shortcut;
    std::string language;
    std::int64_t team = 0;
    std::string text;
    std::string buttons;  // JSON
    std::int64_t uses = 0;
    std::optional<base::Instant> used_at;
    base::Instant created_at;
    base::Instant updated_at;

    static constexpr auto row()
    {
        return std::tuple{&Row::id,         &Row::shortcut,  &Row::language, &Row::team,
                          &Row::text,       &Row::buttons,   &Row::uses,     &Row::used_at,
                          &Row::created_at, &Row::updated_at};
    }
};

std::vector<Row> page(db::Reader const& db, SavedReplyId after, int limit);
std::optional<Row> find(db::Reader const& db, SavedReplyId id);
// By what is unique of it.
std::optional<Row> find(db::Reader const& db, std::string_view shortcut, std::string_view language,
                        std::int64_t team);
std::int64_t count(db::Reader const& db);
// Nothing, and false, when another reply has that shortcut in that language and team.
std::optional<SavedReplyId> add(db::Writer const& tx, Row const& row);
bool save(db::Writer const& tx, Row const& row);
void remove(db::Writer const& tx, SavedReplyId id);
void was_used(db::Writer const& tx, SavedReplyId id, base::Instant at);

}  // namespace saved::store
