#include <doctest/doctest.h>

#include "accounts/account.hpp"
#include "media/transfer.hpp"
#include "media/upload.hpp"
#include "outbox/shop.hpp"

using namespace std::chrono_literals;
using outbox::Priority;
using tests::Shop;
using Stage = net::NetFailure::Stage;

namespace {

base::MediaId photo(Shop& shop)
{
    auto desk = shop.world.desk();
    auto bytes = std::make_shared<std::string>("\xFF\xD8\xFF\xE0 photo");
    auto const kept = media::upload(desk, {"foto.jpg", {}, shop.channel}, [bytes](std::size_t) {
        return std::exchange(*bytes, std::string());
    });
    return kept ? kept->id : base::MediaId{};
}

base::MessageId say(Shop& shop, base::ConversationId to, base::MediaId media)
{
    return shop.say(to, "lihat ini", Priority::people, media);
}

}  // namespace

TEST_CASE("outbox: a picture is uploaded first, then sent by the provider's id")
{
    Shop shop;
    auto const message = say(shop, shop.customer(1), photo(shop));
    shop.world.http.then([&](net::HttpRequest const& request) {
        // Nothing is in flight while the file travels: this may be repeated at will.
        CHECK(shop.state(message) == "queued");
        CHECK(request.parts.size() >= 2);
        return net::HttpReply{200, {}, R"({"id":"770055660088996"})"};
    });
    shop.settle();
    CHECK(shop.state(message) == "sent");
    REQUIRE(shop.world.http.count() == 2);
    auto const sent = base::parse_json(shop.world.http.requests()[1].body);
    CHECK(base::text_at(base::object_at(*sent, "image"), "id") == "770055660088996");
    CHECK(base::text_at(base::object_at(*sent, "image"), "caption") == "lihat ini");
}

TEST_CASE("outbox: an upload without an answer is repeated, because nothing was sent")
{
    Shop shop;
    auto const one = shop.customer(1);
    auto const message = say(shop, one, photo(shop));
    auto const after = shop.say(one, "teks");
    shop.world.http.then_fail(Stage::no_answer);
    shop.turn();
    CHECK(shop.state(message) == "retry_wait");
    CHECK(shop.state(after) == "queued");
    shop.world.http.then(200, R"({"id":"770055660088996"})");
    for (int i = 0; i < 70; ++i) {
        shop.world.advance(1s);
        shop.settle();
    }
    CHECK(shop.state(message) == "sent");
    CHECK(shop.state(after) == "sent");
    CHECK(shop.world.http.count() == 4);
}

TEST_CASE("outbox: a file the provider refuses fails its message and no other")
{
    Shop shop;
    auto const one = shop.customer(1);
    auto const message = say(shop, one, photo(shop));
    auto const after = shop.say(one, "teks");
    shop.world.http.then(400, tests::refused(131053));
    shop.settle();
    CHECK(shop.deliveries.last(message) == "failed media_rejected");
    CHECK(shop.state(after) == "sent");
}

TEST_CASE("outbox: a file that cannot be uploaded six times fails its message")
{
    Shop shop;
    auto const message = say(shop, shop.customer(1), photo(shop));
    shop.world.http.otherwise([](auto const&) { return net::NetFailure{Stage::no_answer, ""}; });
    for (int i = 0; i < 100; ++i) {
        shop.turn();
        shop.world.advance(1min);
    }
    CHECK(shop.state(message) == "failed");
    CHECK(shop.deliveries.last(message).starts_with("failed "));
    CHECK(shop.world.http.count() == 6);
}

TEST_CASE("outbox: a revoked token found while uploading stops the channel, the message waits")
{
    Shop shop;
    auto const message = say(shop, shop.customer(1), photo(shop));
    shop.world.http.then(401, tests::refused(190));
    shop.settle();
    CHECK(shop.state(message) == "queued");
    CHECK(accounts::brief(*shop.workspace->read(), shop.channel)->state ==
          accounts::State::attention);
}

TEST_CASE("outbox: a file the provider lost is uploaded anew by the next attempt")
{
    Shop shop;
    auto const message = say(shop, shop.customer(1), photo(shop));
    shop.world.http.then(200, R"({"id":"770055660088996"})");
    shop.world.http.then(400, tests::refused(131053));
    shop.settle();
    CHECK(shop.deliveries.last(message) == "failed media_rejected");
    REQUIRE(shop.workspace->write([&](db::Writer& tx) {
        return outbox::resend(*shop.workspace, tx, shop.deliveries, message);
    }));
    shop.world.http.then(200, R"({"id":"770055660088997"})");
    shop.settle();
    CHECK(shop.state(message) == "sent");
    auto const sent = base::parse_json(shop.world.http.requests().back().body);
    CHECK(base::text_at(base::object_at(*sent, "image"), "id") == "770055660088997");
}

TEST_CASE("outbox: every file of a carousel is uploaded once, then it goes")
{
    Shop shop;
    auto const to = shop.customer(1);
    auto const message = tests::add_message(*shop.workspace, to, "promo");
    auto const first = photo(shop);
    auto const second = photo(shop);
    channels::TemplateContent promo{.name = "promo", .language = "id"};
    for (auto const file : {first, second, first})
        promo.cards.push_back({channels::MediaContent{.file = file}, {}, {}, {}});
    outbox::NewSend const send{message,
                               to,
                               shop.channel,
                               Priority::people,
                               {.to = {.phone = "628123450001"}, .content = promo},
                               shop.world.now()};
    REQUIRE(shop.workspace->write([&](db::Writer& tx) { outbox::put(*shop.workspace, tx, send); }));
    shop.world.http.then(200, R"({"id":"7701"})");
    shop.world.http.then(200, R"({"id":"7702"})");
    shop.settle();
    CHECK(shop.state(message) == "sent");
    REQUIRE(shop.world.http.count() == 3);
    auto const body = shop.world.http.requests()[2].body;
    CHECK(body.find(R"("id":"7701")") != std::string::npos);
    CHECK(body.find(R"("id":"7702")") != std::string::npos);
}

TEST_CASE("outbox: a file that is passed on shares its bytes until the last of them goes")
{
    Shop shop;
    auto const original = photo(shop);
    auto desk = shop.world.desk();
    auto const account = accounts::load(*shop.workspace, *shop.workspace->read(), shop.channel);
    REQUIRE(account.ok());
    base::MediaId copy;
    REQUIRE(shop.workspace
                ->write([&](db::Writer& tx) -> base::Result<void> {
                    copy = TRY(media::again(desk, tx, original, shop.channel, account->traits()));
                    return {};
                })
                .ok());
    auto const drop = [&](base::MediaId id) {
        REQUIRE(shop.workspace->write(
            [&](db::Writer& tx) { tx.run(R"sql(DELETE FROM media WHERE id = ?1)sql", id); }));
        media::sweep(*shop.workspace);
    };
    drop(original);
    auto const opened = media::open(*shop.workspace, *shop.workspace->read(), copy);
    REQUIRE(opened.ok());
    CHECK(*opened->read(0, 100) == "\xFF\xD8\xFF\xE0 photo");
    drop(copy);
    CHECK(shop.workspace->read()->one<int>(R"sql(SELECT count(*) FROM blob_trash)sql") == 0);
}
