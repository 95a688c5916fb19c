#include <doctest/doctest.h>

#include "conversations/conversation_store.hpp"
#include "conversations/message_store.hpp"
#include "conversations/reply.hpp"
#include "conversations/thread.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using namespace std::chrono_literals;
using conversations::MessageKind;
using conversations::SendMessage;

namespace {

struct House {
    tests::TestWorld world;
    base::ChannelId channel = tests::add_channel(*world.workspace());
    base::ConversationId customer = tests::add_conversation(*world.workspace(), channel, 1);

    House()
    {
        REQUIRE(world.workspace()
                    ->write([&](db::Writer& tx) {
                        conversations::store::wrote(
                            tx, customer, world.clock.now(),
                            {.message = {}, .at = world.clock.now(), .text = {}});
                    })
                    .ok());
    }
    base::Result<conversations::Message> send(SendMessage in)
    {
        auto desk = world.desk();
        in.conversation = customer;
        return conversations::send(desk, in);
    }
    std::string wrong(SendMessage in)
    {
        auto const done = send(std::move(in));
        if (done)
            return "sent";
        std::string out;
        for (auto const& field : done.error().fields)
            out += (out.empty() ? "" : " ") + field.field + ":" + field.code;
        return out.empty() ? done.error().code : out;
    }
    std::string preview()
    {
        return world.workspace()->read()->one<std::string>(R"sql(
            SELECT preview FROM conversation WHERE id = ?1
        )sql",
                                                           customer);
    }
};

channels::Location shop() { return {-6.2, 106.8, "Toko Rina", "Jl. Contoh 5", {}}; }

channels::Interactive two_buttons()
{
    channels::Interactive controls;
    controls.buttons = {{"yes", "Ya"}, {"no", "Tidak"}};
    return controls;
}

}  // namespace

TEST_CASE("send: a place is kept as what it is, and its name stands for it")
{
    House house;
    SendMessage in;
    in.location = shop();
    auto const sent = house.send(in);
    REQUIRE(sent.ok());
    CHECK(sent->kind == MessageKind::location);
    CHECK(sent->text == "Toko Rina, Jl. Contoh 5");
    CHECK(sent->content->location == shop());
    CHECK(house.preview() == "Toko Rina, Jl. Contoh 5");
}

TEST_CASE("send: cards are kept, and their names stand for them")
{
    House house;
    SendMessage in;
    in.contacts = {channels::ContactCard{"Rina"}, channels::ContactCard{"Budi"}};
    in.contacts[0].own = true;
    auto const sent = house.send(in);
    REQUIRE(sent.ok());
    CHECK(sent->kind == MessageKind::contacts);
    CHECK(sent->text == "Rina, Budi");
    REQUIRE(sent->content->contacts.size() == 2);
    CHECK_FALSE(sent->content->contacts[0].own);  // only a customer's can be
}

TEST_CASE("send: controls are kept beside the text they stand below")
{
    House house;
    SendMessage in;
    in.text = "Jadi pesan?";
    in.interactive = two_buttons();
    auto const sent = house.send(in);
    REQUIRE(sent.ok());
    CHECK(sent->kind == MessageKind::interactive);
    CHECK(sent->text == "Jadi pesan?");
    CHECK(sent->content->interactive == two_buttons());
    in.interactive->buttons[1].title = "Ya";
    CHECK(house.wrong(in) == "interactive.buttons[1].title:duplicate");
}

TEST_CASE("send: only what goes together goes in one message")
{
    House house;
    SendMessage in;
    in.text = "x";
    in.location = shop();
    CHECK(house.wrong(in) == "location:not_allowed");
    in = {};
    in.contacts = {channels::ContactCard{"Rina"}};
    in.template_ = conversations::SendTemplate{};
    CHECK(house.wrong(in) == "template:not_allowed");
    in = {};
    CHECK(house.wrong(in) == "text:required");
    in.text = "x";
    in.voice = true;
    CHECK(house.wrong(in) == "voice:not_allowed");
    in = {};
    in.location = shop();
    in.preview_link = true;
    CHECK(house.wrong(in) == "preview_link:not_allowed");
}

TEST_CASE("send: whether a link shows its page goes with the text")
{
    House house;
    SendMessage in;
    in.text = "https://x.test";
    in.preview_link = false;
    CHECK(house.wrong(in) == "sent");
    auto const payload = house.world.workspace()->read()->one<std::string>(R"sql(
        SELECT payload FROM send
    )sql");
    CHECK(payload.find("\"preview_link\":false") != std::string::npos);
}

TEST_CASE("send: outside the window none of it goes")
{
    House house;
    house.world.clock.advance(25h);
    SendMessage in;
    in.location = shop();
    CHECK(house.wrong(in) == "window_closed");
    in = {};
    in.text = "x";
    in.interactive = two_buttons();
    CHECK(house.wrong(in) == "window_closed");
}

namespace {

base::MessageId received(House& house, conversations::store::NewMessage in)
{
    base::MessageId id;
    in.conversation = house.customer;
    in.channel = house.channel;
    in.external_id = "wamid.IN" + std::to_string(house.world.clock.now().ms);
    in.author_kind = conversations::AuthorKind::contact;
    in.at = in.created_at = house.world.clock.now();
    REQUIRE(house.world.workspace()
                ->write([&](db::Writer& tx) { id = *conversations::store::add(tx, in); })
                .ok());
    return id;
}

}  // namespace

TEST_CASE("send: what a customer sent goes on to another, marked as passed on")
{
    House house;
    conversations::store::NewMessage in;
    in.kind = MessageKind::contacts;
    in.text = "+62 812";
    channels::Content content;
    content.contacts = {channels::ContactCard{}};
    content.contacts[0].phones = {{"+62 812", {}}};
    content.contacts[0].birthday = "someday";
    content.contacts[0].own = true;
    in.detail = base::to_text({{"content", base::write_json(content)}});
    SendMessage out;
    out.forward_of = received(house, in);
    auto const sent = house.send(out);
    REQUIRE(sent.ok());
    CHECK(sent->kind == MessageKind::contacts);
    REQUIRE(sent->content->contacts.size() == 1);
    CHECK(sent->content->contacts[0].name == "+62 812");
    CHECK_FALSE(sent->content->contacts[0].own);
    CHECK(sent->content->forwarded == channels::Forwarded::once);
    // And on again, as ours.
    out.forward_of = sent->id;
    CHECK(house.wrong(out) == "sent");
}

TEST_CASE("send: only what can be said again is passed on, and never a note")
{
    House house;
    conversations::store::NewMessage in;
    in.kind = MessageKind::choice;
    in.text = "Ya";
    SendMessage out;
    out.forward_of = received(house, in);
    CHECK(house.wrong(out) == "not_forwardable");
    auto desk = house.world.desk();
    auto const note = conversations::write_note(desk, {house.customer, "rahasia", {}, {}});
    REQUIRE(note.ok());
    out.forward_of = note->id;
    CHECK(house.wrong(out) == "not_forwardable");
    out.forward_of = base::MessageId{99};
    CHECK(house.wrong(out) == "not_found");
    out.text = "x";
    CHECK(house.wrong(out) == "forward_of:not_allowed");
}

TEST_CASE("send: a code goes to a number only, and values have to fill the template")
{
    House house;
    auto const keep = [&](char const* name, char const* category) {
        REQUIRE(house.world.workspace()
                    ->write([&](db::Writer& tx) {
                        tx.run(R"sql(
                            INSERT INTO template (channel_id, external_id, name, language, category,
                                                  status, detail, synced_at)
                            VALUES (?1, ?2, ?2, 'id', ?3, 'APPROVED', ?4, 1)
                        )sql",
                               house.channel, name, category,
                               R"({"components":[{"type":"BODY","text":"Halo {{1}}."},
                                   {"type":"FOOTER","text":"Toko"}]})");
                        tx.run(R"sql(UPDATE identity SET phone = NULL, external_id = 'ID.1')sql");
                    })
                    .ok());
    };
    keep("kode", "AUTHENTICATION");
    SendMessage in;
    in.template_ = conversations::SendTemplate{};
    in.template_->name = "kode";
    in.template_->language = "id";
    CHECK(house.wrong(in) == "phone_needed");
    keep("halo", "UTILITY");
    in.template_->name = "halo";
    CHECK(house.wrong(in) == "template.body:required");
    in.template_->body_parameters = {{std::nullopt, "Rina"}};
    auto const sent = house.send(in);
    REQUIRE(sent.ok());
    CHECK(sent->text == "Halo Rina.");
    CHECK(sent->template_->preview == "Halo Rina.");
    CHECK(sent->template_->footer == "Toko");
    in.template_->offer_ends_at = base::Instant{5};
    CHECK(house.wrong(in) == "template.offer_ends_at:too_small");
    keep("promo", "MARKETING");
    in.template_->name = "promo";
    in.template_->offer_ends_at = {};
    CHECK(house.wrong(in) == "sent");
    REQUIRE(house.world.workspace()
                ->write([&](db::Writer& tx) {
                    tx.run(R"sql(UPDATE identity SET marketing = 'stopped')sql");
                })
                .ok());
    CHECK(house.wrong(in) == "recipient_opted_out");
}
