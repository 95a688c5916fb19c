#include "http/edge.hpp"
#include "http/spool.hpp"
#include "support/certificate.hpp"

using namespace edge_test;

namespace {

// A large body whose every byte tells where it lies.
class Pattern final : public http::BodySource {
public:
    explicit Pattern(std::uint64_t size) : m_size(size) {}
    std::uint64_t fails_at = UINT64_MAX;
    std::atomic<int> chunks = 0;

    std::uint64_t size() const override { return m_size; }
    std::string chunk(std::uint64_t offset, std::size_t max) override
    {
        ++chunks;
        if (offset + max > fails_at)
            throw std::runtime_error("a damaged chunk");
        return bytes(offset, max);
    }
    static std::string bytes(std::uint64_t offset, std::size_t count)
    {
        std::string out(count, '\0');
        for (std::size_t i = 0; i < count; ++i)
            out[i] = char('a' + (offset + i) % 26);
        return out;
    }

private:
    std::uint64_t m_size;
};

struct Serving : Edge {
    std::shared_ptr<Pattern> file = std::make_shared<Pattern>(10'000'000);

    Serving()
    {
        handler.on_request = [this](http::Request, http::Reply reply) {
            http::Response response{.source = file};
            response.headers.add("Content-Type", "video/mp4");
            response.headers.add("ETag", "\"v1\"");
            reply.send(std::move(response));
        };
    }
    ~Serving() { server.reset(); }
    Answer ask(std::string const& extra, std::string const& method = "GET")
    {
        auto one = client();
        one.send(method + " /f HTTP/1.1\r\nHost: localhost\r\n" + extra + "\r\n");
        return one.answer(method != "HEAD");
    }
};

// The answers to uploads tell what arrived.
struct Uploading : Edge {
    support::TempFolder folder;
    std::shared_ptr<http::Spool> last;

    Uploading()
    {
        options.spool_folder = folder.path();
        handler.route_limits.max_body = 20 << 20;
        handler.route_limits.spool_over = 100'000;
        handler.on_request = [this](http::Request request, http::Reply reply) {
            auto good = true;
            for (std::uint64_t at = 0; good && at < request.body_size(); at += 77'777)
                good = request.read_body(at, 1'000) ==
                       Pattern::bytes(at, std::size_t(std::min<std::uint64_t>(
                                              1'000, request.body_size() - at)));
            last = request.spool;
            reply.send(http::text(200, std::to_string(request.body_size()) +
                                           (good ? " good" : " bad") +
                                           (request.spool ? " spooled" : "")));
        };
    }
    ~Uploading()
    {
        server.reset();
        last.reset();
    }
    static std::string head(std::size_t size, std::string const& extra = "")
    {
        return "PUT /u HTTP/1.1\r\nHost: localhost\r\n" + extra +
               "Content-Length: " + std::to_string(size) + "\r\n\r\n";
    }
};

}  // namespace

TEST_CASE("source: a large body is sent whole, chunk by chunk")
{
    Serving edge;
    edge.start();
    auto const answer = edge.ask("");
    CHECK(answer.status == 200);
    CHECK(answer.header("Accept-Ranges") == "bytes");
    CHECK(answer.body.size() == 10'000'000);
    CHECK((answer.body == Pattern::bytes(0, 10'000'000)));
    CHECK(edge.file->chunks == 153);
}

TEST_CASE("source: ranges are answered with just those bytes")
{
    Serving edge;
    edge.start();
    auto const middle = edge.ask("Range: bytes=1000001-1000010\r\n");
    CHECK(middle.status == 206);
    CHECK(middle.header("Content-Range") == "bytes 1000001-1000010/10000000");
    CHECK(middle.body == Pattern::bytes(1'000'001, 10));
    CHECK(edge.ask("Range: bytes=-3\r\n").body == Pattern::bytes(9'999'997, 3));
    auto const beyond = edge.ask("Range: bytes=10000000-\r\n");
    CHECK(beyond.status == 416);
    CHECK(beyond.header("Content-Range") == "bytes */10000000");
    CHECK(edge.ask("Range: bytes=0-1\r\nIf-Range: \"v1\"\r\n").status == 206);
    CHECK(edge.ask("Range: bytes=0-1\r\nIf-Range: \"v0\"\r\n").status == 200);
    CHECK(edge.ask("Range: bytes=0-1,5-6\r\n").status == 200);
}

TEST_CASE("source: an unchanged file is 304, and HEAD reads nothing")
{
    Serving edge;
    edge.start();
    auto const unchanged = edge.ask("If-None-Match: \"v0\", W/\"v1\"\r\n");
    CHECK(unchanged.status == 304);
    CHECK(unchanged.header("ETag") == "\"v1\"");
    CHECK(edge.ask("If-None-Match: *\r\n").status == 304);
    CHECK(edge.ask("", "HEAD").header("Content-Length") == "10000000");
    CHECK(edge.file->chunks == 0);
}

TEST_CASE("source: one that fails cuts the answer short instead of making something up")
{
    Serving edge;
    edge.file->fails_at = 5'000'000;
    edge.start();
    auto client = edge.client();
    auto const answer = client.ask("GET /f HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(answer.status == 200);
    CHECK(answer.body.size() < 5'000'000);
    CHECK(client.closes());
}

TEST_CASE("source: a client that leaves in the middle stops the reading")
{
    Serving edge;
    edge.file = std::make_shared<Pattern>(1'000'000'000);
    edge.start();
    {
        auto client = edge.client();
        client.send("GET /f HTTP/1.1\r\nHost: localhost\r\n\r\n");
        CHECK(client.more());
    }
    CHECK(Edge::soon([&] { return edge.server->stats().connections == 0; }));
    CHECK(edge.file->chunks < 1'000);
}

TEST_CASE("upload: small bodies stay in memory and large ones go to a file")
{
    Uploading edge;
    edge.start();
    auto client = edge.client();
    client.send(Uploading::head(100'000) + Pattern::bytes(0, 100'000));
    CHECK(client.answer().body == "100000 good");
    client.send(Uploading::head(100'001) + Pattern::bytes(0, 100'001));
    CHECK(client.answer().body == "100001 good spooled");
    client.send(Uploading::head(20 << 20) + Pattern::bytes(0, 20 << 20));
    CHECK(client.answer().body == "20971520 good spooled");
    // A chunked one is moved there when it grows.
    client.send("PUT /u HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (std::uint64_t at = 0; at < 1'000'000; at += 100'000)
        client.send("186A0\r\n" + Pattern::bytes(at, 100'000) + "\r\n");
    client.send("0\r\n\r\n");
    CHECK(client.answer().body == "1000000 good spooled");
    CHECK(std::filesystem::is_empty(edge.folder.path()));
}

TEST_CASE("upload: more than the route takes is 413 before it is read")
{
    Uploading edge;
    edge.start();
    auto early = edge.client();
    early.send(Uploading::head((20 << 20) + 1, "Expect: 100-continue\r\n"));
    CHECK(early.answer().status == 413);
    early.finish_writing();
    CHECK(early.closes());
    auto chunked = edge.client();
    chunked.send("PUT /u HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::thread writer([&] {
        for (auto i = 0; i < 400; ++i)
            if (!chunked.send("186A0\r\n" + std::string(100'000, 'x') + "\r\n"))
                break;
    });
    CHECK(chunked.answer().status == 413);
    writer.join();
}

TEST_CASE("upload: all bodies together have a budget")
{
    Uploading edge;
    edge.options.max_buffered = 150'000;
    edge.options.max_spooled = 1'000'000;
    edge.start();
    auto first = edge.client();
    first.send(Uploading::head(100'000) + Pattern::bytes(0, 99'999));
    ::usleep(100'000);
    CHECK(edge.client().ask(Uploading::head(90'000)).status == 503);
    CHECK(edge.client().ask(Uploading::head(2'000'000)).status == 503);
    first.send(Pattern::bytes(99'999, 1));
    CHECK(first.answer().body == "100000 good");
    auto again = edge.client();
    again.send(Uploading::head(90'000) + Pattern::bytes(0, 90'000));
    CHECK(again.answer().status == 200);
}

TEST_CASE("upload: a folder that cannot take it is 503, and the edge goes on")
{
    Uploading edge;
    edge.options.spool_folder = "/nonexistent";
    edge.start();
    auto client = edge.client();
    client.send(Uploading::head(200'000) + std::string(1'000, 'x'));
    CHECK(client.answer().status == 503);
    auto small = edge.client();
    small.send(Uploading::head(10) + Pattern::bytes(0, 10));
    CHECK(small.answer().body == "10 good");
}

TEST_CASE("upload: content types and encodings are the route's choice")
{
    static constexpr std::string_view Json[] = {"application/json"};
    Uploading edge;
    edge.handler.route_limits.content_types = Json;
    edge.start();
    auto const status = [&](std::string const& extra) {
        auto client = edge.client();
        client.send(Uploading::head(2, extra) + "ab");
        return client.answer().status;
    };
    CHECK(status("Content-Type: application/json\r\n") == 200);
    CHECK(status("Content-Type: Application/JSON; charset=utf-8\r\n") == 200);
    CHECK(status("Content-Type: application/json\r\nContent-Encoding: identity\r\n") == 200);
    CHECK(status("Content-Type: application/json\r\nContent-Encoding: gzip\r\n") == 415);
    CHECK(status("Content-Type: text/plain\r\n") == 415);
    CHECK(status("") == 415);
    CHECK(edge.get("/").status == 200);
    edge.handler.route_limits.encoded_body = true;
    CHECK(status("Content-Type: application/json\r\nContent-Encoding: gzip\r\n") == 200);
}

TEST_CASE("spool: what lies on disk is not what was sent, at any offset it reads back")
{
    support::TempFolder folder;
    auto const total = std::make_shared<std::atomic<std::uint64_t>>(0);
    auto world = base::real_world();
    http::SpoolFile spool(folder.path(), world.random, total);
    auto const content = Pattern::bytes(0, 300'000);
    for (std::size_t at = 0, step = 1; at < content.size(); at += step, step = step * 3 % 9'973 + 1)
        spool.append(content.substr(at, step));
    CHECK(spool.size() == 300'000);
    CHECK(*total == 300'000);
    for (std::uint64_t at : {0, 1, 63, 64, 65, 4'095, 100'001, 299'990, 299'999, 300'000, 400'000})
        CHECK((spool.read(at, 1'000) == (at < 300'000 ? content.substr(at, 1'000) : "")));
}
