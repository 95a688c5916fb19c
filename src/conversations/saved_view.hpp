#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "conversations/inbox.hpp"

// Ways of looking at the inbox that are kept under a name: one's own, and those of everybody.
namespace conversations {

using SavedViewId = base::Id<struct SavedViewNoun>;

struct SavedView {
    static constexpr auto schema = "SavedView";

    SavedViewId id;
    std::string name;
    bool shared = false;
    std::string query;
    std::int64_t count = 0;

    static constexpr auto fields()
    {
        using base::body;
        using V = SavedView;
        return std::tuple{
            body("id", &V::id, ""),
            body("name", &V::name, ""),
            body("shared", &V::shared, "Everybody's."),
            body("query", &V::query, "To be asked of GET /conversations."),
            body("count", &V::count, "Conversations that fit now; 100 stands for more, too."),
        };
    }
};

struct ListViews {
    static constexpr auto about = "Everybody's views, then your own, each by name.";
    static constexpr auto fields() { return std::tuple{}; }
};
// At most 100 views, and each counted to 100 along the index its page walks.
base::Result<base::Page<SavedView>> list_views(workspace::Desk& desk, ListViews const& in);

namespace detail {

constexpr auto view_name = "What it is called; yours are called differently each.";
constexpr auto view_query =
    "As GET /conversations is asked, such as view=mine&unread=true; without cursor and limit.";

}  // namespace detail

struct AddView {
    static constexpr auto about = "Keep a view of your own.";
    std::string name;
    std::string query;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("name", &AddView::name, detail::view_name, {.min = 1, .max = 60}),
                          body("query", &AddView::query, detail::view_query, {.max = 500})};
    }
};
// Refuse `view_exists`, `too_many_views`.
base::Result<SavedView> add_view(workspace::Desk& desk, AddView const& in);

struct ShareView {
    static constexpr auto about = "Keep a view for everybody.";
    std::string name;
    std::string query;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("name", &ShareView::name, detail::view_name, {.min = 1, .max = 60}),
                          body("query", &ShareView::query, detail::view_query, {.max = 500})};
    }
};
base::Result<SavedView> share_view(workspace::Desk& desk, ShareView const& in);

struct EditView {
    static constexpr auto about = "Call a view of yours otherwise, or keep another one under it.";
    SavedViewId view;
    std::optional<std::string> name;
    std::optional<std::string> query;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{base::path("view_id", &EditView::view, "View."),
                          body("name", &EditView::name, detail::view_name, {.min = 1, .max = 60}),
                          body("query", &EditView::query, detail::view_query, {.max = 500})};
    }
};
base::Result<SavedView> edit_view(workspace::Desk& desk, EditView const& in);

struct EditSharedView {
    static constexpr auto about = "The same of everybody's.";
    SavedViewId view;
    std::optional<std::string> name;
    std::optional<std::string> query;

    static constexpr auto fields()
    {
        using base::body;
        using E = EditSharedView;
        return std::tuple{base::path("view_id", &E::view, "View."),
                          body("name", &E::name, detail::view_name, {.min = 1, .max = 60}),
                          body("query", &E::query, detail::view_query, {.max = 500})};
    }
};
base::Result<SavedView> edit_shared_view(workspace::Desk& desk, EditSharedView const& in);

struct RemoveView {
    static constexpr auto about = "Forget a view of yours.";
    SavedViewId view;

    static constexpr auto fields()
    {
        return std::tuple{base::path("view_id", &RemoveView::view, "View.")};
    }
};
base::Result<void> remove_view(workspace::Desk& desk, RemoveView const& in);

struct RemoveSharedView {
    static constexpr auto about = "Forget a view of everybody's.";
    SavedViewId view;

    static constexpr auto fields()
    {
        return std::tuple{base::path("view_id", &RemoveSharedView::view, "View.")};
    }
};
base::Result<void> remove_shared_view(workspace::Desk& desk, RemoveSharedView const& in);

}  // namespace conversations
