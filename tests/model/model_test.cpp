#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "changes/feed.hpp"
#include "conversations/tend.hpp"
#include "db/upkeep.hpp"
#include "support/backroom.hpp"
#include "support/model.hpp"

using namespace std::chrono_literals;

namespace {

// Follows the feed as a stream does that breaks off and comes back with the last number it saw.
class Follower {
public:
    void look(workspace::Workspace& workspace, int limit)
    {
        auto const reader = workspace.read();
        for (auto const& change : changes::since(*reader, m_seen, limit)) {
            CHECK(change.seq > m_seen);
            m_seen = change.seq;
            ++m_lines;
            if (change.kind == changes::Kind::message_created)
                CHECK(m_messages.insert(change.entity).second);
        }
    }
    bool has_all(workspace::Workspace& workspace) const
    {
        auto const lines = workspace.read()->one<std::int64_t>(R"sql(
            SELECT count(*) FROM change
        )sql");
        return lines == m_lines;
    }

private:
    std::int64_t m_seen = 0;
    std::int64_t m_lines = 0;
    std::set<std::int64_t> m_messages;
};

// Some days of a shop, told by a provider that repeats itself and knows no order.
class Days {
public:
    explicit Days(std::uint64_t seed) : m_chance(seed), m_seed(seed)
    {
        open();
        for (int i = 0; i < tests::Customers; ++i)
            m_people.push_back(tests::customer(i));
    }

    void pass(int steps)
    {
        for (int i = 0; i < steps; ++i)
            step();
        // What is still on its way comes in the end.
        while (!m_waiting.empty())
            deliver();
        m_room->settle();
        note_sent();
        m_follower.look(*m_room->workspace, 1 << 20);
    }
    void compare()
    {
        for (auto const& difference : m_model.differences(*m_room->workspace))
            FAIL_CHECK(difference);
        CHECK(m_follower.has_all(*m_room->workspace));
        m_room->workspace->writer().between([](db::Connection& connection) {
            CHECK(db::check_file(connection, db::Check::full).ok());
        });
        CHECK(m_room->workspace->read()->one<int>(R"sql(
            SELECT count(*) FROM raw_event WHERE state <> 'done'
        )sql") == 0);
    }

private:
    // A happening: how it is told, and what the model makes of it.
    struct Happening {
        base::Json part;
        std::function<void(tests::Model&)> apply;
    };

    void open()
    {
        auto age = std::chrono::milliseconds(0);
        if (m_room)
            age = m_room->world.now() - base::Instant{tests::MovableClock::Start};
        m_room.reset();
        m_room.emplace(m_folder.path(), m_seed++, age, m_provider);
    }
    std::uint64_t up_to(std::uint64_t end) { return m_chance() % end; }
    std::int64_t now() { return m_room->world.now().ms / 1000; }
    std::string fresh_id(char const* kind) { return "wamid." + (kind + std::to_string(m_ids++)); }

    // Told once to three times, at once or much later.
    void happens(base::Json part, std::function<void(tests::Model&)> apply)
    {
        for (auto times = 1 + up_to(3) / 2 + up_to(3) / 2; times > 0; --times)
            m_waiting.push_back({part, apply});
    }

    void somebody_writes()
    {
        auto const& who = m_people[up_to(m_people.size())];
        auto const id = fresh_id("IN");
        auto const text = "pesan " + id;
        m_said.push_back({id, who});
        happens(tests::says(who, id, now(), text),
                [=](tests::Model& model) { model.said(id, who.user_id, text); });
    }

    void somebody_changes_it()
    {
        if (m_said.empty())
            return;
        auto const [about, who] = m_said[up_to(m_said.size())];
        auto const id = fresh_id("CHANGE");
        auto const at = now() + std::int64_t(up_to(4));
        switch (up_to(4)) {
        case 0: {
            auto const text = "ubah " + std::to_string(up_to(100));
            return happens(tests::rewords(who, id, at, about, text),
                           [=](tests::Model& m) { m.reworded(about, at, text); });
        }
        case 1:
            return happens(tests::takes_back(who, id, at, about),
                           [=](tests::Model& m) { m.taken_back(about); });
        default: {
            static std::array<std::string, 3> const Signs{"👍", "🙏", ""};
            auto const emoji = Signs[up_to(3)];
            return happens(tests::signs(who, id, at, about, emoji),
                           [=](tests::Model& m) { m.signed_with(about, at, emoji); });
        }
        }
    }

    void somebody_moves()
    {
        auto& who = m_people[up_to(m_people.size())];
        auto const before = who.user_id;
        auto const now_is = "ID.80000000000000" + std::to_string(10 + m_moves++);
        who.user_id = now_is;
        happens(tests::moves(fresh_id("MOVE"), now(), before, now_is),
                [=](tests::Model& model) { model.moved(before, now_is); });
    }

    void we_answer()
    {
        m_room->understand();
        auto const& who = m_people[up_to(m_people.size())];
        auto const conversation = m_room->conversation_of(who.user_id);
        if (!conversation)
            return;
        auto const reply = m_replies++;
        REQUIRE(m_room->reply(conversation, reply).ok());
        m_model.replied("reply-" + std::to_string(reply), who.user_id);
    }

    void we_put_it_aside()
    {
        m_room->understand();
        auto const& who = m_people[up_to(m_people.size())];
        conversations::ChangeConversation in;
        in.conversation = m_room->conversation_of(who.user_id);
        if (!in.conversation)
            return;
        if (up_to(2) == 0) {
            auto const rank = up_to(5);
            in.priority = conversations::Priority(rank);
            m_model.prioritised(who.user_id, std::int64_t(rank));
        } else {
            in.state = conversations::State::snoozed;
            in.snoozed_until.emplace(std::nullopt);
            m_model.snoozed(who.user_id);
        }
        auto desk = m_room->world.desk();
        REQUIRE(conversations::change(desk, in).ok());
    }

    void statuses()
    {
        static std::array<std::string, 4> const Words{"sent", "delivered", "read", "failed"};
        for (auto const& [reply, attempt] : m_provider.attempts)
            if (up_to(4) == 0) {
                auto const id = "wamid.OUT" + std::to_string(reply);
                auto const word = Words[up_to(4)];
                happens(tests::status(id, attempt, word, now()),
                        [=](tests::Model& model) { model.status(id, word); });
            }
    }

    // Some of what waits, from anywhere in the line, in one delivery.
    void deliver()
    {
        std::vector<base::Json> parts;
        for (auto many = 1 + up_to(5); many > 0 && !m_waiting.empty(); --many) {
            auto const at = m_waiting.begin() + std::ptrdiff_t(up_to(m_waiting.size()));
            parts.push_back(at->part);
            at->apply(m_model);
            m_waiting.erase(at);
        }
        auto status = 0;
        m_room->deliver(tests::delivery(parts), [&](int answered) { status = answered; });
        m_room->wait();
        REQUIRE(status == 200);
    }

    void send()
    {
        m_room->send();
        note_sent();
    }

    void note_sent()
    {
        for (auto const& [reply, times] : m_provider.took) {
            CHECK(times == 1);
            m_model.reached("reply-" + std::to_string(reply), "wamid.OUT" + std::to_string(reply),
                            !m_provider.silent.contains(reply));
        }
    }

    void step()
    {
        switch (up_to(15)) {
        case 0:
        case 1:
        case 2: return somebody_writes();
        case 3:
        case 4: return somebody_changes_it();
        case 5:
            if (up_to(6) == 0)
                somebody_moves();
            return;
        case 6: return we_answer();
        case 7: return send();
        case 8: return statuses();
        case 9: return m_room->understand();
        case 10: {
            m_room->understand();
            auto const& who = m_people[up_to(m_people.size())];
            if (auto const conversation = m_room->conversation_of(who.user_id)) {
                REQUIRE(m_room->mark_read(conversation).ok());
                m_model.read(who.user_id);
            }
            return;
        }
        case 11: return we_put_it_aside();
        case 12:
            m_room->world.advance(1s * up_to(30));
            m_follower.look(*m_room->workspace, 1 + int(up_to(20)));
            if (up_to(8) == 0)
                open();
            return;
        default:
            if (!m_waiting.empty())
                deliver();
        }
    }

    std::mt19937_64 m_chance;
    std::uint64_t m_seed;
    tests::TemporaryFolder m_folder;
    tests::Provider m_provider;
    std::optional<tests::Backroom> m_room;
    tests::Model m_model;
    Follower m_follower;
    std::vector<tests::Sender> m_people;
    std::vector<std::pair<std::string, tests::Sender>> m_said;
    std::vector<Happening> m_waiting;
    int m_ids = 0;
    int m_moves = 0;
    int m_replies = 0;
};

}  // namespace

TEST_CASE("model: whatever the order and however often, an inbox holds what happened (R2, R18)")
{
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        CAPTURE(seed);
        Days days(seed * 1000);
        days.pass(400);
        days.compare();
    }
}
