#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "conversations/saved_view.hpp"
#include "db/reader.hpp"

namespace conversations::store {

struct SavedViewRow {
    SavedViewId id;
    base::UserId user;  // 0: everybody's
    std::string name;
    std::string query;

    static constexpr auto row()
    {
        using R = SavedViewRow;
        return std::tuple{&R::id, &R::user, &R::name, &R::query};
    }
};

// Of one owner, by name.
std::vector<SavedViewRow> views_of(db::Reader const&, base::UserId);
int count_views(db::Reader const&, base::UserId);
std::optional<SavedViewRow> saved_view(db::Reader const&, SavedViewId);
// Nothing, or false, when the owner has one of that name.
std::optional<SavedViewId> add_view(db::Writer const&, base::UserId, std::string_view name,
                                    std::string_view query, base::Instant now);
bool save_view(db::Writer const&, SavedViewRow const&);
void remove_view(db::Writer const&, SavedViewId);

}  // namespace conversations::store
