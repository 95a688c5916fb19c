#include "conversations/tend.hpp"

#include "conversations/chores.hpp"
#include "conversations/house.hpp"

using namespace std::chrono_literals;
using conversations::ChangeConversation;
using conversations::State;
using conversations::View;
using tests::Inbox;

namespace {

struct Team : Inbox {
    static channels::Person person(int number)
    {
        return tests::somebody("ID." + std::to_string(number), {}, "P" + std::to_string(number));
    }
    base::ConversationId talk(int number)
    {
        take(text("wamid." + std::to_string(number), person(number), std::chrono::seconds(number)));
        for (auto const& one : all())
            if (one.contact.name == "P" + std::to_string(number))
                return one.id;
        return {};
    }
    base::Result<conversations::Conversation> change(base::ConversationId id, auto fill)
    {
        auto desk = world.desk();
        ChangeConversation in;
        in.conversation = id;
        fill(in);
        return conversations::change(desk, in);
    }
    base::Result<conversations::Conversation> snooze(base::ConversationId id,
                                                     std::optional<base::Instant> until)
    {
        return change(id, [&](auto& in) {
            in.state = State::snoozed;
            in.snoozed_until = until;
        });
    }
    base::Result<conversations::Conversation> finish(base::ConversationId id, char const* why)
    {
        return change(id, [&](auto& in) {
            in.state = State::done;
            in.reason = why;
        });
    }
    conversations::Message newest(base::ConversationId id)
    {
        auto desk = world.desk();
        conversations::ListMessages in;
        in.conversation = id;
        return conversations::list_messages(desk, in)->data.front();
    }
};

std::string refusal(auto const& result)
{
    if (result)
        return "fine";
    auto const& e = result.error();
    return e.fields.empty() ? e.code : e.fields.front().field + ":" + e.fields.front().code;
}

}  // namespace

TEST_CASE("tend: snoozed until the customer writes: no time wakes it, no restart, only that")
{
    Team team;
    auto const id = team.talk(1);
    auto const put = team.snooze(id, std::nullopt);
    REQUIRE(put.ok());
    CHECK(put->state == State::snoozed);
    CHECK_FALSE(put->snoozed_until);
    CHECK(team.newest(id).event->to == State::snoozed);
    CHECK_FALSE(team.newest(id).event->until);
    // Nothing has changed, so nothing is said again.
    auto const said = team.newest(id).id;
    CHECK(team.snooze(id, std::nullopt).ok());
    CHECK(team.newest(id).id == said);

    team.world.reopen();
    team.world.advance(24h * 400);
    CHECK(conversations::wake_snoozed(*team.world.workspace()) == 0);
    CHECK(team.only(View::snoozed).id == id);
    team.take(team.text("wamid.again", Team::person(1), 24h * 400));
    CHECK(team.only().id == id);
    CHECK_FALSE(team.only().snoozed_until);
}

TEST_CASE("tend: a snooze may change from a time to the customer's word and back")
{
    Team team;
    auto const id = team.talk(1);
    auto const until = team.world.now() + 1h;
    CHECK(team.snooze(id, until)->snoozed_until == until);
    CHECK_FALSE(team.snooze(id, std::nullopt)->snoozed_until);
    CHECK(team.snooze(id, until)->snoozed_until == until);
    CHECK(refusal(team.snooze(id, team.world.now())) == "snoozed_until:not_allowed");
    // Absent is not null.
    CHECK(refusal(team.change(id, [](auto& in) { in.state = State::snoozed; })) ==
          "snoozed_until:required");
    CHECK(refusal(team.change(id, [](auto& in) { in.snoozed_until.emplace(std::nullopt); })) ==
          "snoozed_until:not_allowed");
    CHECK(team.only(View::snoozed).snoozed_until == until);
}

TEST_CASE("tend: done may say why, at once or later")
{
    Team team;
    auto const id = team.talk(1);
    CHECK(team.finish(id, "Sudah dibayar").ok());
    CHECK(team.newest(id).event->reason == "Sudah dibayar");
    CHECK(team.finish(id, "Salah sambung").ok());
    CHECK(team.newest(id).event->reason == "Salah sambung");
    auto const said = team.newest(id).id;
    CHECK(team.finish(id, "").ok());
    CHECK(team.newest(id).id == said);
    CHECK(refusal(team.change(id, [](auto& in) {
              in.state = State::open;
              in.reason = "x";
          })) == "reason:not_allowed");
}
