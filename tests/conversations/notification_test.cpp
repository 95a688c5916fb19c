#include "conversations/notification.hpp"

#include "conversations/house.hpp"
#include "conversations/reply.hpp"
#include "conversations/tend.hpp"

using namespace std::chrono_literals;
using namespace conversations;
using tests::Inbox;

namespace {

struct Team : Inbox {
    Team() { take(text("wamid.1", tests::rina(), 0s, "halo")); }

    workspace::Desk desk_of(std::int64_t user)
    {
        auto desk = world.desk();
        desk.asker.user = {user};
        desk.asker.name = world.people.names[user];
        return desk;
    }
    NotificationPage told(std::int64_t user, std::optional<std::string> cursor = {},
                          std::optional<std::int64_t> limit = {})
    {
        auto desk = desk_of(user);
        return *list_notifications(desk, {cursor, limit});
    }
    void assign(std::int64_t by, std::optional<std::optional<base::UserId>> to)
    {
        auto desk = desk_of(by);
        ChangeConversation in;
        in.conversation = only().id;
        in.assignee = to;
        REQUIRE(change(desk, in).ok());
    }
    base::Result<Message> try_note(std::int64_t by, std::string words,
                                   std::vector<base::UserId> whom,
                                   std::optional<std::string> client_id = {})
    {
        auto desk = desk_of(by);
        return write_note(desk, {only().id, std::move(words), std::move(whom), client_id});
    }
    void note(std::int64_t by, std::string words, std::vector<base::UserId> whom)
    {
        REQUIRE(try_note(by, std::move(words), std::move(whom)).ok());
    }
};

}  // namespace

TEST_CASE("notifications: who is given a conversation is told by whom, and only they")
{
    Team team;
    team.assign(1, base::UserId{2});
    auto const told = team.told(2);
    REQUIRE(told.data.size() == 1);
    CHECK(told.unread == 1);
    CHECK(told.data[0].kind == NotificationKind::assigned);
    CHECK(told.data[0].conversation == team.only().id);
    CHECK(told.data[0].contact.name == "Rina");
    CHECK(told.data[0].author.name == "Ayu");
    CHECK_FALSE(told.data[0].read_at);
    CHECK(team.told(1).data.empty());
    CHECK(team.told(3).data.empty());
    // Once more the same is nothing new.
    team.assign(1, base::UserId{2});
    CHECK(team.told(2).data.size() == 1);
}

TEST_CASE("notifications: taking a conversation oneself is no news")
{
    Team team;
    team.assign(2, base::UserId{2});
    CHECK(team.told(2).data.empty());
}

TEST_CASE("notifications: a note tells whom it names, once, and shows their names")
{
    Team team;
    auto const written = team.try_note(1, "@Budi tolong cek stok", {{2}, {1}}, "n1");
    REQUIRE(written.ok());
    CHECK(team.try_note(1, "@Budi tolong cek stok", {{2}, {1}}, "n1").ok());
    auto const told = team.told(2);
    REQUIRE(told.data.size() == 1);
    CHECK(told.data[0].kind == NotificationKind::mentioned);
    CHECK(told.data[0].text == "@Budi tolong cek stok");
    CHECK(told.data[0].message == written->id);
    CHECK(team.told(1).data.empty());
    auto const shown = team.thread().back();
    REQUIRE(shown.mentions.size() == 2);
    CHECK(shown.mentions[0].name == "Budi");
    CHECK(shown.mentions[1].id == base::UserId{1});
}

TEST_CASE("notifications: a note that names a stranger is refused by place, and nothing is kept")
{
    Team team;
    auto const refused = team.try_note(1, "@Siapa", {{2}, {77}});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().fields.at(0).field == "mentions[1]");
    CHECK(team.told(2).data.empty());
    CHECK(team.thread().size() == 1);
}

TEST_CASE("notifications: seen of one conversation, or all, and only one's own")
{
    Team team;
    team.assign(1, base::UserId{2});
    team.note(1, "@Budi @Citra", {{2}, {3}});
    auto desk = team.desk_of(2);
    REQUIRE(read_notifications(desk, {base::ConversationId{999}}).ok());
    CHECK(team.told(2).unread == 2);
    REQUIRE(read_notifications(desk, {team.only().id}).ok());
    CHECK(team.told(2).unread == 0);
    CHECK(team.told(2).data.at(0).read_at == team.world.now());
    CHECK(team.told(3).unread == 1);
}

TEST_CASE("notifications: what is muted is not told")
{
    Team team;
    auto desk = team.desk_of(2);
    REQUIRE(choose_notifications(desk, {{NotificationKind::assigned}}).ok());
    team.assign(1, base::UserId{2});
    team.note(1, "@Budi", {{2}});
    auto const told = team.told(2);
    REQUIRE(told.data.size() == 1);
    CHECK(told.data[0].kind == NotificationKind::mentioned);
    CHECK(show_notification_choice(desk, {})->muted == std::vector{NotificationKind::assigned});
    REQUIRE(choose_notifications(desk, {{}}).ok());
    CHECK(show_notification_choice(desk, {})->muted.empty());
}

TEST_CASE("notifications: pages, and the old ones go")
{
    Team team;
    for (int i = 0; i < 5; ++i)
        team.note(1, "@Budi " + std::to_string(i), {{2}});
    auto const first = team.told(2, {}, 2);
    REQUIRE(first.data.size() == 2);
    CHECK(first.data[0].text == "@Budi 4");
    CHECK(first.unread == 5);
    auto const second = team.told(2, first.next, 2);
    CHECK(second.data.at(0).text == "@Budi 2");
    auto const third = team.told(2, second.next, 2);
    CHECK(third.data.size() == 1);
    CHECK_FALSE(third.next);

    team.world.advance(24h * 89);
    team.note(1, "@Budi baru", {{2}});
    team.world.advance(24h * 2);
    drop_old_notifications(*team.world.workspace());
    CHECK(team.told(2).data.size() == 1);
}
