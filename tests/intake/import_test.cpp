#include "intake/import.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "accounts/history.hpp"
#include "accounts/store.hpp"
#include "base/json.hpp"
#include "changes/feed.hpp"
#include "contacts/segments/find.hpp"
#include "conversations/inbox.hpp"
#include "conversations/receive.hpp"
#include "conversations/thread.hpp"
#include "intake/store.hpp"
#include "intake/understand.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using base::Json;

namespace {

struct House {
    tests::TestWorld world;
    base::ChannelId channel = tests::add_channel(*world.workspace());
    conversations::MessageDeliveries deliveries;
    intake::Understanding understanding{deliveries};
    jobs::Runner runner{world.world(), 0};
    int kept = 0;

    House() { intake::add_jobs(runner); }

    void deliver(std::string const& field, Json value)
    {
        value["metadata"] = {{"phone_number_id", tests::PhoneNumberId},
                             {"display_phone_number", "6281200007700"}};
        auto const body = base::to_text(
            {{"object", "whatsapp_business_account"},
             {"entry",
              Json::array({{{"id", tests::WabaId},
                            {"changes", Json::array({{{"field", field}, {"value", value}}})}}})}});
        REQUIRE(world.workspace()
                    ->write([&](db::Writer& tx) {
                        auto digest = std::to_string(++kept);
                        digest.resize(32, '-');
                        intake::store::keep(tx, channel, digest, body, world.clock.now());
                    })
                    .ok());
        while (understanding.turn(*world.workspace()) == std::chrono::milliseconds(0)) {}
    }
    void work()
    {
        for (int i = 0; i < 40; ++i)
            runner.turn(*world.workspace());
    }
    std::vector<conversations::Conversation> done()
    {
        auto desk = world.desk();
        conversations::ListConversations in;
        in.view = conversations::View::done;
        in.limit = 100;
        return conversations::list(desk, in)->data;
    }
    accounts::HistoryInfo history()
    {
        auto const row = accounts::store::find(*world.workspace()->read(), channel);
        REQUIRE(row->history);
        return *accounts::history_of(*row->history);
    }
};

Json said(int number, int person)
{
    return {{"from", "62812345" + std::to_string(1000 + person)},
            {"id", "wamid.H" + std::to_string(number)},
            {"timestamp", std::to_string(1790000000 + number)},
            {"type", "text"},
            {"text", {{"body", "dulu " + std::to_string(number)}}}};
}

Json chunk(int phase, int percent, int first, int count)
{
    Json threads = Json::array();
    for (int person = 0; person < 5; ++person) {
        Json messages = Json::array();
        for (int i = first; i < first + count; ++i)
            if (i % 5 == person)
                messages.push_back(said(i, person));
        threads.push_back(
            {{"id", "62812345" + std::to_string(1000 + person)}, {"messages", messages}});
    }
    return {{"history",
             Json::array(
                 {{{"metadata", {{"phase", phase}, {"chunk_order", first}, {"progress", percent}}},
                   {"threads", threads}}})}};
}

}  // namespace

TEST_CASE("import: thousands of messages come in by a job, and every one once")
{
    House house;
    house.deliver("history", chunk(0, 30, 0, 2500));
    CHECK(house.done().empty());
    house.work();
    CHECK(house.done().size() == 5);
    CHECK(house.history().messages == 2500);
    CHECK(house.history().state == accounts::HistoryState::importing);
    // The same again in another delivery.
    house.deliver("history", chunk(0, 30, 0, 2500));
    house.work();
    CHECK(house.history().messages == 2500);
    CHECK(house.history().progress == 30);
}

TEST_CASE("import: chunks in any order end the same, and say how far they are")
{
    std::vector<Json> chunks{chunk(0, 20, 0, 50), chunk(1, 60, 50, 50), chunk(2, 100, 100, 50)};
    std::mt19937 chance(4);
    for (int round = 0; round < 4; ++round) {
        House house;
        std::ranges::shuffle(chunks, chance);
        for (auto const& one : chunks)
            house.deliver("history", one);
        house.work();
        CHECK(house.history().state == accounts::HistoryState::done);
        CHECK(house.history().phase == 2);
        CHECK(house.history().messages == 150);
        for (auto const& row : house.done()) {
            auto desk = house.world.desk();
            conversations::ListMessages in;
            in.conversation = row.id;
            auto const page = conversations::list_messages(desk, in);
            CHECK(page->data.size() == 30);
            CHECK(std::ranges::is_sorted(page->data, std::greater<>{},
                                         [](auto const& m) { return m.at.ms; }));
            CHECK(row.last_message->preview == page->data.front().text);
        }
    }
}

TEST_CASE("import: a declined history is a notice and says so on the channel")
{
    House house;
    house.deliver("history",
                  {{"history", Json::array({{{"errors", Json::array({{{"code", 2593109}}})}}})}});
    CHECK(house.history().state == accounts::HistoryState::declined);
}

TEST_CASE("import: the address book makes contacts and no conversations")
{
    House house;
    Json sync = Json::array();
    for (int i = 0; i < 120; ++i)
        sync.push_back({{"type", "contact"},
                        {"contact",
                         {{"full_name", "Orang " + std::to_string(i)},
                          {"phone_number", std::to_string(628120000000 + i)}}},
                        {"action", "add"},
                        {"metadata", {{"timestamp", "1795000000"}}}});
    house.deliver("smb_app_state_sync", {{"state_sync", sync}});
    house.work();
    auto desk = house.world.desk();
    contacts::ListContacts in;
    in.limit = 100;
    CHECK(contacts::list(desk, in)->data.size() == 100);
    CHECK(house.done().empty());
}
