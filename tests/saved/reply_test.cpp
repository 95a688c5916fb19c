#include "saved/reply.hpp"

#include <filesystem>

#include "conversations/reply.hpp"
#include "media/transfer.hpp"
#include "saved/house.hpp"

using namespace std::chrono_literals;
using tests::Desktop;

TEST_CASE("saved: a reply is found, changed and removed, and each change is told")
{
    Desktop house;
    auto const made = house.add("halo", "Halo {{contact.name|kak}}");
    CHECK(made.uses == 0);
    CHECK_FALSE(made.language);
    saved::EditReply edit;
    edit.reply = made.id;
    edit.language = std::optional<std::string>("id");
    edit.buttons = {"Ya", "Tidak"};
    auto const changed = saved::edit(house.desk, edit);
    REQUIRE(changed.ok());
    CHECK(changed->language == "id");
    CHECK(changed->text == "Halo {{contact.name|kak}}");
    CHECK(changed->buttons == std::vector<std::string>{"Ya", "Tidak"});
    CHECK(house.all().size() == 1);
    CHECK(saved::remove(house.desk, {made.id}).ok());
    CHECK(house.all().empty());
    CHECK(Desktop::refusal(saved::remove(house.desk, {made.id})) == "not_found");
    CHECK(house.desk.workspace->read()->one<int>(R"sql(
        SELECT COUNT(*) FROM change WHERE kind = 'saved_replies.updated'
    )sql") == 3);
}

TEST_CASE("saved: a shortcut is one word, once for each language and team")
{
    Desktop house;
    house.add("halo", "a");
    saved::AddReply in;
    in.text = "b";
    for (auto const* const shortcut : {"ha lo", "/halo", "a\tb"}) {
        in.shortcut = shortcut;
        CHECK(Desktop::refusal(saved::add(house.desk, in)) == "shortcut:bad_format");
    }
    in.shortcut = "HALO";
    CHECK(Desktop::refusal(saved::add(house.desk, in)) == "shortcut:taken");
    in.language = "en";
    CHECK(Desktop::refusal(saved::add(house.desk, in)) == "fine");
    in.team = base::TeamId{7};
    CHECK(Desktop::refusal(saved::add(house.desk, in)) == "fine");
    CHECK(Desktop::refusal(saved::add(house.desk, in)) == "shortcut:taken");
    CHECK(house.all().size() == 3);
}

TEST_CASE("saved: what could not be sent is refused")
{
    Desktop house;
    saved::AddReply in;
    in.shortcut = "x";
    CHECK(Desktop::refusal(saved::add(house.desk, in)) == "text:required");
    in.text = "Hi {{contact.first_name}}";
    CHECK(Desktop::refusal(saved::add(house.desk, in)) == "text:not_allowed");
    in.text = "Hi";
    in.buttons = {"Ya", "Ya"};
    CHECK(Desktop::refusal(saved::add(house.desk, in)) == "buttons[1]:duplicate");
    in.buttons = {"Ya", "Besok pagi sekitar jam"};
    CHECK(Desktop::refusal(saved::add(house.desk, in)) == "buttons[1]:too_long");
    in.buttons = {};
    in.language = "e n";
    CHECK(Desktop::refusal(saved::add(house.desk, in)) == "language:bad_format");
    in.language.reset();
    in.media = {base::MediaId{5}};
    CHECK(Desktop::refusal(saved::add(house.desk, in)) == "media_ids[0]:not_found");
    CHECK(house.all().empty());
}

TEST_CASE("saved: pages go on where the last one ended")
{
    Desktop house;
    for (auto const* const name : {"a", "b", "c"})
        house.add(name, name);
    saved::ListReplies in;
    in.limit = 2;
    auto const first = saved::list(house.desk, in);
    REQUIRE(first->data.size() == 2);
    in.cursor = first->next;
    auto const second = saved::list(house.desk, in);
    REQUIRE(second->data.size() == 1);
    CHECK(second->data[0].shortcut == "c");
    CHECK_FALSE(second->next);
    in.cursor = "x";
    CHECK(Desktop::refusal(saved::list(house.desk, in)) == "cursor:bad_format");
}

TEST_CASE("saved: a file stays with its reply, is sent from there, and goes with it")
{
    Desktop house;
    saved::AddReply in;
    in.shortcut = "menu";
    in.media = {house.upload()};
    auto const reply = saved::add(house.desk, in);
    REQUIRE(reply.ok());
    REQUIRE(reply->media.size() == 1);
    CHECK(reply->media[0].id != in.media[0]);
    auto& workspace = *house.desk.workspace;
    // The upload is swept, the reply's own stays.
    house.world.advance(25h);
    media::drop_unsent(workspace);
    media::sweep(workspace);
    CHECK_FALSE(media::find(*workspace.read(), in.media[0]));
    auto const opened = media::open(workspace, *workspace.read(), reply->media[0].id);
    REQUIRE(opened.ok());
    CHECK(*opened->read(0, 100) == "%PDF-1.7 menu");

    auto const used = saved::use(house.desk, {reply->id, house.customer});
    REQUIRE(used.ok());
    REQUIRE(used->media.size() == 1);
    CHECK(used->media[0].name == "menu.pdf");
    auto const twice = saved::use(house.desk, {reply->id, house.customer});
    CHECK(twice->media[0].id != used->media[0].id);
    auto const shown = saved::find(house.desk, {reply->id});
    CHECK(shown->uses == 2);
    CHECK(shown->used_at == house.world.now());

    saved::EditReply edit;
    edit.reply = reply->id;
    edit.text = "Menu kami";
    edit.media = {{reply->media[0].id, house.upload("harga.pdf")}};
    auto const changed = saved::edit(house.desk, edit);
    REQUIRE(changed.ok());
    REQUIRE(changed->media.size() == 2);
    CHECK(changed->media[0].id == reply->media[0].id);
    edit.media = {{changed->media[1].id}};
    CHECK(saved::edit(house.desk, edit)->media.size() == 1);

    CHECK(saved::remove(house.desk, {reply->id}).ok());
    house.world.advance(25h);
    media::drop_unsent(workspace);
    media::sweep(workspace);
    auto const folder = std::filesystem::directory_iterator(workspace.media_folder());
    CHECK(std::distance(begin(folder), end(folder)) == 0);
}

TEST_CASE("saved: a reply is taken with its places filled in, and counted")
{
    Desktop house;
    auto const reply = house.add(
        "salam", "{{agent.name}} dari {{workspace.name}}, nomor {{conversation.id}}");
    auto const used = saved::use(house.desk, {reply.id, house.customer});
    REQUIRE(used.ok());
    CHECK(used->text == "Ayu dari Toko Sapa, nomor " + house.customer.text());
    CHECK(Desktop::refusal(saved::use(house.desk, {reply.id, base::ConversationId{3}})) ==
          "not_found");
    CHECK(Desktop::refusal(saved::use(house.desk, {{3}, house.customer})) == "not_found");
}
