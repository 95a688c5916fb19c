#include "conversations/begin.hpp"

#include "conversations/house.hpp"
#include "conversations/reply.hpp"

using tests::Inbox;

namespace {

struct Desk : Inbox {
    workspace::Desk desk = world.desk();

    base::Result<conversations::Conversation> by_phone(std::string phone, std::string name = {})
    {
        conversations::BeginConversation in;
        in.channel = channel;
        in.phone = std::move(phone);
        if (!name.empty())
            in.name = std::move(name);
        return conversations::begin(desk, in);
    }
    std::string refusal(auto const& result)
    {
        if (result)
            return "fine";
        auto const& e = result.error();
        return e.fields.empty() ? e.code : e.fields.front().field + ":" + e.fields.front().code;
    }
};

}  // namespace

TEST_CASE("begin: somebody new is met by number, and is mine")
{
    Desk house;
    auto const made = house.by_phone("+62 812-3344-5566", "Siti");
    REQUIRE(made.ok());
    CHECK(made->contact.name == "Siti");
    CHECK(made->assignee->name == "Ayu");
    CHECK_FALSE(made->window.open);
    CHECK_FALSE(made->last_message);
    CHECK_FALSE(house.contact(conversations::View::mine).last_seen_at);
    // However it is written, it is the same person.
    CHECK(house.by_phone("0062 (812) 3344.5566")->id == made->id);
    CHECK(house.by_phone("628123344556")->id != made->id);
    conversations::SendMessage in;
    in.conversation = made->id;
    in.text = "halo";
    CHECK(house.refusal(conversations::send(house.desk, in)) == "window_closed");
}

TEST_CASE("begin: when they answer, it is the same conversation")
{
    Desk house;
    auto const made = house.by_phone("+628123450001");
    CHECK(made->contact.name == "+628123450001");
    house.take(house.text("wamid.1", tests::rina(), std::chrono::seconds(5)));
    REQUIRE(house.all().size() == 1);
    CHECK(house.only().id == made->id);
    CHECK(house.only().contact.name == "Rina");
    CHECK(house.by_phone("+628123450001")->id == made->id);
}

TEST_CASE("begin: who wrote before keeps their conversation, whoever has it")
{
    Desk house;
    house.take(house.text("wamid.1", tests::rina(), std::chrono::seconds(5)));
    auto const there = house.only();
    CHECK(house.by_phone("+628123450001")->id == there.id);
    CHECK_FALSE(house.only().assignee);
    conversations::BeginConversation in;
    in.channel = house.channel;
    in.contact = there.contact.id;
    CHECK(conversations::begin(house.desk, in)->id == there.id);
}

TEST_CASE("begin: a known person is written to on another number of ours")
{
    Desk house;
    house.take(house.text("wamid.1", tests::rina(), std::chrono::seconds(5)));
    auto const there = house.only();
    conversations::BeginConversation in;
    in.channel = tests::add_channel(*house.world.workspace(), "440022330055999");
    in.contact = there.contact.id;
    auto const made = conversations::begin(house.desk, in);
    REQUIRE(made.ok());
    CHECK(made->id != there.id);
    CHECK(made->contact.id == there.contact.id);
    CHECK(made->channel.id == in.channel);
}

TEST_CASE("begin: what leads to nobody is refused")
{
    Desk house;
    for (auto const* const phone : {"0812 3344 5566", "123", "halo", "+62 812 3344 5566 7788 99"})
        CHECK(house.refusal(house.by_phone(phone)) == "phone:bad_format");
    conversations::BeginConversation in;
    in.channel = house.channel;
    CHECK(house.refusal(conversations::begin(house.desk, in)) == "contact_id:required");
    in.contact = base::ContactId{3};
    CHECK(house.refusal(conversations::begin(house.desk, in)) == "not_found");
    in.phone = "+628123450001";
    CHECK(house.refusal(conversations::begin(house.desk, in)) == "phone:not_allowed");
    in.contact.reset();
    in.channel = base::ChannelId{3};
    CHECK(house.refusal(conversations::begin(house.desk, in)) == "channel_id:not_found");
    CHECK(house.all().empty());
    // Known by the channel's own id alone: nothing leads to them on another number.
    house.take(
        house.text("wamid.1", tests::somebody("ID.7", {}, "Tanpa nomor"), std::chrono::seconds(5)));
    in = {};
    in.channel = tests::add_channel(*house.world.workspace(), "440022330055999");
    in.contact = house.only().contact.id;
    CHECK(house.refusal(conversations::begin(house.desk, in)) == "phone_needed");
}
