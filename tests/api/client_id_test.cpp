#include <atomic>
#include <set>
#include <thread>

#include "control/token.hpp"
#include "front.hpp"

using tests::Ask;
using tests::Front;

namespace {

Ask say(base::ConversationId talk, std::string const& text, std::string const& client,
        std::string const& what = "messages")
{
    return {"POST",
            "/conversations/" + talk.text() + "/" + what,
            {},
            R"({"text":")" + text + R"(","client_id":")" + client + R"("})",
            {}};
}

int rows(Front& front, char const* kind)
{
    return front.shop->read()->one<int>(R"sql(
        SELECT count(*) FROM message WHERE direction = ?1
    )sql",
                                        kind);
}

}  // namespace

TEST_CASE("client ids: the same request again is the same message, sent once")
{
    Front front;
    auto const talk = front.customer(1);
    auto const first = front.page(front.owner, say(talk, "halo", "c-1"));
    REQUIRE_MESSAGE(first.status == 201, first.body);
    auto const again = front.page(front.owner, say(talk, "halo", "c-1"));
    CHECK(again.status < 300);
    CHECK(again.json().at("id") == first.json().at("id"));
    // Whatever else it says: the first one counts.
    CHECK(front.page(front.owner, say(talk, "lain", "c-1")).json().at("text") == "halo");
    CHECK(rows(front, "out") == 1);
    CHECK(front.shop->read()->one<int>(R"sql(SELECT count(*) FROM send)sql") == 1);
    auto const other = front.page(front.owner, say(talk, "halo", "c-2"));
    CHECK(other.json().at("id") != first.json().at("id"));
}

TEST_CASE("client ids: fifty at once make one message")
{
    Front front;
    auto const talk = front.customer(1);
    auto const token = front.token();
    std::mutex mutex;
    std::set<std::string> ids;
    std::atomic<int> bad = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 10; ++i)
        threads.emplace_back([&] {
            for (int k = 0; k < 5; ++k) {
                auto const got = front.with_token(token, say(talk, "halo", "c-1"));
                std::scoped_lock const lock(mutex);
                if (got.status >= 300)
                    ++bad;
                else
                    ids.insert(got.json().at("id").get<std::string>());
            }
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(bad == 0);
    CHECK(ids.size() == 1);
    CHECK(rows(front, "out") == 1);
}

TEST_CASE("client ids: one that was used elsewhere is a conflict, not somebody else's message")
{
    Front front;
    auto const one = front.customer(1);
    auto const two = front.customer(2);
    REQUIRE(front.page(front.owner, say(one, "halo", "c-1")).status == 201);
    auto const got = front.page(front.owner, say(two, "halo", "c-1"));
    CHECK(got.status == 409);
    CHECK(got.code() == "client_id_used");
    CHECK(front.page(front.owner, say(one, "catatan", "n-1", "notes")).status == 201);
    CHECK(front.page(front.owner, say(one, "catatan", "n-1", "notes")).status == 201);
    CHECK(rows(front, "note") == 1);
}

TEST_CASE("client ids: a refused request leaves its id free")
{
    Front front;
    auto const talk = front.customer(1);
    front.house.clock.advance(std::chrono::hours(25));
    CHECK(front.page(front.owner, say(talk, "halo", "c-1")).code() == "window_closed");
    auto const text = std::string(65, 'x');
    CHECK(front.page(front.owner, say(talk, "halo", text)).fields() == "client_id:too_long");
    CHECK(front.page(front.owner, say(talk, "halo", "")).status == 422);
    REQUIRE(front.shop
                ->write([&](db::Writer& tx) {
                    conversations::store::wrote(
                        tx, talk, front.house.clock.now(),
                        {.message = {}, .at = front.house.clock.now(), .text = {}});
                })
                .ok());
    CHECK(front.page(front.owner, say(talk, "halo", "c-1")).status == 201);
}
