#include "conversations/labels.hpp"

#include "changes/feed.hpp"
#include "conversations/label_store.hpp"

namespace conversations {

using base::Error;
using base::Fault;

namespace {

// Rows of open inboxes that are refreshed at once; the rest shows the change when next opened.
constexpr int RefreshedRows = 200;

Error taken()
{
    return Error{
        Fault::conflict, "label_exists", "Another label has this name.", {{"name", "taken"}}};
}

void note(workspace::Desk& desk, db::Writer const& tx)
{
    changes::note(*desk.workspace, tx, changes::Kind::labels_updated, {}, 0, desk.now());
}

}  // namespace

base::Result<base::Page<Label>> list_labels(workspace::Desk& desk, ListLabels const&)
{
    return base::Page<Label>{store::labels(*desk.workspace->read()), std::nullopt};
}

base::Result<Label> add_label(workspace::Desk& desk, AddLabel const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Label> {
        auto const id = store::add_label(tx, in.name, base::word_of(in.colour), desk.now(), false);
        if (!id)
            return taken();
        note(desk, tx);
        return *store::label(tx, *id);
    });
}

base::Result<Label> edit_label(workspace::Desk& desk, EditLabel const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Label> {
        auto const label = store::label(tx, in.label);
        if (!label)
            return Error{Fault::not_found, "not_found"};
        if (!store::save_label(tx, in.label, in.name.value_or(label->name),
                               base::word_of(in.colour.value_or(label->colour))))
            return taken();
        for (auto const id : store::labelled(tx, in.label, RefreshedRows))
            changes::note(*desk.workspace, tx, changes::Kind::conversation_updated, id, 0,
                          desk.now());
        note(desk, tx);
        return *store::label(tx, in.label);
    });
}

base::Result<void> remove_label(workspace::Desk& desk, RemoveLabel const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        if (!store::label(tx, in.label))
            return Error{Fault::not_found, "not_found"};
        auto const rows = store::labelled(tx, in.label, RefreshedRows);
        store::remove_label(tx, in.label);
        for (auto const id : rows)
            changes::note(*desk.workspace, tx, changes::Kind::conversation_updated, id, 0,
                          desk.now());
        note(desk, tx);
        return {};
    });
}

}  // namespace conversations
