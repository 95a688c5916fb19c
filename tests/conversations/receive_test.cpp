#include "conversations/receive.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "conversations/conversation_store.hpp"
#include "conversations/inbox.hpp"
#include "conversations/message_store.hpp"
#include "conversations/thread.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using namespace std::chrono_literals;
using conversations::Reception;
using conversations::Status;

namespace {

channels::InboundMessage wrote(std::string id, std::string text, base::Instant at)
{
    channels::InboundMessage m;
    m.external_id = std::move(id);
    m.from.external_id = "ID.48210077351964420011";
    m.from.user_id = m.from.external_id;
    m.from.phone = "628123450001";
    m.from.profile_name = "Rina";
    m.at = at;
    m.text = std::move(text);
    return m;
}

channels::StatusUpdate status(std::string id, channels::DeliveryStatus s, base::Instant at)
{
    channels::StatusUpdate update;
    update.external_id = std::move(id);
    update.status = s;
    update.at = at;
    return update;
}

struct House {
    tests::TestWorld world;
    base::ChannelId channel = tests::add_channel(*world.workspace());
    conversations::MessageDeliveries deliveries;

    Reception take(channels::InboundMessage const& m)
    {
        return *world.workspace()->write([&](db::Writer& tx) {
            return conversations::receive(*world.workspace(), tx, channel, m, "{}");
        });
    }
    Reception take(channels::StatusUpdate const& s)
    {
        return *world.workspace()->write([&](db::Writer& tx) {
            return conversations::receive(*world.workspace(), tx, deliveries, channel, s);
        });
    }
    conversations::Conversation only()
    {
        auto desk = world.desk();
        auto const page = conversations::list(desk, {});
        REQUIRE(page.ok());
        REQUIRE(page->data.size() == 1);
        return page->data.front();
    }
    std::vector<conversations::Message> thread()
    {
        auto desk = world.desk();
        conversations::ListMessages in;
        in.conversation = only().id;
        return conversations::list_messages(desk, in)->data;
    }
};

}  // namespace

TEST_CASE("receive: a first message makes contact, conversation and something unread")
{
    House house;
    auto const now = house.world.clock.now();
    CHECK(house.take(wrote("wamid.1", "Apakah masih buka?", now)) == Reception::taken);
    auto const row = house.only();
    CHECK(row.contact.name == "Rina");
    CHECK(row.unread == 1);
    CHECK(row.last_message->preview == "Apakah masih buka?");
    CHECK(row.waiting_since == now);
    CHECK(row.window.open);
    CHECK(row.window.ends_at->ms == now.ms + 86'400'000);
}

TEST_CASE("receive: the same message again changes nothing")
{
    House house;
    auto const m = wrote("wamid.1", "Halo", house.world.clock.now());
    CHECK(house.take(m) == Reception::taken);
    CHECK(house.take(m) == Reception::known);
    CHECK(house.only().unread == 1);
    CHECK(house.thread().size() == 1);
}

TEST_CASE("receive: a person without a phone is a person")
{
    House house;
    auto m = wrote("wamid.1", "Oi!", house.world.clock.now());
    m.from = {};
    m.from.external_id = "BR.90417733520068812455";
    m.from.username = "lia.doces";
    CHECK(house.take(m) == Reception::taken);
    CHECK(house.only().contact.name == "@lia.doces");
}

TEST_CASE("receive: who was known by phone alone stays the same person when the scoped id comes")
{
    House house;
    auto old = wrote("wamid.1", "a", house.world.clock.now());
    old.from.external_id = "628123450001";
    old.from.user_id.reset();
    house.take(old);
    house.take(wrote("wamid.2", "b", house.world.clock.now()));
    CHECK(house.only().unread == 2);
}

TEST_CASE("receive: a done conversation opens when the customer writes, spam stays spam")
{
    House house;
    house.take(wrote("wamid.1", "a", house.world.clock.now()));
    auto const id = house.only().id;
    auto& workspace = *house.world.workspace();
    auto const set = [&](conversations::State state) {
        REQUIRE(workspace
                    .write([&](db::Writer& tx) {
                        conversations::store::set_state(tx, id, state, std::nullopt,
                                                        house.world.clock.now());
                    })
                    .ok());
    };
    set(conversations::State::done);
    house.take(wrote("wamid.2", "b", house.world.clock.now()));
    CHECK(house.only().state == conversations::State::open);
    set(conversations::State::spam);
    house.take(wrote("wamid.3", "c", house.world.clock.now()));
    auto const reader = workspace.read();
    CHECK(conversations::store::find(*reader, id)->state == conversations::State::spam);
}

TEST_CASE("receive: a reaction is kept and shown, but nobody waits for an answer to it")
{
    House house;
    house.take(wrote("wamid.1", "a", house.world.clock.now()));
    auto reaction = wrote("wamid.2", "", house.world.clock.now());
    reaction.kind = channels::InboundKind::unsupported;
    reaction.unsupported_type = "reaction";
    reaction.opens_window = false;
    CHECK(house.take(reaction) == Reception::taken);
    CHECK(house.only().unread == 1);
    auto const thread = house.thread();
    REQUIRE(thread.size() == 2);
    CHECK(thread.front().kind == conversations::MessageKind::unsupported);
    CHECK(thread.front().unsupported_type == "reaction");
}

TEST_CASE("receive: statuses give the same end in every order, with repeats")
{
    using D = channels::DeliveryStatus;
    std::vector<D> told = {D::sent,      D::delivered, D::read, D::sent,
                           D::delivered, D::failed,    D::read};
    std::mt19937 shuffle(7);
    for (int round = 0; round < 20; ++round) {
        std::ranges::shuffle(told, shuffle);
        House house;
        auto const conversation = tests::add_conversation(*house.world.workspace(), house.channel,
                                                          1);
        auto const message = tests::add_message(*house.world.workspace(), conversation, "Siap");
        REQUIRE(house.world.workspace()
                    ->write([&](db::Writer& tx) {
                        conversations::store::set_status(
                            tx, message, {Status::sending, house.world.clock.now(), "wamid.9", {}});
                    })
                    .ok());
        for (auto const s : told)
            house.take(status("wamid.9", s, house.world.clock.now()));
        auto const reader = house.world.workspace()->read();
        CHECK(conversations::store::brief(*reader, message)->status == Status::read);
    }
}

TEST_CASE("receive: a status that comes before we know the id is applied when we do")
{
    House house;
    auto const conversation = tests::add_conversation(*house.world.workspace(), house.channel, 1);
    auto const message = tests::add_message(*house.world.workspace(), conversation, "Siap");
    CHECK(house.take(status("wamid.7", channels::DeliveryStatus::read, house.world.clock.now())) ==
          Reception::orphan);
    REQUIRE(house.world.workspace()
                ->write([&](db::Writer& tx) {
                    outbox::DeliveryNews news;
                    news.status = outbox::Delivery::sent;
                    news.at = house.world.clock.now();
                    news.external_id = "wamid.7";
                    house.deliveries.became(*house.world.workspace(), tx, message, news);
                })
                .ok());
    auto const reader = house.world.workspace()->read();
    CHECK(conversations::store::brief(*reader, message)->status == Status::read);
}

TEST_CASE("receive: a late failure does not hide a proven read, an early one is shown")
{
    CHECK(!conversations::advances(Status::read, Status::failed));
    CHECK(!conversations::advances(Status::delivered, Status::failed));
    CHECK(conversations::advances(Status::sent, Status::failed));
    CHECK(conversations::advances(Status::needs_attention, Status::sent));
    CHECK(conversations::advances(Status::failed, Status::delivered));
    CHECK(!conversations::advances(Status::read, Status::delivered));
}
