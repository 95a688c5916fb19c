#include "conversations/schedule.hpp"

#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

#include "base/crash_point.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/inbox.hpp"
#include "conversations/message_store.hpp"
#include "conversations/tend.hpp"
#include "conversations/thread.hpp"
#include "media/transfer.hpp"
#include "media/upload.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using namespace std::chrono_literals;
using conversations::ScheduledState;

namespace {

struct Shop {
    tests::TestWorld world;
    base::ChannelId channel = tests::add_channel(*world.workspace());
    base::ConversationId customer = tests::add_conversation(*world.workspace(), channel, 1);
    jobs::Runner runner{world.world(), 0};

    explicit Shop(std::string const& folder = {}) : world(1, folder)
    {
        conversations::add_schedule(runner, world.people, world.http);
        writes();
    }
    // The customer does: the window is open for a day.
    void writes()
    {
        REQUIRE(world.workspace()
                    ->write([&](db::Writer& tx) {
                        conversations::store::wrote(tx, customer, world.now(),
                                                    {.message = {}, .at = world.now(), .text = {}});
                        conversations::store::answered(tx, customer, world.now());
                    })
                    .ok());
    }
    conversations::ScheduleMessage asked(std::string text, std::chrono::milliseconds after)
    {
        conversations::ScheduleMessage in;
        in.conversation = customer;
        in.text = std::move(text);
        in.at = world.now() + after;
        return in;
    }
    base::Result<conversations::Scheduled> schedule(conversations::ScheduleMessage const& in)
    {
        auto desk = world.desk();
        return conversations::schedule(desk, in);
    }
    conversations::Scheduled later(std::string text, std::chrono::milliseconds after)
    {
        auto done = schedule(asked(std::move(text), after));
        REQUIRE(done.ok());
        return *done;
    }
    void wait(std::chrono::milliseconds time)
    {
        world.advance(time);
        for (int i = 0; i < 5; ++i)
            runner.turn(*world.workspace());
    }
    std::vector<conversations::Scheduled> waiting()
    {
        auto desk = world.desk();
        return conversations::list_scheduled(desk, {customer})->data;
    }
    // What the thread holds, oldest first: texts, and lines by their type.
    std::string thread()
    {
        auto desk = world.desk();
        conversations::ListMessages in;
        in.conversation = customer;
        auto const page = conversations::list_messages(desk, in)->data;
        std::string out;
        for (auto one = page.rbegin(); one != page.rend(); ++one) {
            out += out.empty() ? "" : " ";
            if (one->event)
                out += "[" + std::string(base::word_of(one->event->type)) + " " +
                       one->event->code.value_or("") + " " + one->author.name + "]";
            else
                out += one->text;
        }
        return out;
    }
    conversations::Conversation row()
    {
        auto desk = world.desk();
        return *conversations::find(desk, {customer});
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

TEST_CASE("schedule: a message goes at its time, as who wrote it, and not before")
{
    Shop shop;
    auto const made = shop.later("besok ya", 2h);
    CHECK(made.text == "besok ya");
    CHECK(made.author.name == "Ayu");
    CHECK(shop.row().scheduled == 1);
    shop.wait(1h);
    CHECK(shop.thread().empty());
    shop.wait(1h);
    CHECK(shop.thread() == "besok ya");
    CHECK(shop.waiting().empty());
    CHECK(shop.row().scheduled == 0);
    auto desk = shop.world.desk();
    conversations::ListMessages in;
    in.conversation = shop.customer;
    auto const sent = conversations::list_messages(desk, in)->data.front();
    CHECK(sent.author.name == "Ayu");
    CHECK(sent.status == conversations::Status::queued);
    shop.wait(24h);
    CHECK(shop.thread() == "besok ya");
}

TEST_CASE("schedule: several keep their order, whichever was asked for first")
{
    Shop shop;
    shop.later("c", 2h);
    shop.later("a", 1h);
    shop.later("b", 1h);
    shop.wait(3h);
    CHECK(shop.thread() == "a b c");
}

TEST_CASE("schedule: it waits for its time also when the time was changed")
{
    Shop shop;
    auto const one = shop.later("x", 1h);
    auto desk = shop.world.desk();
    CHECK(conversations::edit_scheduled(desk, {one.id, shop.world.now() + 5h})->at ==
          shop.world.now() + 5h);
    shop.wait(2h);
    CHECK(shop.thread().empty());
    CHECK(conversations::edit_scheduled(desk, {one.id, shop.world.now() + 1h}).ok());
    shop.wait(1h);
    CHECK(shop.thread() == "x");
    CHECK(refusal(conversations::edit_scheduled(desk, {one.id, shop.world.now() + 1h})) ==
          "not_found");
}

TEST_CASE("schedule: a clock that is set back sends nothing early")
{
    Shop shop;
    shop.later("x", 2h);
    shop.wait(1h);
    shop.world.clock.jump(-90min);
    shop.wait(2h);
    CHECK(shop.thread().empty());
    shop.wait(30min);
    shop.wait(1min);
    CHECK(shop.thread() == "x");
}

TEST_CASE("schedule: what is cancelled or sent at once does not go again")
{
    Shop shop;
    auto const one = shop.later("x", 1h);
    auto const two = shop.later("y", 1h);
    auto desk = shop.world.desk();
    CHECK(conversations::cancel_scheduled(desk, {one.id}).ok());
    CHECK(conversations::send_scheduled(desk, {two.id}).ok());
    CHECK(refusal(conversations::send_scheduled(desk, {two.id})) == "not_found");
    CHECK(refusal(conversations::cancel_scheduled(desk, {one.id})) == "not_found");
    shop.wait(2h);
    CHECK(shop.thread() == "y");
    CHECK(shop.world.workspace()->read()->one<int>(R"sql(
        SELECT COUNT(*) FROM job WHERE kind = 'conversation.scheduled'
    )sql") == 0);
}

TEST_CASE("schedule: outside the window then it fails, is said, and can wait again")
{
    Shop shop;
    auto const one = shop.later("x", 25h);
    auto desk = shop.world.desk();
    conversations::ChangeConversation done;
    done.conversation = shop.customer;
    done.state = conversations::State::done;
    CHECK(conversations::change(desk, done).ok());
    shop.wait(25h);
    CHECK(shop.thread() == "[state_changed  Ayu] [scheduled_failed window_closed Ayu]");
    REQUIRE(shop.waiting().size() == 1);
    CHECK(shop.waiting()[0].state == ScheduledState::failed);
    CHECK(shop.waiting()[0].error == "window_closed");
    CHECK(shop.row().unread == 1);
    CHECK(shop.row().state == conversations::State::open);
    shop.wait(24h);
    CHECK(refusal(conversations::send_scheduled(desk, {one.id})) == "window_closed");
    // The customer writes, and it is told to wait again.
    shop.writes();
    CHECK(conversations::edit_scheduled(desk, {one.id, shop.world.now() + 1h})->state ==
          ScheduledState::waiting);
    shop.wait(1h);
    CHECK(shop.thread() == "[state_changed  Ayu] [scheduled_failed window_closed Ayu] x");
}

TEST_CASE("schedule: who may no longer answer sends nothing")
{
    Shop shop;
    shop.later("x", 1h);
    shop.world.people.silenced[1] = true;
    shop.wait(1h);
    CHECK(shop.thread() == "[scheduled_failed forbidden Ayu]");
}

TEST_CASE("schedule: one that is for silence alone is dropped when the customer writes")
{
    Shop shop;
    auto in = shop.asked("masih di sana?", 2h);
    in.unless_answered = true;
    CHECK(shop.schedule(in).ok());
    in.text = "lalu?";
    in.at = shop.world.now() + 4h;
    shop.wait(1h);
    CHECK(shop.schedule(in).ok());
    shop.wait(1h);
    CHECK(shop.thread() == "masih di sana?");
    shop.writes();
    shop.wait(2h);
    CHECK(shop.thread() == "masih di sana? [scheduled_dropped  Ayu]");
    CHECK(shop.waiting().empty());
}

TEST_CASE("schedule: what could never be sent is refused at once")
{
    Shop shop;
    CHECK(refusal(shop.schedule(shop.asked("x", 0s))) == "at:not_allowed");
    CHECK(refusal(shop.schedule(shop.asked("x", 24h * 400))) == "at:not_allowed");
    CHECK(refusal(shop.schedule(shop.asked("  ", 1h))) == "text:required");
    auto in = shop.asked("x", 1h);
    in.media = base::MediaId{3};
    CHECK(refusal(shop.schedule(in)) == "media_id:not_found");
    in = shop.asked("x", 1h);
    in.quoted = base::MessageId{3};
    CHECK(refusal(shop.schedule(in)) == "quoted_id:not_found");
    in = shop.asked("", 1h);
    in.text.reset();
    in.forward_of = base::MessageId{3};
    CHECK(refusal(shop.schedule(in)) == "forward_of:not_allowed");
    in = shop.asked(std::string(5000, 'x'), 1h);
    CHECK(refusal(shop.schedule(in)) != "fine");
    in = shop.asked("x", 1h);
    in.conversation = base::ConversationId{3};
    CHECK(refusal(shop.schedule(in)) == "not_found");
    CHECK(shop.waiting().empty());
    for (std::int64_t i = 0; i < conversations::MostScheduled; ++i)
        shop.later("x", 1h);
    CHECK(refusal(shop.schedule(shop.asked("x", 1h))) == "too_many_scheduled");
}

TEST_CASE("schedule: the same request again is the same one")
{
    Shop shop;
    auto in = shop.asked("x", 1h);
    in.client_id = "c1";
    auto const first = shop.schedule(in);
    auto const again = shop.schedule(in);
    REQUIRE(again.ok());
    CHECK(again->id == first->id);
    shop.wait(1h);
    CHECK(shop.thread() == "x");
    in.at = shop.world.now() + 1h;
    CHECK(refusal(shop.schedule(in)) == "client_id_used");
}

TEST_CASE("schedule: every part of a message comes through, and its file waits with it")
{
    Shop shop;
    auto desk = shop.world.desk();
    auto const left = std::make_shared<std::string>("%PDF-1.7 faktur");
    auto const file = media::upload(desk, {"faktur.pdf", {}, shop.channel},
                                    [left](std::size_t) { return std::exchange(*left, {}); });
    auto in = shop.asked("Pilih ya", 20h);
    in.media = file->id;
    in.interactive = channels::Interactive{};
    in.interactive->buttons = {{"yes", "Ya"}, {"no", "Tidak"}};
    auto const made = shop.schedule(in);
    REQUIRE(made.ok());
    CHECK(made->media.size() == 1);
    CHECK(refusal(shop.schedule(in)) == "media_used");
    conversations::SendMessage taken;
    taken.conversation = shop.customer;
    taken.media = file->id;
    CHECK(refusal(conversations::send(desk, taken)) == "media_used");
    // A day-old upload that nothing holds is swept; this one is held.
    shop.world.advance(25h);
    media::drop_unsent(*shop.world.workspace());
    shop.writes();
    shop.wait(1s);
    conversations::ListMessages list;
    list.conversation = shop.customer;
    auto const sent = conversations::list_messages(desk, list)->data;
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].kind == conversations::MessageKind::interactive);
    CHECK(sent[0].content->interactive->buttons.size() == 2);
    CHECK(sent[0].media->id == file->id);

    auto const other = std::make_shared<std::string>("%PDF-1.7 lain");
    in = shop.asked("x", 1h);
    in.media = media::upload(desk, {"lain.pdf", {}, shop.channel}, [other](std::size_t) {
                   return std::exchange(*other, {});
               })->id;
    auto const gone = shop.schedule(in);
    CHECK(conversations::cancel_scheduled(desk, {gone->id}).ok());
    CHECK_FALSE(media::find(*shop.world.workspace()->read(), *in.media));
}

TEST_CASE("schedule: what somebody is writing meanwhile stays a draft")
{
    Shop shop;
    shop.later("x", 1h);
    auto desk = shop.world.desk();
    CHECK(conversations::keep_draft(desk, {shop.customer, "sedang mengetik", {}}).ok());
    shop.wait(1h);
    CHECK(shop.thread() == "x");
    CHECK(conversations::find_draft(desk, {shop.customer})->text == "sedang mengetik");
}

#ifdef SAPA_CRASH_POINTS
TEST_CASE("schedule: a process killed at any point sends each once")
{
    for (auto const* const point :
         {"scheduled.sending", "scheduled.sent", "jobs.claimed", "jobs.ran"})
        for (int nth = 1; nth <= 3; ++nth) {
            CAPTURE(point);
            CAPTURE(nth);
            tests::TemporaryFolder folder;
            auto const place = folder.path();
            auto const child = fork();
            if (child == 0) {
                base::crash_at(point, nth);
                Shop shop(place);
                for (auto const* const text : {"a", "b", "c"})
                    shop.later(text, 1h);
                shop.wait(1h);
                _exit(0);
            }
            int status = 0;
            REQUIRE(waitpid(child, &status, 0) == child);
            auto const killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
            CHECK((killed || nth > 1));

            tests::TestWorld world(1, place);
            auto const workspace = world.workspace();
            jobs::Runner runner(world.world(), 0);
            conversations::add_schedule(runner, world.people, world.http);
            jobs::recover(*workspace);
            for (int i = 0; i < 5; ++i) {
                world.advance(1h);
                runner.turn(*workspace);
            }
            auto const sent = workspace->read()->all<std::string>(R"sql(
                SELECT body FROM message WHERE direction = 'out' ORDER BY id
            )sql");
            CHECK(sent == std::vector<std::string>{"a", "b", "c"});
            CHECK(workspace->read()->one<int>(R"sql(SELECT COUNT(*) FROM scheduled)sql") == 0);
        }
}
#endif
