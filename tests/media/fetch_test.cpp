#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "accounts/account.hpp"
#include "accounts/store.hpp"
#include "base/json.hpp"
#include "jobs/runner.hpp"
#include "media/media.hpp"
#include "media/transfer.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

using namespace std::chrono_literals;
using namespace std::literals;
using Stage = net::NetFailure::Stage;

namespace {

std::string const Jpeg = "\xFF\xD8\xFF\xE0" + std::string(200'000, 'j');

// A workspace with a customer's message and the jobs that fetch its picture.
struct Room {
    Room() { media::add_jobs(runner, calendar, world.http); }

    base::MediaId expect(std::string const& kind = "image", std::string const& mime = "image/jpeg",
                         std::optional<std::string> name = {})
    {
        message = tests::add_message(*workspace, conversation, "");
        channels::MediaRef ref;
        ref.kind = *channels::media_kind(kind);
        ref.provider_id = "770055660088996";
        ref.mime = mime;
        ref.file_name = std::move(name);
        return *workspace->write(
            [&](db::Writer& tx) { return media::expect(*workspace, tx, message, channel, ref); });
    }
    // What the provider answers: where the file is, then its bytes.
    void provider_has(std::string const& bytes)
    {
        world.http.then(200, base::to_text({{"messaging_product", "whatsapp"},
                                            {"url", "https://lookaside.fbsbx.com/f?1"},
                                            {"mime_type", "image/jpeg"},
                                            {"file_size", bytes.size()},
                                            {"id", "770055660088996"}}));
        world.http.then(200, bytes);
    }
    media::Media look(base::MediaId id) { return *media::find(*workspace->read(), id); }
    std::size_t files() const
    {
        auto const folder = std::filesystem::directory_iterator(workspace->media_folder());
        return std::size_t(std::distance(begin(folder), end(folder)));
    }
    int notes()
    {
        return workspace->read()->one<int>(R"sql(
            SELECT count(*) FROM change WHERE kind = 'message.updated' AND entity_id = ?1
        )sql",
                                           message.value);
    }

    tests::TestWorld world;
    std::shared_ptr<workspace::Workspace> workspace = world.workspace();
    base::ChannelId channel = tests::add_channel(*workspace);
    base::ConversationId conversation = tests::add_conversation(*workspace, channel, 1);
    base::MessageId message;
    jobs::Runner runner{world.world(), 0};
    jobs::Calendar calendar{runner};
};

}  // namespace

TEST_CASE("media: what came with a message is fetched, encrypted and served whole and in parts")
{
    Room room;
    auto const id = room.expect("image", "image/jpeg", "foto\u202Egpj.jpg");
    CHECK(room.look(id).state == media::State::waiting);
    room.provider_has(Jpeg);
    room.runner.turn(*room.workspace);

    auto const got = room.look(id);
    CHECK(got.state == media::State::ready);
    CHECK(got.mime == "image/jpeg");
    CHECK(got.name == "fotogpj.jpg");
    CHECK(got.bytes == 200'004);
    CHECK(got.url == "/api/v1/media/" + id.text());
    CHECK(room.notes() == 1);
    CHECK(media::of_message(*room.workspace->read(), room.message)->id == id);

    auto const opened = media::open(*room.workspace, *room.workspace->read(), id);
    REQUIRE(opened);
    CHECK(opened->size == 200'004);
    CHECK(opened->show_inline);
    CHECK(*opened->read(0, 4) == "\xFF\xD8\xFF\xE0");
    CHECK(*opened->read(65'530, 20) == std::string(20, 'j'));
    CHECK(*opened->read(200'000, 1000) == "jjjj");

    // Nothing of it lies on the disk in the clear.
    REQUIRE(room.files() == 1);
    auto const file = std::filesystem::directory_iterator(room.workspace->media_folder())->path();
    std::ifstream raw(file, std::ios::binary);
    std::string const bytes(std::istreambuf_iterator<char>(raw), {});
    CHECK(bytes.size() > 200'004);
    CHECK(bytes.find("jjjjjjjj") == std::string::npos);
}

TEST_CASE("media: a passing trouble is tried again for as long as the provider keeps the file")
{
    Room room;
    auto const id = room.expect();
    room.world.http.otherwise([](auto const&) { return net::NetFailure{Stage::connect, ""}; });
    for (int i = 0; i < 20; ++i) {
        room.runner.turn(*room.workspace);
        room.world.advance(30min);
    }
    CHECK(room.look(id).state == media::State::waiting);
    room.provider_has(Jpeg);
    room.runner.turn(*room.workspace);
    CHECK(room.look(id).state == media::State::ready);
    CHECK(room.files() == 1);
}

TEST_CASE("media: after seven days a file that could not be fetched has failed, visibly")
{
    Room room;
    auto const id = room.expect();
    room.world.http.otherwise([](auto const&) { return net::NetFailure{Stage::connect, ""}; });
    room.runner.turn(*room.workspace);
    room.world.advance(7 * 24h + 1min);
    room.runner.turn(*room.workspace);
    CHECK(room.look(id).state == media::State::failed);
    CHECK(room.look(id).error == "provider_down");
    CHECK(room.notes() == 1);
    CHECK(media::open(*room.workspace, *room.workspace->read(), id).error().code ==
          "media_not_ready");

    auto desk = room.world.desk();
    auto const again = media::retry(desk, {id});
    REQUIRE(again);
    CHECK(again->state == media::State::waiting);
    room.provider_has(Jpeg);
    room.runner.turn(*room.workspace);
    CHECK(room.look(id).state == media::State::ready);
    CHECK(media::retry(desk, {id}).error().code == "media_not_failed");
    CHECK(media::retry(desk, {base::MediaId{5}}).error().code == "not_found");
}

TEST_CASE("media: a file the provider no longer has fails at once")
{
    Room room;
    auto const id = room.expect();
    room.world.http.then(400, tests::refused(100));
    room.runner.turn(*room.workspace);
    CHECK(room.look(id).state == media::State::failed);
    CHECK(room.look(id).error.has_value());
}

TEST_CASE("media: bytes that are not what the message says are refused and not kept")
{
    for (auto const& [kind, bytes] :
         std::vector<std::pair<std::string, std::string>>{{"image", "<html><script>x</script>"},
                                                          {"image", "MZ\x90 and so on"},
                                                          {"audio", Jpeg},
                                                          {"video", "%PDF-1.7"}}) {
        Room room;
        auto const id = room.expect(kind, "image/jpeg");
        room.provider_has(bytes);
        room.runner.turn(*room.workspace);
        CHECK(room.look(id).state == media::State::refused);
        CHECK(room.look(id).error == "media_rejected");
        media::sweep(*room.workspace);
        CHECK(room.files() == 0);
    }
}

TEST_CASE("media: what a customer sends as a file is kept whatever it is, and never shown in place")
{
    Room room;
    auto const id = room.expect("document", "text/html", "menu.html");
    room.provider_has("<html><script>x</script></html>");
    room.runner.turn(*room.workspace);
    CHECK(room.look(id).state == media::State::ready);
    auto const opened = media::open(*room.workspace, *room.workspace->read(), id);
    REQUIRE(opened);
    CHECK_FALSE(opened->show_inline);
}

TEST_CASE("media: a file over the limit is refused")
{
    Room room;
    auto const id = room.expect();
    room.world.http.then(200, base::to_text({{"url", "https://lookaside.fbsbx.com/f?1"},
                                             {"mime_type", "image/jpeg"},
                                             {"file_size", 104'857'601}}));
    room.runner.turn(*room.workspace);
    CHECK(room.look(id).state == media::State::refused);
    CHECK(room.look(id).error == "media_too_large");
}

TEST_CASE("media: a revoked token stops the channel, and the file comes once it is well")
{
    Room room;
    auto const id = room.expect();
    room.world.http.then(401, tests::refused(190));
    room.runner.turn(*room.workspace);
    CHECK(room.look(id).state == media::State::waiting);
    CHECK(accounts::brief(*room.workspace->read(), room.channel)->state ==
          accounts::State::attention);
    room.world.advance(10min);
    room.provider_has(Jpeg);
    room.runner.turn(*room.workspace);
    CHECK(room.look(id).state == media::State::ready);
}

TEST_CASE("media: a damaged file is never served")
{
    Room room;
    auto const id = room.expect();
    room.provider_has(Jpeg);
    room.runner.turn(*room.workspace);
    auto const file = std::filesystem::directory_iterator(room.workspace->media_folder())->path();
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    {
        std::fstream raw(file, std::ios::binary | std::ios::in | std::ios::out);
        raw.seekp(70'000);
        raw.put('?');
    }
    auto const opened = media::open(*room.workspace, *room.workspace->read(), id);
    REQUIRE(opened);
    CHECK(opened->read(0, 4).ok());
    CHECK(opened->read(66'000, 10).error().code == "media_damaged");
}

TEST_CASE("media: a deleted message takes its file with it")
{
    Room room;
    room.expect();
    room.provider_has(Jpeg);
    room.runner.turn(*room.workspace);
    REQUIRE(room.files() == 1);
    REQUIRE(room.workspace->write([&](db::Writer& tx) {
        tx.run(R"sql(
            DELETE FROM message WHERE id = ?1
        )sql",
               room.message);
    }));
    media::sweep(*room.workspace);
    CHECK(room.files() == 0);
}
