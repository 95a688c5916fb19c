#include "conversations/inbox.hpp"

#include <doctest/doctest.h>

#include <set>

#include "conversations/chores.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/labels.hpp"
#include "conversations/message_store.hpp"
#include "conversations/reply.hpp"
#include "conversations/tend.hpp"
#include "conversations/thread.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using namespace std::chrono_literals;
using conversations::State;

namespace {

struct House {
    tests::TestWorld world;
    base::ChannelId channel = tests::add_channel(*world.workspace());

    base::ConversationId customer(int number)
    {
        auto const id = tests::add_conversation(*world.workspace(), channel, number);
        world.clock.advance(1s);
        REQUIRE(world.workspace()
                    ->write([&](db::Writer& tx) {
                        conversations::store::wrote(
                            tx, id, world.clock.now(),
                            {.message = {}, .at = world.clock.now(), .text = {}});
                    })
                    .ok());
        return id;
    }
    base::Result<conversations::Conversation> change(base::ConversationId id, auto set)
    {
        auto desk = world.desk();
        conversations::ChangeConversation in;
        in.conversation = id;
        set(in);
        return conversations::change(desk, in);
    }
    base::Result<conversations::Message> say(base::ConversationId id, std::string text,
                                             std::optional<std::string> client = {})
    {
        auto desk = world.desk();
        conversations::SendMessage in;
        in.conversation = id;
        in.text = std::move(text);
        in.client_id = std::move(client);
        return conversations::send(desk, in);
    }
};

}  // namespace

TEST_CASE("inbox: pages follow each other without gaps or repeats")
{
    House house;
    for (int i = 0; i < 25; ++i)
        house.customer(i);
    auto desk = house.world.desk();
    std::set<std::int64_t> seen;
    conversations::ListConversations in;
    in.limit = 10;
    int pages = 0;
    for (;;) {
        auto const page = conversations::list(desk, in);
        REQUIRE(page.ok());
        ++pages;
        for (auto const& row : page->data)
            CHECK(seen.insert(row.id.value).second);
        if (!page->next)
            break;
        in.cursor = page->next;
    }
    CHECK(pages == 3);
    CHECK(seen.size() == 25);
    in.cursor = "nonsense";
    CHECK(conversations::list(desk, in).error().code == "invalid_input");
}

TEST_CASE("inbox: counts stay right through everything that moves a conversation")
{
    House house;
    auto const a = house.customer(1);
    auto const b = house.customer(2);
    house.customer(3);
    REQUIRE(house.change(a, [](auto& in) { in.assignee = std::optional(base::UserId{1}); }).ok());
    REQUIRE(house.change(b, [](auto& in) { in.state = State::done; }).ok());
    auto const counts = conversations::counts_for(*house.world.workspace()->read(), {1});
    CHECK(counts.open.total == 2);
    CHECK(counts.mine.total == 1);
    CHECK(counts.unassigned.total == 1);
    CHECK(counts.done.total == 1);
    REQUIRE(house.change(b, [](auto& in) { in.state = State::open; }).ok());
    CHECK(conversations::counts_for(*house.world.workspace()->read(), {1}).open.total == 3);
}

TEST_CASE("inbox: only members can be assigned, only real labels put on")
{
    House house;
    auto const id = house.customer(1);
    CHECK(house.change(id, [](auto& in) { in.assignee = std::optional(base::UserId{99}); })
              .error()
              .fields[0]
              .field == "assignee_id");
    CHECK(house.change(id, [](auto& in) { in.labels = {base::LabelId{5}}; })
              .error()
              .fields[0]
              .field == "label_ids[0]");
    auto desk = house.world.desk();
    auto const label = conversations::add_label(desk, {"VIP", conversations::Colour::green});
    REQUIRE(label.ok());
    CHECK(conversations::add_label(desk, {"vip", conversations::Colour::red}).error().code ==
          "label_exists");
    auto const changed = house.change(id, [&](auto& in) { in.labels = {label->id}; });
    REQUIRE(changed.ok());
    CHECK(changed->labels.at(0).name == "VIP");
    REQUIRE(conversations::remove_label(desk, {label->id}).ok());
    CHECK(conversations::find(desk, {id})->labels.empty());
}

TEST_CASE("inbox: a snooze ends at its time")
{
    House house;
    auto const id = house.customer(1);
    CHECK(house.change(id, [](auto& in) { in.state = State::snoozed; }).error().fields[0].field ==
          "snoozed_until");
    auto const until = house.world.clock.now() + 1h;
    REQUIRE(house
                .change(id,
                        [&](auto& in) {
                            in.state = State::snoozed;
                            in.snoozed_until = until;
                        })
                .ok());
    CHECK(conversations::wake_snoozed(*house.world.workspace()) == 0);
    house.world.clock.advance(61min);
    CHECK(conversations::wake_snoozed(*house.world.workspace()) == 1);
    auto desk = house.world.desk();
    CHECK(conversations::find(desk, {id})->state == State::open);
}

TEST_CASE("reply: an answer is queued once, and ends the waiting")
{
    House house;
    auto const id = house.customer(1);
    auto const first = house.say(id, "Siap kak", "c-1");
    REQUIRE(first.ok());
    CHECK(first->status == conversations::Status::queued);
    auto const again = house.say(id, "Siap kak", "c-1");
    REQUIRE(again.ok());
    CHECK(again->id == first->id);
    CHECK(first->author.kind == conversations::AuthorKind::member);
    REQUIRE(first->author.id);
    CHECK(first->author.id->value == house.world.desk().asker.user.value);
    auto desk = house.world.desk();
    auto const row = conversations::find(desk, {id});
    CHECK(!row->waiting_since);
    CHECK(row->unread == 0);
    CHECK(row->last_message->by == conversations::WrittenBy::member);
}

TEST_CASE("reply: outside the window only a template may go")
{
    House house;
    auto const id = house.customer(1);
    house.world.clock.advance(24h + 1s);
    CHECK(house.say(id, "Halo").error().code == "window_closed");
    auto desk = house.world.desk();
    conversations::SendMessage in;
    in.conversation = id;
    in.template_ = conversations::SendTemplate{};
    in.template_->name = "info_kirim";
    in.template_->language = "id";
    auto const sent = conversations::send(desk, in);
    REQUIRE(sent.ok());
    CHECK(sent->kind == conversations::MessageKind::template_);
}

TEST_CASE("reply: too long, empty and foreign things are refused by name")
{
    House house;
    auto const id = house.customer(1);
    CHECK(house.say(id, "  ").error().fields[0].field == "text");
    CHECK(house.say({12345}, "a").error().code == "not_found");
    auto desk = house.world.desk();
    conversations::SendMessage in;
    in.conversation = id;
    in.text = "a";
    in.quoted = base::MessageId{77};
    CHECK(conversations::send(desk, in).error().fields[0].field == "quoted_id");
}

TEST_CASE("notes: the team sees them, the customer gets nothing")
{
    House house;
    auto const id = house.customer(1);
    auto desk = house.world.desk();
    auto const note = conversations::write_note(desk, {id, "cek gudang", {}, {}});
    REQUIRE(note.ok());
    CHECK(note->direction == conversations::Direction::note);
    CHECK(!note->status);
    CHECK(conversations::find(desk, {id})->unread == 1);
}

TEST_CASE("inbox: a label's page follows what becomes of its conversations")
{
    House house;
    auto desk = house.world.desk();
    auto const label = conversations::add_label(desk, {"VIP", conversations::Colour::green});
    REQUIRE(label.ok());
    std::vector<base::ConversationId> ids;
    for (int i = 0; i < 5; ++i) {
        ids.push_back(house.customer(i));
        REQUIRE(house.change(ids[i], [&](auto& in) { in.labels = {label->id}; }).ok());
    }
    auto const listed = [&](auto set) {
        conversations::ListConversations in;
        in.label = label->id;
        set(in);
        auto const page = conversations::list(desk, in);
        REQUIRE(page.ok());
        std::vector<base::ConversationId> found;
        for (auto const& row : page->data)
            found.push_back(row.id);
        return found;
    };
    auto const all = [](auto&) {};
    using Ids = std::vector<base::ConversationId>;
    CHECK(listed(all) == Ids{ids[4], ids[3], ids[2], ids[1], ids[0]});

    REQUIRE(house.change(ids[3], [](auto& in) { in.state = State::done; }).ok());
    REQUIRE(
        house.change(ids[2], [](auto& in) { in.assignee = std::optional(base::UserId{1}); }).ok());
    REQUIRE(house.change(ids[1], [](auto& in) { in.labels = std::vector<base::LabelId>{}; }).ok());
    house.world.clock.advance(1min);
    REQUIRE(house.say(ids[0], "halo").ok());
    CHECK(listed(all) == Ids{ids[0], ids[4], ids[2]});
    CHECK(listed([](auto& in) { in.view = conversations::View::done; }) == Ids{ids[3]});
    CHECK(listed([](auto& in) { in.assignee = base::UserId{1}; }) == Ids{ids[2]});
    CHECK(listed([](auto& in) { in.unread = true; }) == Ids{ids[4], ids[2]});
    CHECK(listed([](auto& in) { in.window = conversations::WindowFilter::closed; }).empty());
    CHECK(listed([](auto& in) { in.sort = conversations::store::Sort::waiting; }) ==
          Ids{ids[2], ids[4]});
}

TEST_CASE("inbox: the reply window filters every order alike")
{
    House house;
    auto const old = house.customer(1);
    house.world.clock.advance(22h + 30min);
    auto const closing = house.customer(2);
    house.world.clock.advance(23h);
    auto const fresh = house.customer(3);
    REQUIRE(house.say(fresh, "halo").ok());
    auto desk = house.world.desk();
    auto const listed = [&](conversations::WindowFilter window, conversations::store::Sort sort) {
        conversations::ListConversations in;
        in.window = window;
        in.sort = sort;
        auto const page = conversations::list(desk, in);
        REQUIRE(page.ok());
        std::vector<base::ConversationId> found;
        for (auto const& row : page->data)
            found.push_back(row.id);
        return found;
    };
    using conversations::WindowFilter;
    using conversations::store::Sort;
    using Ids = std::vector<base::ConversationId>;
    CHECK(listed(WindowFilter::open, Sort::newest) == Ids{fresh, closing});
    CHECK(listed(WindowFilter::closing, Sort::newest) == Ids{closing});
    CHECK(listed(WindowFilter::closed, Sort::newest) == Ids{old});
    CHECK(listed(WindowFilter::open, Sort::window) == Ids{closing, fresh});
    CHECK(listed(WindowFilter::closing, Sort::window) == Ids{closing});
    CHECK(listed(WindowFilter::closed, Sort::window) == Ids{old});
    CHECK(listed(WindowFilter::open, Sort::waiting) == Ids{closing});
}

TEST_CASE("search: words of all time, newest first, operators are words")
{
    House house;
    auto const id = house.customer(1);
    REQUIRE(house.say(id, "Pesanan São Paulo sudah dikirim").ok());
    REQUIRE(house.say(id, "pesanan kedua").ok());
    auto desk = house.world.desk();
    auto const found = [&](std::string q) {
        conversations::Search in;
        in.q = std::move(q);
        auto const page = conversations::search(desk, in);
        REQUIRE(page.ok());
        return page->data;
    };
    auto const both = found("pesanan");
    REQUIRE(both.size() == 2);
    CHECK(both[0].message.text == "pesanan kedua");
    CHECK(found("sao").size() == 1);
    CHECK(found("pes").size() == 2);
    CHECK(found("Pesan").size() == 2);
    CHECK(found("kedua pesan").size() == 1);
    CHECK(found("pesanx").empty());
    CHECK(found("PAULÔ").size() == 1);
    CHECK(found("pesanan NOT kedua").size() == 0);
    CHECK(found("\" OR body:*").size() == 0);
    CHECK(found("!!!").empty());
    auto const hit = found("dikirim")[0].snippet;
    CHECK(std::ranges::any_of(hit, [](auto const& p) { return p.hit && p.text == "dikirim"; }));
}

TEST_CASE("thread: newest first, older by cursor, around a message, after one")
{
    House house;
    auto const id = house.customer(1);
    std::vector<base::MessageId> ids;
    for (int i = 0; i < 12; ++i)
        ids.push_back(house.say(id, "m" + std::to_string(i))->id);
    auto desk = house.world.desk();
    conversations::ListMessages in;
    in.conversation = id;
    in.limit = 5;
    auto page = conversations::list_messages(desk, in);
    CHECK(page->data.front().text == "m11");
    in.cursor = page->next;
    CHECK(conversations::list_messages(desk, in)->data.front().text == "m6");
    in.cursor.reset();
    in.around = ids[5];
    page = conversations::list_messages(desk, in);
    CHECK(std::ranges::any_of(page->data, [&](auto const& m) { return m.id == ids[5]; }));
    CHECK(page->previous.has_value());
    in.around.reset();
    in.after = ids[9];
    page = conversations::list_messages(desk, in);
    REQUIRE(page->data.size() == 2);
    CHECK(page->data.front().text == "m10");
}

TEST_CASE("drafts: kept for each member, gone when the answer is sent")
{
    House house;
    auto const id = house.customer(1);
    auto desk = house.world.desk();
    conversations::KeepDraft keep;
    keep.conversation = id;
    keep.text = "Sebentar";
    REQUIRE(conversations::keep_draft(desk, keep).ok());
    CHECK(conversations::find_draft(desk, {id})->text == "Sebentar");
    CHECK(conversations::find(desk, {id})->has_draft);
    REQUIRE(house.say(id, "Sebentar ya").ok());
    CHECK(conversations::find_draft(desk, {id})->text.empty());
}
