#pragma once

#include <string>
#include <vector>

#include "conversations/labels.hpp"
#include "db/reader.hpp"

namespace conversations::store {

std::vector<Label> labels(db::Reader const&);
std::optional<Label> label(db::Reader const&, base::LabelId);
// Nothing when the name is taken.
std::optional<base::LabelId> add_label(db::Writer const&, std::string_view name,
                                       std::string_view colour, base::Instant now, bool sample);
bool save_label(db::Writer const&, base::LabelId, std::string_view name, std::string_view colour);
void remove_label(db::Writer const&, base::LabelId);
std::vector<base::ConversationId> labelled(db::Reader const&, base::LabelId, int limit);
// Leaves exactly these; unknown ids are left out. Gives how many of the ids exist.
std::int64_t set_labels(db::Writer const&, base::ConversationId, std::vector<base::LabelId> const&);

struct Draft {
    DraftMode mode = DraftMode::reply;
    std::string text;
    base::Instant updated_at;

    static constexpr auto row()
    {
        return std::tuple{&Draft::mode, &Draft::text, &Draft::updated_at};
    }
};
std::optional<Draft> draft(db::Reader const&, base::ConversationId, base::UserId);
void save_draft(db::Writer const&, base::ConversationId, base::UserId, Draft const&);
void drop_draft(db::Writer const&, base::ConversationId, base::UserId);

}  // namespace conversations::store
