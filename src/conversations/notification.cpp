#include "conversations/notification.hpp"

#include <chrono>
#include <map>
#include <stdexcept>

#include "base/cursor.hpp"
#include "base/text.hpp"
#include "changes/feed.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/message_store.hpp"
#include "conversations/notification_store.hpp"

namespace conversations {

using namespace std::chrono_literals;

namespace {

constexpr int PageRows = 50;
constexpr int MostCounted = 1000;
constexpr std::size_t TextShown = 200;
constexpr auto KeptFor = 24h * 90;
constexpr int DropBatch = 500;

void note(workspace::Workspace& workspace, db::Writer const& tx, base::UserId user)
{
    changes::note(workspace, tx, changes::Kind::notifications_updated, {}, user.value,
                  workspace.world().now());
}

}  // namespace

base::Result<NotificationPage> list_notifications(workspace::Desk& desk,
                                                  ListNotifications const& in)
{
    auto const before = TRY(base::before_cursor(in.cursor));
    auto const limit = int(in.limit.value_or(PageRows));
    auto const reader = desk.workspace->read();
    db::Snapshot const still{*reader};
    auto rows = store::notifications(*reader, desk.asker.user, before, limit + 1);
    NotificationPage page;
    if (int(rows.size()) > limit) {
        rows.pop_back();
        page.next = rows.back().id.text();
    }
    std::vector<base::ConversationId> ids;
    for (auto const& row : rows)
        ids.push_back(row.conversation);
    std::map<base::ConversationId, ContactRef> contacts;
    for (auto& one :
         store::show(*reader, ids, desk.asker.user, desk.workspace->id(), desk.people, desk.now()))
        contacts[one.id] = std::move(one.contact);
    for (auto const& row : rows) {
        Notification out;
        out.id = row.id;
        out.kind = row.kind;
        out.conversation = row.conversation;
        out.contact = contacts[row.conversation];
        out.message = row.message;
        out.text = std::string(base::first_points(row.text, TextShown));
        out.author.kind = row.author_kind;
        if (row.author != 0) {
            out.author.id = AuthorId{row.author};
            out.author.name = desk.people.name_of(desk.workspace->id(), {row.author});
        }
        out.at = row.at;
        out.read_at = row.read_at;
        page.data.push_back(std::move(out));
    }
    page.unread = store::count_unread_notifications(*reader, desk.asker.user, MostCounted);
    return page;
}

base::Result<void> read_notifications(workspace::Desk& desk, ReadNotifications const& in)
{
    // Opening a conversation asks every time; mostly there is nothing, and that costs no commit.
    if (store::count_unread_notifications(*desk.workspace->read(), desk.asker.user, 1) == 0)
        return {};
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
        if (store::read_notifications(tx, desk.asker.user, in.conversation, desk.now()) > 0)
            note(*desk.workspace, tx, desk.asker.user);
        return {};
    });
}

base::Result<NotificationChoice> show_notification_choice(workspace::Desk& desk,
                                                          ShowNotificationChoice const&)
{
    return NotificationChoice{store::muted(*desk.workspace->read(), desk.asker.user)};
}

base::Result<NotificationChoice> choose_notifications(workspace::Desk& desk,
                                                      ChooseNotifications const& in)
{
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<NotificationChoice> {
        store::set_muted(tx, desk.asker.user, in.muted);
        return NotificationChoice{store::muted(tx, desk.asker.user)};
    });
}

void notify(workspace::Desk& desk, db::Writer const& tx, Told const& told)
{
    if (told.user == desk.asker.user || store::is_muted(tx, told.user, told.kind))
        return;
    store::add_notification(tx, told, store::author_kind(desk.asker), desk.asker.user.value,
                            desk.now());
    note(*desk.workspace, tx, told.user);
}

void drop_old_notifications(workspace::Workspace& workspace)
{
    auto const before = workspace.world().now() - KeptFor;
    for (;;) {
        auto const dropped = workspace.write(
            [&](db::Writer& tx) { return store::drop_notifications(tx, before, DropBatch); },
            db::Priority::background);
        if (!dropped)
            throw std::runtime_error(dropped.error().code);
        if (*dropped < DropBatch)
            return;
    }
}

}  // namespace conversations
