#include "conversations/saved_view.hpp"

#include <algorithm>

#include "changes/feed.hpp"
#include "conversations/saved_view_store.hpp"

namespace conversations {

using base::Error;
using base::Fault;

namespace {

constexpr base::UserId Everybody{};
constexpr int MostViews = 50;
constexpr int MostCounted = 100;

Error wrong_query()
{
    return Error{
        Fault::invalid, "invalid_input", "Look at the named fields.", {{"query", "bad_format"}}};
}

// Names, numbers and words of ours only: nothing in it needs to be escaped.
bool is_plain(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

base::Result<ListConversations> asked(std::string_view query)
{
    base::Input input;
    while (!query.empty()) {
        auto const part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), part.size() + 1));
        auto const equals = part.find('=');
        if (equals == part.npos)
            return wrong_query();
        auto const name = part.substr(0, equals);
        auto const value = part.substr(equals + 1);
        if (!is_plain(name) || !is_plain(value))
            return wrong_query();
        input.query.emplace_back(name, value);
    }
    auto in = base::read_input<ListConversations>(input);
    if (!in || in->cursor || in->limit)
        return wrong_query();
    return std::move(*in);
}

SavedView shown(workspace::Desk& desk, db::Reader const& db, store::SavedViewRow const& row)
{
    SavedView view{row.id, row.name, row.user == Everybody, row.query, 0};
    // What a later version kept and this one does not understand is shown all the same.
    if (auto const in = asked(row.query))
        view.count = count_up_to(desk, db, *in, MostCounted);
    return view;
}

void note(workspace::Desk& desk, db::Writer const& tx)
{
    changes::note(*desk.workspace, tx, changes::Kind::views_updated, {}, 0, desk.now());
}

Error taken()
{
    return Error{
        Fault::conflict, "view_exists", "Another view has this name.", {{"name", "taken"}}};
}

base::Result<SavedView> add(workspace::Desk& desk, base::UserId owner, std::string const& name,
                            std::string const& query)
{
    TRY(asked(query));
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<SavedView> {
        if (store::count_views(tx, owner) >= MostViews)
            return Error{Fault::conflict, "too_many_views", std::to_string(MostViews)};
        auto const id = store::add_view(tx, owner, name, query, desk.now());
        if (!id)
            return taken();
        note(desk, tx);
        return shown(desk, tx, *store::saved_view(tx, *id));
    });
}

// A view of another owner is none.
base::Result<store::SavedViewRow> own(db::Reader const& db, base::UserId owner, SavedViewId id)
{
    auto row = store::saved_view(db, id);
    if (!row || row->user != owner)
        return Error{Fault::not_found, "not_found"};
    return std::move(*row);
}

template <class In>
base::Result<SavedView> edit(workspace::Desk& desk, base::UserId owner, In const& in)
{
    if (in.query)
        TRY(asked(*in.query));
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<SavedView> {
        auto row = TRY(own(tx, owner, in.view));
        row.name = in.name.value_or(row.name);
        row.query = in.query.value_or(row.query);
        if (!store::save_view(tx, row))
            return taken();
        note(desk, tx);
        return shown(desk, tx, row);
    });
}

base::Result<void> remove(workspace::Desk& desk, base::UserId owner, SavedViewId id)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        TRY(own(tx, owner, id));
        store::remove_view(tx, id);
        note(desk, tx);
        return {};
    });
}

}  // namespace

base::Result<base::Page<SavedView>> list_views(workspace::Desk& desk, ListViews const&)
{
    auto const reader = desk.workspace->read();
    db::Snapshot const still{*reader};
    base::Page<SavedView> page;
    auto const add_all = [&](base::UserId owner) {
        for (auto const& row : store::views_of(*reader, owner))
            page.data.push_back(shown(desk, *reader, row));
    };
    add_all(Everybody);
    if (desk.asker.user)
        add_all(desk.asker.user);
    return page;
}

base::Result<SavedView> add_view(workspace::Desk& desk, AddView const& in)
{
    return add(desk, desk.asker.user, in.name, in.query);
}

base::Result<SavedView> share_view(workspace::Desk& desk, ShareView const& in)
{
    return add(desk, Everybody, in.name, in.query);
}

base::Result<SavedView> edit_view(workspace::Desk& desk, EditView const& in)
{
    return edit(desk, desk.asker.user, in);
}

base::Result<SavedView> edit_shared_view(workspace::Desk& desk, EditSharedView const& in)
{
    return edit(desk, Everybody, in);
}

base::Result<void> remove_view(workspace::Desk& desk, RemoveView const& in)
{
    return remove(desk, desk.asker.user, in.view);
}

base::Result<void> remove_shared_view(workspace::Desk& desk, RemoveSharedView const& in)
{
    return remove(desk, Everybody, in.view);
}

}  // namespace conversations
