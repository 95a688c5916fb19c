#include "saved/reply.hpp"

#include <algorithm>

#include "accounts/account.hpp"
#include "channels/list.hpp"
#include "contacts/store.hpp"
#include "conversations/conversation_store.hpp"
#include "saved/show.hpp"
#include "saved/variables.hpp"

namespace saved {

using base::Error;
using base::Fault;

namespace {

constexpr int PageRows = 200;

Error missing() { return Error{Fault::not_found, "not_found"}; }

Error taken()
{
    return {Fault::conflict,
            "shortcut_taken",
            "Another reply has this shortcut in that language and team.",
            {{"shortcut", "taken"}}};
}

// Exactly these files from now on: those it has stay, others are kept with it.
base::Result<void> set_files(workspace::Desk& desk, db::Writer const& tx, SavedReplyId reply,
                             std::vector<base::MediaId> const& wanted)
{
    auto const has = media::of_replies(tx, {reply});
    for (auto const& [_, file] : has)
        if (std::ranges::find(wanted, file.id) == wanted.end())
            media::drop(tx, file.id);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto const there = std::ranges::any_of(
            has, [&](auto const& one) { return one.second.id == wanted[i]; });
        if (there)
            continue;
        auto const kept = media::keep(desk, tx, wanted[i], reply);
        if (!kept && kept.error().fault == Fault::not_found)
            return Error{Fault::invalid,
                         "invalid_input",
                         "Look at the named fields.",
                         {{"media_ids[" + std::to_string(i) + "]", "not_found"}}};
        TRY(kept);
    }
    return {};
}

Reply shown(db::Reader const& db, SavedReplyId id)
{
    return std::move(show(db, {*store::find(db, id)}).front());
}

}  // namespace

base::Result<base::Page<Reply>> list(workspace::Desk& desk, ListReplies const& in)
{
    SavedReplyId after;
    if (in.cursor) {
        auto const read = SavedReplyId::parse(*in.cursor);
        if (!read)
            return Error{Fault::invalid,
                         "invalid_input",
                         "Look at the named fields.",
                         {{"cursor", "bad_format"}}};
        after = *read;
    }
    auto const limit = int(in.limit.value_or(PageRows));
    auto const reader = desk.workspace->read();
    db::Snapshot const still{*reader};
    auto rows = store::page(*reader, after, limit + 1);
    base::Page<Reply> page;
    if (int(rows.size()) > limit) {
        rows.pop_back();
        page.next = rows.back().id.text();
    }
    page.data = show(*reader, rows);
    return page;
}

base::Result<Reply> find(workspace::Desk& desk, FindReply const& in)
{
    auto const reader = desk.workspace->read();
    db::Snapshot const still{*reader};
    auto const row = store::find(*reader, in.reply);
    if (!row)
        return missing();
    return std::move(show(*reader, {*row}).front());
}

base::Result<Reply> add(workspace::Desk& desk, AddReply const& in)
{
    store::Row row;
    row.shortcut = in.shortcut;
    row.language = in.language.value_or("");
    row.team = in.team.value_or(base::TeamId{}).value;
    row.text = in.text;
    row.buttons = as_json(in.buttons);
    row.created_at = desk.now();
    TRY(check(row, in.buttons, !in.media.empty()));
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Reply> {
        if (store::count(tx) >= MostReplies)
            return Error{Fault::conflict, "too_many_replies", std::to_string(MostReplies)};
        auto const id = store::add(tx, row);
        if (!id)
            return taken();
        TRY(set_files(desk, tx, *id, in.media));
        note_change(desk, tx);
        return shown(tx, *id);
    });
}

base::Result<Reply> edit(workspace::Desk& desk, EditReply const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Reply> {
        auto const known = store::find(tx, in.reply);
        if (!known)
            return missing();
        auto row = *known;
        if (in.shortcut)
            row.shortcut = *in.shortcut;
        if (in.text)
            row.text = *in.text;
        if (in.language)
            row.language = in.language->value_or("");
        if (in.team)
            row.team = in.team->value_or(base::TeamId{}).value;
        auto const buttons = in.buttons.value_or(words_in(row.buttons));
        row.buttons = as_json(buttons);
        row.updated_at = desk.now();
        auto const has_files = in.media ? !in.media->empty()
                                        : !media::of_replies(tx, {in.reply}).empty();
        TRY(check(row, buttons, has_files));
        if (!store::save(tx, row))
            return taken();
        if (in.media)
            TRY(set_files(desk, tx, in.reply, *in.media));
        note_change(desk, tx);
        return shown(tx, in.reply);
    });
}

base::Result<void> remove(workspace::Desk& desk, RemoveReply const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        if (!store::find(tx, in.reply))
            return missing();
        store::remove(tx, in.reply);
        note_change(desk, tx);
        return {};
    });
}

base::Result<Used> use(workspace::Desk& desk, UseReply const& in)
{
    // Names are asked for before the write: they lie in another file.
    Values values;
    values.agent_name = desk.asker.user ? desk.people.name_of(desk.workspace->id(), desk.asker.user)
                                        : desk.asker.name;
    values.workspace_name = desk.people.workspace_name(desk.workspace->id());
    values.conversation_id = in.conversation.text();
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Used> {
        auto const row = store::find(tx, in.reply);
        auto const conversation = conversations::store::find(tx, in.conversation);
        if (!row || !conversation)
            return missing();
        values.contact_name = contacts::store::name_of(tx, conversation->contact);
        Used out{fill(row->text, values), words_in(row->buttons), {}};
        auto const account = accounts::brief(tx, conversation->channel);
        auto const* const channel = account ? channels::find(account->kind) : nullptr;
        if (!channel)
            return missing();
        for (auto const& [_, file] : media::of_replies(tx, {in.reply})) {
            auto const made = TRY(
                media::again(desk, tx, file.id, conversation->channel, channel->traits()));
            out.media.push_back(*media::find(tx, made));
        }
        store::was_used(tx, in.reply, desk.now());
        return out;
    });
}

}  // namespace saved
