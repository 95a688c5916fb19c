#include "conversations/removal.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "accounts/leaving/removal.hpp"
#include "accounts/store.hpp"
#include "changes/feed.hpp"
#include "contacts/segments/find.hpp"
#include "contacts/use.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/removal_store.hpp"
#include "jobs/runner.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using namespace std::chrono_literals;
using accounts::RemovalState;

namespace {

constexpr char Blob[] = "00112233445566778899aabbccddeeff";

struct Shop {
    tests::TestWorld world;
    base::ChannelId leaves = tests::add_channel(*world.workspace());
    base::ChannelId stays = tests::add_channel(*world.workspace(), "440022330055999");
    jobs::Runner runner{world.world(), 0};

    Shop() { conversations::add_removal(runner); }

    void write(auto work)
    {
        REQUIRE(world.workspace()->write([&](db::Writer& tx) { work(tx); }).ok());
    }
    std::int64_t count(db::Sql sql) { return world.workspace()->read()->one<std::int64_t>(sql); }
    void ask()
    {
        auto const workspace = world.workspace();
        write([&](db::Writer& tx) {
            accounts::store::disconnect(tx, leaves, world.now());
            accounts::ask_removal(tx, leaves, world.now());
            jobs::put(*workspace, tx, accounts::RemovalJob, leaves.text(), base::Json::object(),
                      world.now());
        });
    }
    void turn() { runner.turn(*world.workspace()); }
    accounts::Removal removal()
    {
        return *accounts::find_removal(*world.workspace()->read(), leaves);
    }

    // A conversation with one of everything hanging on it.
    base::ConversationId talk(base::ChannelId channel, int number)
    {
        auto const workspace = world.workspace();
        auto const id = tests::add_conversation(*workspace, channel, number);
        auto const message = tests::add_message(*workspace, id, "kopi dari kanal");
        write([&](db::Writer& tx) {
            tx.run(R"sql(
                INSERT INTO reaction (message_id, side, author_id, emoji, at)
                VALUES (?1, 'contact', 7, 'x', 1)
            )sql",
                   message);
            tx.run(R"sql(INSERT INTO message_version VALUES (?1, 1, 'teh', NULL))sql", message);
            tx.run(R"sql(INSERT INTO draft VALUES (?1, 1, 'reply', 'nanti', 1))sql", id);
            tx.run(R"sql(
                INSERT INTO send (message_id, conversation_id, channel_id, state, due_at, payload,
                                  created_at, updated_at)
                VALUES (?1, ?2, ?3, 'needs_attention', 1, '{}', 1, 1)
            )sql",
                   message, id, channel);
            auto const contact = tx.one<base::ContactId>(
                R"sql(SELECT contact_id FROM conversation WHERE id = ?1)sql", id);
            contacts::reindex(tx, contact);
        });
        return id;
    }
    // What comes from the provider and hangs on no conversation.
    void loose_ends(base::ChannelId channel)
    {
        write([&](db::Writer& tx) {
            for (int i = 0; i < 30; ++i)
                tx.run(R"sql(
                    INSERT INTO raw_event (channel_id, digest, body, state, due_at, received_at)
                    VALUES (?1, ?2, x'7b7d', 'done', 1, 1)
                )sql",
                       channel, db::Blob("digest " + std::to_string(i)));
            tx.run(R"sql(INSERT INTO orphan VALUES (?1, 'wamid.X', 'read', 1, '{}', 1))sql",
                   channel);
            tx.run(R"sql(
                INSERT INTO moved (channel_id, old_id, new_id, at, told_by)
                VALUES (?1, 'ID.1', 'ID.2', 1, 'wamid.Y')
            )sql",
                   channel);
            tx.run(R"sql(
                INSERT INTO notice (channel_id, key, field, kind, severity, subject, facts, raw, at,
                                    last_seen_at)
                VALUES (?1, ?1, 'account_update', 'unknown', 'info', '', '[]', '{}', 1, 1)
            )sql",
                   channel);
            tx.run(R"sql(
                INSERT INTO template (channel_id, external_id, name, language, category, status,
                                      detail, synced_at)
                VALUES (?1, '1', 'halo', 'id', 'UTILITY', 'APPROVED', '{}', 1)
            )sql",
                   channel);
            tx.run(R"sql(
                INSERT INTO media (channel_id, kind, state, created_at)
                VALUES (?1, 'image', 'ready', 1)
            )sql",
                   channel);
        });
    }
    void picture(base::ConversationId conversation, std::string const& blob)
    {
        std::filesystem::create_directories(world.workspace()->media_folder());
        std::ofstream(world.workspace()->media_folder() + "/" + blob) << "bytes";
        write([&](db::Writer& tx) {
            tx.run(R"sql(
                INSERT INTO media (message_id, channel_id, kind, state, blob, created_at)
                SELECT id, channel_id, 'image', 'ready', ?2, 1 FROM message
                 WHERE conversation_id = ?1
            )sql",
                   conversation, blob);
        });
    }
};

}  // namespace

TEST_CASE("removal: everything the channel brought goes, and nothing else")
{
    Shop shop;
    auto const one = shop.talk(shop.leaves, 1);
    shop.talk(shop.leaves, 2);
    auto const other = shop.talk(shop.stays, 3);
    shop.loose_ends(shop.leaves);
    shop.loose_ends(shop.stays);
    shop.picture(one, Blob);
    shop.ask();
    CHECK(shop.removal().state == RemovalState::waiting);
    shop.turn();

    auto const reader = shop.world.workspace()->read();
    using Left = std::tuple<std::string, std::int64_t>;
    std::map<std::string, std::int64_t> left;
    for (auto const& [table, channel] : reader->all<Left>(R"sql(
        SELECT 'conversation', channel_id FROM conversation
         UNION ALL SELECT 'message', channel_id FROM message
         UNION ALL SELECT 'identity', channel_id FROM identity
         UNION ALL SELECT 'media', channel_id FROM media
         UNION ALL SELECT 'send', channel_id FROM send
         UNION ALL SELECT 'orphan', channel_id FROM orphan
         UNION ALL SELECT 'raw_event', channel_id FROM raw_event
         UNION ALL SELECT 'template', channel_id FROM template
         UNION ALL SELECT 'moved', channel_id FROM moved
         UNION ALL SELECT 'notice', channel_id FROM notice
    )sql")) {
        INFO(table);
        CHECK(channel == shop.stays.value);
        ++left[table];
    }
    CHECK(left.size() == 10);
    CHECK(shop.count(R"sql(SELECT count(*) FROM message)sql") == 1);
    CHECK(shop.count(R"sql(SELECT count(*) FROM contact)sql") == 1);
    CHECK(shop.count(R"sql(SELECT count(*) FROM contact_text)sql") == 1);
    CHECK(shop.count(R"sql(SELECT count(*) FROM draft)sql") == 1);
    CHECK(shop.count(R"sql(SELECT count(*) FROM reaction)sql") == 1);
    CHECK(shop.count(R"sql(SELECT count(*) FROM message_version)sql") == 1);
    CHECK(shop.count(R"sql(
        SELECT count(*) FROM message_text WHERE message_text MATCH 'kopi'
    )sql") == 1);
    CHECK(shop.count(R"sql(SELECT sum(total) FROM inbox_count)sql") == 1);
    CHECK_FALSE(std::filesystem::exists(shop.world.workspace()->media_folder() + "/" + Blob));
    CHECK(shop.removal().state == RemovalState::done);
    CHECK(shop.removal().total == 2);
    CHECK(shop.removal().done == 2);
    CHECK(conversations::store::find(*reader, other).has_value());
}

TEST_CASE("removal: open dashboards are told of each conversation and of the end")
{
    Shop shop;
    auto const one = shop.talk(shop.leaves, 1);
    auto const two = shop.talk(shop.leaves, 2);
    auto const before = changes::newest(*shop.world.workspace()->read());
    shop.ask();
    shop.turn();
    std::set<base::ConversationId> removed;
    bool channel = false;
    for (auto const& change : changes::since(*shop.world.workspace()->read(), before, 100)) {
        if (change.kind == changes::Kind::conversation_removed)
            removed.insert(change.conversation);
        channel = change.kind == changes::Kind::channel_updated &&
                  change.entity == shop.leaves.value;
    }
    CHECK(removed == std::set{one, two});
    CHECK(channel);
}

TEST_CASE("removal: a person known from another channel stays, without the name they had here")
{
    Shop shop;
    auto const talk = shop.talk(shop.leaves, 1);
    base::ContactId who;
    shop.write([&](db::Writer& tx) {
        who = tx.one<base::ContactId>(R"sql(SELECT contact_id FROM conversation WHERE id = ?1)sql",
                                      talk);
        tx.run(R"sql(UPDATE identity SET profile_name = 'Melati' WHERE contact_id = ?1)sql", who);
        tx.run(R"sql(
            INSERT INTO identity (contact_id, channel_id, external_id, profile_name, created_at)
            VALUES (?1, ?2, 'ID.9', 'Kenanga', 1)
        )sql",
               who, shop.stays);
        contacts::reindex(tx, who);
    });
    shop.ask();
    shop.turn();
    auto desk = shop.world.desk();
    CHECK(contacts::list(desk, {"Melati", {}, {}, {}})->data.empty());
    auto const found = contacts::list(desk, {"Kenanga", {}, {}, {}});
    REQUIRE(found->data.size() == 1);
    CHECK(found->data[0].id == who);
    CHECK(found->data[0].identities.size() == 1);
}

TEST_CASE("removal: goes on where a restart stopped it, in small writes")
{
    Shop shop;
    auto const long_talk = shop.talk(shop.leaves, 1);
    shop.write([&](db::Writer& tx) {
        for (int i = 2; i < 3000; ++i) {
            tx.run(
                R"sql(INSERT INTO contact (id, name, created_at, updated_at) VALUES (?1, 'x', 1, 1))sql",
                900'000 + i);
            tx.run(R"sql(
                INSERT INTO identity (id, contact_id, channel_id, external_id, created_at)
                VALUES (?1, ?1, ?2, ?1, 1)
            )sql",
                   900'000 + i, shop.leaves);
            tx.run(R"sql(
                INSERT INTO conversation (contact_id, identity_id, channel_id, state, last_at,
                                          created_at, updated_at)
                VALUES (?1, ?1, ?2, 'done', ?1, 1, 1)
            )sql",
                   900'000 + i, shop.leaves);
        }
        for (int i = 0; i < 500; ++i)
            tx.run(R"sql(
                INSERT INTO message (conversation_id, channel_id, direction, kind, body,
                                     author_kind, at, created_at)
                VALUES (?1, ?2, 'in', 'text', 'lagi', 'contact', 1, 1)
            )sql",
                   long_talk, shop.leaves);
    });
    shop.ask();
    shop.turn();
    auto const half = shop.removal();
    CHECK(half.state == RemovalState::running);
    CHECK(half.total == 2999);
    CHECK(half.done > 0);
    CHECK(half.done < half.total);

    auto const workspace = shop.world.reopen();
    jobs::recover(*workspace);
    for (int i = 0; i < 5 && shop.removal().state != RemovalState::done; ++i)
        shop.turn();
    CHECK(shop.removal().state == RemovalState::done);
    CHECK(shop.removal().done == 2999);
    CHECK(shop.count(R"sql(SELECT count(*) FROM contact)sql") == 0);
}

TEST_CASE("removal: what was still on its way goes too, and then the job is over")
{
    Shop shop;
    shop.ask();
    shop.turn();
    CHECK(shop.removal().state == RemovalState::done);
    shop.talk(shop.leaves, 5);
    shop.loose_ends(shop.leaves);
    shop.world.advance(61s);
    shop.turn();
    CHECK(shop.count(R"sql(SELECT count(*) FROM conversation)sql") == 0);
    CHECK(shop.count(R"sql(SELECT count(*) FROM raw_event)sql") == 0);
    CHECK(shop.count(R"sql(SELECT count(*) FROM moved)sql") == 0);
    CHECK(shop.count(R"sql(SELECT count(*) FROM notice)sql") == 0);
    CHECK(shop.count(R"sql(SELECT count(*) FROM contact)sql") == 0);
    CHECK(shop.count(R"sql(SELECT count(*) FROM job)sql") == 0);
}

TEST_CASE("removal: what would go is counted before, and no further than it says")
{
    Shop shop;
    auto const one = shop.talk(shop.leaves, 1);
    shop.talk(shop.leaves, 2);
    shop.talk(shop.stays, 3);
    shop.picture(one, Blob);
    shop.write([&](db::Writer& tx) {
        tx.run(R"sql(UPDATE media SET bytes = 1500 WHERE blob IS NOT NULL)sql");
        // One of the two is known from elsewhere as well.
        tx.run(R"sql(
            INSERT INTO identity (contact_id, channel_id, external_id, created_at)
            SELECT contact_id, ?2, 'ID.9', 1 FROM conversation WHERE id = ?1
        )sql",
               one, shop.stays);
    });
    auto desk = shop.world.desk();
    auto const size = conversations::count_history(desk, {shop.leaves});
    REQUIRE(size);
    CHECK(size->conversations == 2);
    CHECK(size->messages == 2);
    CHECK(size->people == 1);
    CHECK(size->media_bytes == 1500);
    CHECK(size->most == 20'000);
    CHECK(conversations::count_history(desk, {base::ChannelId{4}}).error().code == "not_found");

    auto const bounded = conversations::store::count_history(*shop.world.workspace()->read(),
                                                             shop.leaves, 1);
    CHECK(bounded.conversations == 1);
    CHECK(bounded.messages == 1);
    shop.ask();
    shop.turn();
    CHECK(conversations::count_history(desk, {shop.leaves})->messages == 0);
}

TEST_CASE("removal: knows every table that names a channel")
{
    tests::TestWorld world;
    auto const names = world.workspace()->read()->all<std::string>(R"sql(
        SELECT m.name FROM sqlite_schema m, pragma_table_info(m.name) c
         WHERE m.type = 'table' AND c.name = 'channel_id' ORDER BY m.name
    )sql");
    // Those that keep nothing of a customer: how far the removal is, counts, and how the number was
    // connected, which goes by itself after a week.
    std::set<std::string> const kept = {"removal", "cost_day", "onboarding"};
    std::set<std::string> const removed = {
        "conversation", "conversation_label", "identity", "media", "message", "orphan", "raw_event",
        "send",         "template",           "moved",    "notice"};
    for (auto const& name : names)
        CHECK_MESSAGE((kept.contains(name) || removed.contains(name)),
                      "conversations/removal_store.cpp does not know " << name);
}
