#include <algorithm>
#include <random>

#include "conversations/house.hpp"

using namespace std::chrono_literals;
using namespace conversations;
using tests::budi;
using tests::Inbox;
using tests::rina;

namespace {

std::string const Group = "120363000000000001";

channels::InboundMessage said(Inbox& inbox, std::string id, channels::Person who,
                              std::chrono::seconds after)
{
    auto m = inbox.text(std::move(id), std::move(who), after);
    m.group_id = Group;
    return m;
}

channels::StatusUpdate got(std::string id, channels::Person who, channels::DeliveryStatus status,
                           base::Instant at)
{
    channels::StatusUpdate s;
    s.external_id = std::move(id);
    s.status = status;
    s.recipient = std::move(who);
    s.group_id = Group;
    s.at = at;
    if (status == channels::DeliveryStatus::failed)
        s.problem = channels::Problem{"recipient_unreachable", 131026, {}, {}};
    return s;
}

}  // namespace

TEST_CASE("groups: one conversation of many, each message with its own author")
{
    Inbox inbox;
    inbox.take(said(inbox, "wamid.1", rina(), 0s));
    inbox.take(said(inbox, "wamid.2", budi(), 5s));
    auto const row = inbox.only();
    REQUIRE(row.group);
    CHECK(row.group->id == Group);
    CHECK(row.group->participants == 2);
    CHECK(row.unread == 2);
    CHECK(row.window.open);
    CHECK(row.last_message->author_name == "Budi");
    auto const thread = inbox.thread();
    REQUIRE(thread.size() == 2);
    CHECK(thread[0].kind == MessageKind::text);
    CHECK(thread[0].author.name == "Rina");
    CHECK(thread[1].author.name == "Budi");
    CHECK(thread[0].author.id != thread[1].author.id);
    // A person's own conversation is another one.
    inbox.take(inbox.text("wamid.3", rina(), 9s));
    CHECK(inbox.all().size() == 2);
}

TEST_CASE("groups: a group is no contact in the list of people")
{
    Inbox inbox;
    inbox.take(said(inbox, "wamid.1", rina(), 0s));
    auto desk = inbox.world.desk();
    auto const page = contacts::list(desk, {});
    REQUIRE(page->data.size() == 1);
    CHECK(page->data[0].name == "Rina");
}

TEST_CASE("groups: who joins, leaves and what it is called stands in the thread, the newest counts")
{
    Inbox inbox;
    channels::GroupUpdate made{"g1", Group,      channels::GroupNews::made, "Reseller", {},
                               {},   inbox.start};
    channels::GroupUpdate renamed{
        "g2", Group, channels::GroupNews::renamed, "Reseller Bali", {}, {}, inbox.start + 20s};
    channels::GroupUpdate joined{
        "g3", Group, channels::GroupNews::joined, "", {rina(), budi()}, {}, inbox.start + 5s};
    channels::GroupUpdate left{"g4", Group,    channels::GroupNews::left, "",
                               {},   {budi()}, inbox.start + 9s};
    std::vector<channels::GroupUpdate> told{made, renamed, joined, left, joined, renamed};
    std::mt19937 chance(5);
    for (int round = 0; round < 10; ++round) {
        Inbox here;
        std::ranges::shuffle(told, chance);
        for (auto const& one : told)
            here.take(one);
        auto const row = here.only();
        CHECK(row.contact.name == "Reseller Bali");
        CHECK(row.group->name == "Reseller Bali");
        CHECK(row.group->participants == 1);
        CHECK(row.unread == 0);
        CHECK(here.thread().size() == 4);
    }
    inbox.take(joined);
    auto const line = inbox.thread()[0];
    CHECK(line.event->type == EventType::group_joined);
    CHECK(line.event->names == std::vector<std::string>{"Rina", "Budi"});
}

TEST_CASE("groups: a message is delivered with the first who has it, and the counts say how many")
{
    using D = channels::DeliveryStatus;
    std::mt19937 chance(11);
    std::vector<std::pair<channels::Person, D>> told{
        {rina(), D::sent},   {rina(), D::delivered}, {rina(), D::read},
        {budi(), D::failed}, {rina(), D::delivered}, {budi(), D::failed},
    };
    for (int round = 0; round < 20; ++round) {
        CAPTURE(round);
        Inbox inbox;
        inbox.take(said(inbox, "wamid.1", rina(), 0s));
        auto const ours = tests::add_message(*inbox.world.workspace(), inbox.only().id, "Halo");
        auto const known = [&] {
            REQUIRE(inbox.world.workspace()
                        ->write([&](db::Writer& tx) {
                            outbox::DeliveryNews news;
                            news.status = outbox::Delivery::sent;
                            news.at = inbox.start;
                            news.external_id = "wamid.O";
                            inbox.deliveries.became(*inbox.world.workspace(), tx, ours, news);
                        })
                        .ok());
        };
        std::ranges::shuffle(told, chance);
        auto const answer_at = chance() % (told.size() + 1);
        for (std::size_t i = 0; i <= told.size(); ++i) {
            if (i == answer_at)
                known();
            if (i < told.size())
                inbox.take(got("wamid.O", told[i].first, told[i].second, inbox.start + 1s));
        }
        auto const message = inbox.thread().back();
        CHECK(message.status == Status::read);
        CHECK(!message.error);
        REQUIRE(message.receipts);
        CHECK(message.receipts->delivered == 1);
        CHECK(message.receipts->read == 1);
        CHECK(message.receipts->failed == 1);
    }
}

TEST_CASE("groups: each puts a sign of their own, also before the message is here")
{
    Inbox inbox;
    inbox.take(channels::Reaction{"wamid.1", rina(), "👍", inbox.start + 1s, Group});
    inbox.take(channels::Reaction{"wamid.1", budi(), "🔥", inbox.start + 1s, Group});
    // People the group has heard of: their sign is theirs.
    inbox.take(said(inbox, "wamid.0", budi(), 0s));
    inbox.take(said(inbox, "wamid.1", rina(), 0s));
    CHECK(inbox.thread().back().reactions.size() == 2);
}
