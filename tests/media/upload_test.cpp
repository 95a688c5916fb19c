#include "media/upload.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "accounts/store.hpp"
#include "base/json.hpp"
#include "media/transfer.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using namespace std::chrono_literals;
using namespace std::literals;

using channels::MediaKind;

namespace {

media::Source pieces(std::string bytes, std::size_t at_once = 70'000)
{
    auto left = std::make_shared<std::string>(std::move(bytes));
    return [left, at_once](std::size_t max) {
        auto const size = std::min({max, at_once, left->size()});
        auto piece = left->substr(0, size);
        left->erase(0, size);
        return piece;
    };
}

struct Room {
    base::Result<media::Media> upload(std::string bytes, std::string const& name = "file",
                                      std::optional<MediaKind> kind = {})
    {
        return media::upload(desk, {name, kind, channel}, pieces(std::move(bytes)));
    }
    std::size_t files() const
    {
        auto const folder = std::filesystem::directory_iterator(desk.workspace->media_folder());
        return std::size_t(std::distance(begin(folder), end(folder)));
    }

    tests::TestWorld world;
    workspace::Desk desk = world.desk();
    base::ChannelId channel = tests::add_channel(*desk.workspace);
};

std::string jpeg(std::size_t bytes) { return "\xFF\xD8\xFF\xE0" + std::string(bytes - 4, 'j'); }

}  // namespace

TEST_CASE("media: an upload is kept as what its bytes say")
{
    Room room;
    auto const photo = room.upload(jpeg(300'000), "..\\foto\n1.png");
    REQUIRE(photo);
    CHECK(photo->kind == MediaKind::image);
    CHECK(photo->mime == "image/jpeg");
    CHECK(photo->bytes == 300'000);
    CHECK(photo->state == media::State::ready);
    CHECK(photo->name.find('\n') == std::string::npos);

    CHECK(room.upload("%PDF-1.7 faktur", "faktur.pdf")->kind == MediaKind::document);
    CHECK(room.upload("nama,harga\n", "daftar.csv")->mime == "text/plain");
    CHECK(room.upload("\0\0\0\x18"
                      "ftypisom0000"s,
                      "v.mp4")
              ->kind == MediaKind::video);
    auto const voice = room.upload("\0\0\0\x18"
                                   "ftypisom0000"s,
                                   "v.m4a", MediaKind::audio);
    REQUIRE(voice);
    CHECK(voice->mime == "audio/mp4");
    CHECK(room.upload("RIFF\x24\0\0\0WEBPVP8 1234"s, "s.webp", MediaKind::sticker)->kind ==
          MediaKind::sticker);
    CHECK(room.upload("RIFF\x24\0\0\0WEBPVP8 1234"s, "s.webp")->kind == MediaKind::document);
}

TEST_CASE("media: what the channel does not take is refused by name")
{
    Room room;
    CHECK(room.upload("").error().code == "media_empty");
    CHECK(room.upload("%PDF-1.7", "a.jpg", MediaKind::image).error().code ==
          "media_type_not_allowed");
    CHECK(room.upload("GIF89a...", "a.gif", MediaKind::image).error().code ==
          "media_type_not_allowed");
    CHECK(room.upload(jpeg(5 * 1024 * 1024 + 1)).error().code == "media_too_large");
    CHECK(room.upload(jpeg(5 * 1024 * 1024)).ok());
    CHECK(
        room.upload("RIFF\x24\0\0\0WEBPVP8 "s + std::string(110'000, 'x'), "s", MediaKind::sticker)
            .error()
            .code == "media_too_large");
    CHECK(room.upload("RIFF\x24\0\0\0WEBPVP8X\x0A\0\0\0\x02\0\0\0"s + std::string(110'000, 'x'),
                      "s", MediaKind::sticker)
              .ok());
    room.channel = base::ChannelId{9};
    CHECK(room.upload(jpeg(10)).error().fields[0].field == "channel_id");
}

TEST_CASE("media: a refused upload leaves nothing behind")
{
    Room room;
    CHECK_FALSE(room.upload(jpeg(6 * 1024 * 1024)));
    media::sweep(*room.desk.workspace);
    CHECK(room.files() == 0);
    CHECK(room.desk.workspace->read()->one<int>(R"sql(SELECT count(*) FROM media)sql") == 0);
}

TEST_CASE("media: an upload belongs to one message, of its own channel")
{
    Room room;
    auto& workspace = *room.desk.workspace;
    auto const conversation = tests::add_conversation(workspace, room.channel, 1);
    auto const one = tests::add_message(workspace, conversation, "");
    auto const two = tests::add_message(workspace, conversation, "");
    auto const other = tests::add_message(
        workspace,
        tests::add_conversation(workspace, tests::add_channel(workspace, "440022330055999"), 2),
        "");
    auto const id = room.upload(jpeg(100))->id;
    auto const attach = [&](base::MediaId media, base::MessageId message) {
        auto const done = workspace.write(
            [&](db::Writer& tx) { return media::attach(tx, media, message); });
        return done ? std::string("ok") : done.error().code;
    };
    CHECK(attach(id, other) == "media_other_channel");
    CHECK(attach(id, one) == "ok");
    CHECK(attach(id, one) == "ok");
    CHECK(attach(id, two) == "media_used");
    CHECK(attach(base::MediaId{3}, two) == "not_found");
}

TEST_CASE("media: an upload nobody sends is gone after a day")
{
    Room room;
    auto& workspace = *room.desk.workspace;
    auto const unsent = room.upload(jpeg(100))->id;
    auto const sent = room.upload(jpeg(100))->id;
    auto const message = tests::add_message(
        workspace, tests::add_conversation(workspace, room.channel, 1), "");
    REQUIRE(workspace.write([&](db::Writer& tx) { return media::attach(tx, sent, message); }));
    room.world.advance(23h);
    media::drop_unsent(workspace);
    CHECK(media::find(*workspace.read(), unsent));
    room.world.advance(2h);
    media::drop_unsent(workspace);
    media::sweep(workspace);
    CHECK_FALSE(media::find(*workspace.read(), unsent));
    CHECK(media::find(*workspace.read(), sent));
    CHECK(room.files() == 1);
}

TEST_CASE("media: the provider's id is asked for once and trusted for 29 days")
{
    Room room;
    auto& workspace = *room.desk.workspace;
    auto const id = room.upload(jpeg(150'000), "foto.jpg")->id;
    auto const account = accounts::load(workspace, *workspace.read(), room.channel);
    REQUIRE(account);
    std::string carried;
    room.world.http.then([&](net::HttpRequest const& request) {
        for (auto const& part : request.parts)
            if (part.source)
                for (std::uint64_t at = 0; at < part.size;) {
                    auto const piece = part.source(at, 65'536);
                    carried += piece;
                    at += piece.size();
                }
        return net::HttpReply{200, {}, R"({"id":"770055660088996"})"};
    });
    auto const given = media::put_at_provider(workspace, id, *account, room.world.http);
    REQUIRE(given);
    CHECK(*given == "770055660088996");
    CHECK(carried == jpeg(150'000));
    CHECK(media::provider_id(*workspace.read(), id, room.world.now()) == "770055660088996");
    room.world.advance(30 * 24h);
    CHECK_FALSE(media::provider_id(*workspace.read(), id, room.world.now()));
}
