#include "conversations/tend.hpp"

#include "conversations/chores.hpp"
#include "conversations/house.hpp"
#include "conversations/labels.hpp"

using namespace std::chrono_literals;
using conversations::ChangeConversation;
using conversations::ListConversations;
using conversations::Priority;
using conversations::State;
using conversations::View;
using conversations::store::Sort;
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
    base::Result<conversations::Conversation> prioritise(base::ConversationId id, Priority priority)
    {
        return change(id, [&](auto& in) { in.priority = priority; });
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
    // Names in that order, page by page.
    std::string listed(int page, auto fill)
    {
        auto desk = world.desk();
        ListConversations in;
        in.limit = page;
        fill(in);
        std::string out;
        do {
            auto const got = conversations::list(desk, in);
            REQUIRE(got.ok());
            for (auto const& one : got->data)
                out += one.contact.name;
            in.cursor = got->next;
        } while (in.cursor);
        return out;
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

TEST_CASE("tend: a priority is shown, said once, and outlives the customer's next message")
{
    Team team;
    auto const id = team.talk(1);
    CHECK(team.only().priority == Priority::none);
    CHECK(team.prioritise(id, Priority::urgent)->priority == Priority::urgent);
    CHECK(team.newest(id).event->priority == Priority::urgent);
    auto const said = team.newest(id).id;
    CHECK(team.prioritise(id, Priority::urgent).ok());
    CHECK(team.newest(id).id == said);
    team.take(team.text("wamid.again", Team::person(1), 9s));
    CHECK(team.only().priority == Priority::urgent);
}

TEST_CASE("tend: what is refused in part changes nothing")
{
    Team team;
    auto const id = team.talk(1);
    auto const before = team.newest(id).id;
    CHECK(refusal(team.change(id, [](auto& in) {
              in.priority = Priority::high;
              in.assignee = std::optional(base::UserId{99});
          })) == "assignee_id:not_found");
    CHECK(team.only().priority == Priority::none);
    CHECK(team.newest(id).id == before);
}

TEST_CASE("tend: sorted by priority, the newest first within each, however it is paged")
{
    Team team;
    std::vector<base::ConversationId> ids;
    for (int i = 1; i <= 7; ++i)
        ids.push_back(team.talk(i));
    auto desk = team.world.desk();
    auto const label = conversations::add_label(desk, {"VIP", conversations::Colour::green})->id;
    auto const set = [&](int number, Priority priority) {
        CHECK(team.change(ids[std::size_t(number - 1)],
                          [&](auto& in) {
                              in.priority = priority;
                              in.labels = std::vector{label};
                              if (number % 2)
                                  in.assignee = std::optional(base::UserId{1});
                          })
                  .ok());
    };
    set(1, Priority::urgent);
    set(2, Priority::low);
    set(3, Priority::urgent);
    set(5, Priority::high);
    set(7, Priority::none);
    for (int page = 1; page <= 8; ++page) {
        CAPTURE(page);
        auto const sorted = [&](auto fill) {
            return team.listed(page, [&](auto& in) {
                in.sort = Sort::priority;
                fill(in);
            });
        };
        CHECK(sorted([](auto&) {}) == "P3P1P5P2P7P6P4");
        CHECK(sorted([](auto& in) { in.view = View::mine; }) == "P3P1P5P7");
        CHECK(sorted([](auto& in) { in.view = View::unassigned; }) == "P2P6P4");
        CHECK(sorted([](auto& in) { in.unread = true; }) == "P3P1P5P2P7P6P4");
        CHECK(sorted([&](auto& in) { in.channel = team.channel; }) == "P3P1P5P2P7P6P4");
        CHECK(sorted([&](auto& in) { in.label = label; }) == "P3P1P5P2P7");
        CHECK(sorted([](auto& in) { in.priority = Priority::urgent; }) == "P3P1");
        CHECK(sorted([](auto& in) { in.view = View::done; }).empty());
    }
}

TEST_CASE("tend: filtered by priority in every order")
{
    Team team;
    std::vector<base::ConversationId> ids;
    for (int i = 1; i <= 5; ++i)
        ids.push_back(team.talk(i));
    auto desk = team.world.desk();
    auto const label = conversations::add_label(desk, {"VIP", conversations::Colour::green})->id;
    for (auto const at : {0, 2, 3})
        CHECK(team.prioritise(ids[std::size_t(at)], Priority::high).ok());
    for (auto const at : {2, 4})
        CHECK(team.change(ids[std::size_t(at)],
                          [&](auto& in) {
                              in.labels = std::vector{label};
                              in.assignee = std::optional(base::UserId{1});
                          })
                  .ok());
    for (int page = 1; page <= 4; ++page) {
        CAPTURE(page);
        auto const only = [&](Priority priority, auto fill) {
            return team.listed(page, [&](auto& in) {
                in.priority = priority;
                fill(in);
            });
        };
        auto const by = [](Sort sort) { return [sort](auto& in) { in.sort = sort; }; };
        CHECK(only(Priority::high, by(Sort::newest)) == "P4P3P1");
        CHECK(only(Priority::high, by(Sort::waiting)) == "P1P3P4");
        CHECK(only(Priority::high, by(Sort::window)) == "P1P3P4");
        CHECK(only(Priority::none, by(Sort::newest)) == "P5P2");
        CHECK(only(Priority::none, by(Sort::waiting)) == "P2P5");
        CHECK(only(Priority::none, by(Sort::window)) == "P2P5");
        CHECK(only(Priority::none, by(Sort::priority)) == "P5P2");
        CHECK(only(Priority::urgent, by(Sort::newest)).empty());
        CHECK(only(Priority::high, [&](auto& in) { in.label = label; }) == "P3");
        CHECK(only(Priority::high, [&](auto& in) {
                  in.label = label;
                  in.unread = true;
                  in.view = View::mine;
              }) == "P3");
        CHECK(only(Priority::none, [&](auto& in) { in.label = label; }) == "P5");
        CHECK(only(Priority::none, [](auto& in) { in.view = View::mine; }) == "P5");
        CHECK(only(Priority::none, [&](auto& in) { in.channel = team.channel; }) == "P5P2");
        CHECK(only(Priority::none, [](auto& in) { in.unread = true; }) == "P5P2");
    }
    // The label is told of what comes after it.
    CHECK(team.prioritise(ids[2], Priority::low).ok());
    auto const low = [&](auto& in) {
        in.label = label;
        in.priority = Priority::low;
    };
    CHECK(team.listed(2, low) == "P3");
    CHECK(team.prioritise(ids[2], Priority::none).ok());
    CHECK(team.listed(2, low).empty());
}
