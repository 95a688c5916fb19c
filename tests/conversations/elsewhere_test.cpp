#include <algorithm>
#include <functional>
#include <random>

#include "accounts/templates/template_store.hpp"
#include "conversations/chores.hpp"
#include "conversations/house.hpp"
#include "conversations/reply.hpp"

using namespace std::chrono_literals;
using namespace conversations;
using channels::CallState;
using channels::Writer;
using tests::budi;
using tests::Inbox;
using tests::rina;

namespace {

channels::CallUpdate call(Inbox const& inbox, CallState state, std::int64_t seconds = 0)
{
    channels::CallUpdate c;
    c.external_id = "wacid.1";
    c.with = rina();
    c.state = state;
    c.seconds = seconds;
    c.at = inbox.start;
    return c;
}

channels::CallUpdate call_status(Inbox const& inbox, CallState state)
{
    auto c = call(inbox, state);
    c.ours = true;
    c.certain = false;
    c.with = {};
    return c;
}

}  // namespace

TEST_CASE("calls: a call that rings is one message, opens the window and is unread")
{
    Inbox inbox;
    CHECK(inbox.take(call(inbox, CallState::ringing)) == Reception::taken);
    auto const row = inbox.only();
    CHECK(row.unread == 1);
    CHECK(row.window.open);
    CHECK(row.last_message->kind == MessageKind::call);
    inbox.take(call(inbox, CallState::missed));
    auto const thread = inbox.thread();
    REQUIRE(thread.size() == 1);
    CHECK(thread[0].kind == MessageKind::call);
    CHECK(thread[0].direction == Direction::in);
    REQUIRE(thread[0].content);
    CHECK(thread[0].content->call->status == CallState::missed);
    CHECK(inbox.only().unread == 1);
}

TEST_CASE("calls: whatever the order and however often, a call comes to the same")
{
    std::mt19937 chance(20261122);
    for (int round = 0; round < 40; ++round) {
        CAPTURE(round);
        Inbox inbox;
        std::vector<std::function<void()>> steps{
            [&] { inbox.take(call(inbox, CallState::ringing)); },
            [&] { inbox.take(call_status(inbox, CallState::ringing)); },
            [&] { inbox.take(call_status(inbox, CallState::answered)); },
            [&] { inbox.take(call(inbox, CallState::answered, 61)); },
        };
        for (int again = 0; again < 3; ++again)
            steps.push_back(steps[chance() % 4]);
        std::ranges::shuffle(steps, chance);
        for (auto const& step : steps)
            step();
        auto const thread = inbox.thread();
        REQUIRE(thread.size() == 1);
        CHECK(thread[0].direction == Direction::in);
        CHECK(thread[0].content->call->status == CallState::answered);
        CHECK(thread[0].content->call->seconds == 61);
        CHECK(inbox.only().unread == 1);
    }
}

TEST_CASE("calls: one whose end is never told was missed, also after a restart")
{
    Inbox inbox;
    jobs::Runner runner(inbox.world.world(), 0);
    jobs::Calendar calendar(runner);
    conversations::add_jobs(runner, calendar, inbox.world.http);
    auto const status = [&] { return inbox.thread()[0].content->call->status; };
    inbox.take(call(inbox, CallState::ringing));
    inbox.world.advance(4min);
    runner.turn(*inbox.world.workspace());
    CHECK(status() == CallState::ringing);
    jobs::recover(*inbox.world.reopen());
    inbox.world.advance(1min);
    runner.turn(*inbox.world.workspace());
    CHECK(status() == CallState::missed);
    CHECK(inbox.only().unread == 1);
    // The word that comes after all.
    inbox.take(call(inbox, CallState::answered, 61));
    CHECK(status() == CallState::answered);
}

TEST_CASE("calls: one of ours is no word of the customer's")
{
    Inbox inbox;
    auto ours = call(inbox, CallState::failed);
    ours.ours = true;
    inbox.take(ours);
    auto const row = inbox.only();
    CHECK(row.unread == 0);
    CHECK(!row.window.open);
    CHECK(inbox.thread()[0].direction == Direction::out);
}

TEST_CASE("echoes: what was written on the phone is ours, and answers the customer")
{
    Inbox inbox;
    inbox.take(inbox.text("wamid.1", rina(), 0s));
    auto echo = inbox.text("wamid.E1", rina(), 10s, "Siap kak");
    echo.writer = Writer::phone;
    CHECK(inbox.take(echo) == Reception::taken);
    CHECK(inbox.take(echo) == Reception::known);
    auto const row = inbox.only();
    CHECK(row.unread == 0);
    CHECK(!row.waiting_since);
    CHECK(row.last_message->preview == "Siap kak");
    CHECK(row.last_message->by == WrittenBy::phone);
    CHECK(row.window.ends_at == inbox.start + 24h);
    auto const thread = inbox.thread();
    REQUIRE(thread.size() == 2);
    CHECK(thread[1].direction == Direction::out);
    CHECK(thread[1].author.kind == AuthorKind::phone);
    CHECK(thread[1].status == Status::sent);
}

TEST_CASE("echoes: an old one that comes late answers nothing new")
{
    Inbox inbox;
    inbox.take(inbox.text("wamid.1", rina(), 60s, "masih ada?"));
    auto echo = inbox.text("wamid.E1", rina(), 10s, "Siap");
    echo.writer = Writer::phone;
    inbox.take(echo);
    CHECK(inbox.only().unread == 1);
    CHECK(inbox.only().last_message->preview == "masih ada?");
}

TEST_CASE("echoes: the phone edits, takes back and reacts; a customer cannot change our words")
{
    Inbox inbox;
    auto echo = inbox.text("wamid.E1", rina(), 0s, "jam empat");
    echo.writer = Writer::phone;
    auto edit = inbox.text("wamid.E1", rina(), 5s, "jam lima");
    edit.writer = Writer::phone;
    // Before its message, too.
    CHECK(inbox.take(channels::Edit{edit}) == Reception::orphan);
    inbox.take(echo);
    CHECK(inbox.thread()[0].text == "jam lima");
    inbox.take(channels::Edit{inbox.text("wamid.E1", rina(), 9s, "gratis")});
    CHECK(inbox.thread()[0].text == "jam lima");
    inbox.take(channels::Revoke{"wamid.E1", rina(), inbox.start + 10s, {}});
    CHECK(!inbox.thread()[0].revoked_at);
    inbox.take(channels::Revoke{"wamid.E1", rina(), inbox.start + 11s, {}, Writer::phone});
    CHECK(inbox.thread()[0].revoked_at == inbox.start + 11s);
    inbox.take(inbox.text("wamid.1", rina(), 12s));
    inbox.take(channels::Reaction{"wamid.1", rina(), "👍", inbox.start + 13s, {}, Writer::phone});
    REQUIRE(inbox.thread()[1].reactions.size() == 1);
    CHECK(inbox.thread()[1].reactions[0].side == Side::business);
}

TEST_CASE("echoes: our own send, echoed before its answer came, stays one message")
{
    Inbox inbox;
    inbox.take(inbox.text("wamid.1", rina(), 0s));
    auto const ours = tests::add_message(*inbox.world.workspace(), inbox.only().id, "Siap");
    auto echo = inbox.text("wamid.X", rina(), 5s, "Siap");
    echo.writer = Writer::app;
    inbox.take(echo);
    CHECK(inbox.thread().size() == 3);
    REQUIRE(inbox.world.workspace()
                ->write([&](db::Writer& tx) {
                    outbox::DeliveryNews news;
                    news.status = outbox::Delivery::sent;
                    news.at = inbox.start + 6s;
                    news.external_id = "wamid.X";
                    inbox.deliveries.became(*inbox.world.workspace(), tx, ours, news);
                })
                .ok());
    auto const thread = inbox.thread();
    REQUIRE(thread.size() == 2);
    CHECK(thread[1].status == Status::sent);
}

TEST_CASE("standby: is read along, asks for nothing and opens nothing")
{
    Inbox inbox;
    auto m = inbox.text("wamid.S1", rina(), 0s, "Jam buka?");
    m.standby = true;
    inbox.take(m);
    CHECK(inbox.all().empty());
    auto const row = inbox.only(View::done);
    CHECK(row.unread == 0);
    CHECK(!row.window.open);
    CHECK(row.last_message->preview == "Jam buka?");
    CHECK(inbox.thread(View::done)[0].standby);
    // Once the other application lets go, it is a conversation like any other.
    inbox.take(inbox.text("wamid.1", rina(), 9s));
    CHECK(inbox.only().unread == 1);
}

TEST_CASE("preferences: the newest decision counts and stands in the thread")
{
    std::vector<std::pair<bool, std::chrono::seconds>> told{{true, 1s}, {false, 2s}, {true, 3s}};
    std::mt19937 chance(3);
    for (int round = 0; round < 8; ++round) {
        Inbox inbox;
        inbox.take(inbox.text("wamid.1", rina(), 0s));
        std::ranges::shuffle(told, chance);
        for (auto const& [stopped, after] : told) {
            auto const key = "preference:" + std::to_string(after.count());
            inbox.take(channels::Preference{key, rina(), stopped, inbox.start + after});
            inbox.take(channels::Preference{key, rina(), stopped, inbox.start + after});
        }
        auto const contact = inbox.contact();
        CHECK(contact.identities[0].marketing == contacts::Marketing::stopped);
        CHECK(contact.identities[0].marketing_at == inbox.start + 3s);
        CHECK(
            inbox.thread().back().event->type ==
            (told.back().first ? EventType::marketing_stopped : inbox.thread().back().event->type));
    }
}

TEST_CASE("preferences: of somebody we never spoke with it is kept, without a conversation")
{
    Inbox inbox;
    inbox.take(channels::Preference{"p", rina(), true, inbox.start});
    CHECK(inbox.all().empty());
    inbox.take(inbox.text("wamid.1", rina(), 5s));
    CHECK(inbox.contact().identities[0].marketing == contacts::Marketing::stopped);
}

TEST_CASE("preferences: a send that fails because of it says so from then on")
{
    Inbox inbox;
    inbox.take(inbox.text("wamid.1", rina(), 0s));
    auto const ours = tests::add_message(*inbox.world.workspace(), inbox.only().id, "Promo");
    REQUIRE(inbox.world.workspace()
                ->write([&](db::Writer& tx) {
                    outbox::DeliveryNews news;
                    news.status = outbox::Delivery::sent;
                    news.at = inbox.start;
                    news.external_id = "wamid.O";
                    inbox.deliveries.became(*inbox.world.workspace(), tx, ours, news);
                })
                .ok());
    channels::StatusUpdate failed;
    failed.external_id = "wamid.O";
    failed.status = channels::DeliveryStatus::failed;
    failed.at = inbox.start + 5s;
    failed.problem = channels::Problem{"recipient_opted_out", 131050, {}, {}};
    inbox.take(failed);
    CHECK(inbox.contact().identities[0].marketing == contacts::Marketing::stopped);
}

TEST_CASE("preferences: a marketing template to who stopped it is refused, others are not")
{
    Inbox inbox;
    inbox.take(inbox.text("wamid.1", rina(), 0s));
    auto const teach = [&](std::string name, std::string category) {
        REQUIRE(inbox.world.workspace()
                    ->write([&](db::Writer& tx) {
                        channels::Template told;
                        told.id = name;
                        told.name = name;
                        told.language = "id";
                        told.category = category;
                        told.status = "APPROVED";
                        told.components = "[]";
                        accounts::store::keep_template(tx, inbox.channel, told, inbox.start);
                    })
                    .ok());
    };
    teach("promo", "MARKETING");
    teach("resi", "UTILITY");
    auto const send = [&](std::string name) {
        auto desk = inbox.world.desk();
        SendMessage in;
        in.conversation = inbox.only().id;
        in.template_.emplace();
        in.template_->name = std::move(name);
        in.template_->language = "id";
        auto const sent = conversations::send(desk, in);
        return sent ? std::string("sent") : sent.error().code;
    };
    CHECK(send("promo") == "sent");
    inbox.take(channels::Preference{"p1", rina(), true, inbox.start + 1s});
    CHECK(send("promo") == "recipient_opted_out");
    CHECK(send("resi") == "sent");
    inbox.take(channels::Preference{"p2", rina(), false, inbox.start + 2s});
    CHECK(send("promo") == "sent");
}
