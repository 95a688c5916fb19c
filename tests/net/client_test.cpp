#include "net/guarded_client.hpp"
#include "net/liar.hpp"

using namespace liar;
using Stage = net::NetFailure::Stage;

namespace {

// Names the test decides.
class GivenNames final : public net::Resolver {
public:
    std::vector<std::string> answers;
    int asked = 0;
    std::vector<base::Address> addresses_of(std::string const&, std::chrono::milliseconds) override
    {
        ++asked;
        std::vector<base::Address> out;
        for (auto const& text : answers)
            out.push_back(*base::Address::parse(text));
        return out;
    }
};

struct House {
    std::shared_ptr<GivenNames> names = std::make_shared<GivenNames>();
    net::ClientOptions options{.user_agent = "Sapa/0.1"};
    std::unique_ptr<net::HttpClient> client;

    explicit House(std::string const& allowed = "")
    {
        if (!allowed.empty())
            REQUIRE(options.allowed->allow(allowed).ok());
        auto trust = net::Trust::open();
        REQUIRE(trust.ok());
        client = net::make_guarded_client(options, base::real_world(), *trust, names);
    }
};

std::string outcome_text(net::HttpOutcome const& outcome)
{
    if (auto const* reply = std::get_if<net::HttpReply>(&outcome))
        return std::to_string(reply->status) + " " + reply->body;
    return std::string(net::name_of(std::get<net::NetFailure>(outcome).stage));
}

// What a POST meets that the script treats so.
std::string after(std::function<void(Talk&)> const& script, std::chrono::milliseconds total = 5s,
                  std::uint64_t limit = 1 << 20)
{
    Server server(script);
    House house(server.origin());
    auto const outcome = house.client->perform({.method = "POST",
                                                .url = server.origin() + "/v1/messages",
                                                .body = "hello",
                                                .total_time = total,
                                                .answer_limit = limit});
    if (auto const* failure = std::get_if<net::NetFailure>(&outcome))
        CHECK_FALSE(failure->detail.empty());
    return outcome_text(outcome);
}

std::string answer(std::string_view bytes)
{
    return after([&](Talk& talk) {
        talk.hear("hello");
        talk.say(bytes);
    });
}

}  // namespace

TEST_CASE("client: a plain exchange carries what was asked and nothing of ours beyond")
{
    std::string heard;
    Server server([&](Talk& talk) {
        talk.hear("hello");
        heard = talk.heard();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-One:  a b \r\n\r\nok");
    });
    House house(server.origin());
    auto const outcome = house.client->perform({.method = "POST",
                                                .url = server.origin() + "/v1/x?y=1",
                                                .headers = {{"Authorization", "Bearer t"}},
                                                .body = "hello"});
    CHECK(outcome_text(outcome) == "200 ok");
    CHECK(std::get<net::HttpReply>(outcome).header("x-one") == "a b");
    CHECK(heard == "POST /v1/x?y=1 HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                       "\r\nAuthorization: Bearer t\r\nUser-Agent: Sapa/0.1\r\nContent-Length: "
                       "5\r\n\r\nhello");
}

TEST_CASE("client: nobody listens: certainly nothing happened")
{
    auto port = 0;
    {
        Server server([](Talk&) {});
        port = server.port();
    }
    auto const origin = "http://127.0.0.1:" + std::to_string(port);
    House house(origin);
    auto const outcome = house.client->perform({.method = "POST", .url = origin + "/"});
    CHECK(outcome_text(outcome) == "connect");
    CHECK_FALSE(std::get<net::NetFailure>(outcome).may_have_acted());
}

TEST_CASE("client: after the last byte has left, silence in any form is not known")
{
    CHECK(after([](Talk& talk) { talk.hear("hello"); }) == "no_answer");
    CHECK(after([](Talk& talk) {
              talk.hear("hello");
              talk.reset();
          }) == "no_answer");
    CHECK(after([](Talk& talk) { talk.hang(); }, 300ms) == "no_answer");
    CHECK(answer("HTTP/1.1 200 OK\r\nContent-Le") == "no_answer");
    CHECK(after([](Talk& talk) {
              talk.hear_bytes(1);
              talk.reset();
          }) == "no_answer");
}

TEST_CASE("client: an answer that lies or breaks off is not known")
{
    CHECK(answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") == "bad_answer");
    CHECK(answer("SSH-2.0-OpenSSH_9\r\n") == "bad_answer");
    CHECK(answer("\x16\x03\x01\x02") == "bad_answer");
    CHECK(answer("HTTP/2 200 OK\r\n\r\n") == "bad_answer");
    CHECK(answer("HTTP/1.1 20 OK\r\n\r\n") == "bad_answer");
    CHECK(answer("HTTP/1.1 999 No\r\n\r\n") == "bad_answer");
    CHECK(answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab") ==
          "bad_answer");
    CHECK(answer("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n") == "bad_answer");
    CHECK(answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n") ==
          "bad_answer");
    CHECK(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n") == "bad_answer");
    CHECK(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") == "bad_answer");
    CHECK(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n") == "bad_answer");
    CHECK(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n") ==
          "bad_answer");
    CHECK(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab") == "bad_answer");
    CHECK(answer("HTTP/1.1 200 OK\r\n folded: x\r\n\r\n") == "bad_answer");
    CHECK(answer("HTTP/1.1 200 OK\r\nno colon\r\n\r\n") == "bad_answer");
    CHECK(answer("HTTP/1.1 101 Switching Protocols\r\n\r\n") == "bad_answer");
    CHECK(answer("HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x')) == "bad_answer");
}

TEST_CASE("client: answers in every lawful form are read")
{
    CHECK(
        answer(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\nA\r\n0123456789\r\n0\r\n"
            "Trailer: t\r\n\r\n") == "200 ab0123456789");
    CHECK(answer("HTTP/1.0 200 OK\r\n\r\nuntil the end") == "200 until the end");
    CHECK(answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Made\r\nContent-Length: 1\r\n\r\nx") ==
          "201 x");
    CHECK(answer("HTTP/1.1 204 No Content\r\n\r\n") == "204 ");
    CHECK(answer("HTTP/1.1 500\r\nContent-Length: 0\r\n\r\n") == "500 ");
    CHECK(answer("HTTP/1.1 302 Found\r\nLocation: http://other/\r\nContent-Length: 0\r\n\r\n") ==
          "302 ");
    auto const slow = after([](Talk& talk) {
        talk.hear("hello");
        for (char const c : "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"s) {
            talk.say({&c, 1});
            ::usleep(1'000);
        }
    });
    CHECK(slow == "200 abc");
}

TEST_CASE("client: size and time of an answer are limited")
{
    CHECK(after(
              [](Talk& talk) {
                  talk.hear("hello");
                  talk.say("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n");
              },
              5s, 100) == "answer_too_large");
    CHECK(after(
              [](Talk& talk) {
                  talk.hear("hello");
                  talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                  for (auto i = 0; i < 100 && !talk.stopping(); ++i)
                      talk.say("4\r\nabcd\r\n");
              },
              5s, 100) == "answer_too_large");
    CHECK(after(
              [](Talk& talk) {
                  talk.hear("hello");
                  talk.say("HTTP/1.1 200 OK\r\n\r\n" + std::string(300, 'x'));
              },
              5s, 100) == "answer_too_large");
    auto const drip = [](Talk& talk) {
        talk.hear("hello");
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        while (!talk.stopping()) {
            talk.say("x");
            ::usleep(20'000);
        }
    };
    CHECK(after(drip, 300ms) == "bad_answer");
}

TEST_CASE("client: a request that did not leave whole certainly had no effect")
{
    Server server([](Talk& talk) {
        talk.hear_bytes(1'000);
        talk.reset();
    });
    House house(server.origin());
    auto const outcome = house.client->perform(
        {.method = "POST", .url = server.origin() + "/", .body = std::string(64 << 20, 'x')});
    CHECK(outcome_text(outcome) == "request_not_fully_written");
    CHECK_FALSE(std::get<net::NetFailure>(outcome).may_have_acted());

    Server stuck([](Talk& talk) {
        while (!talk.stopping())
            ::usleep(5'000);
    });
    House other(stuck.origin());
    CHECK(outcome_text(other.client->perform({.method = "POST",
                                              .url = stuck.origin() + "/",
                                              .body = std::string(64 << 20, 'x'),
                                              .total_time = 1s})) == "request_not_fully_written");
}

TEST_CASE("client: an answer before the whole request has left is heard")
{
    Server server([](Talk& talk) {
        talk.hear_bytes(1'000);
        talk.say("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
        while (!talk.stopping())
            ::usleep(5'000);
    });
    House house(server.origin());
    CHECK(outcome_text(house.client->perform({.method = "POST",
                                              .url = server.origin() + "/",
                                              .body = std::string(64 << 20, 'x')})) == "413 big");
}

TEST_CASE("client: a form with a file made on the way is sent as one body")
{
    std::string heard;
    Server server([&](Talk& talk) {
        talk.hear("--\r\n");
        heard = talk.heard();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    House house(server.origin());
    net::HttpRequest request{.method = "POST", .url = server.origin() + "/media"};
    request.parts.push_back({.name = "messaging_product", .text = "whatsapp"});
    request.parts.push_back({.name = "file",
                             .file_name = "a\"b\r\n.png",
                             .content_type = "image/png",
                             .source =
                                 [](std::uint64_t offset, std::size_t max) {
                                     return std::string(
                                         std::min<std::size_t>(max, 100'000 - offset), 'p');
                                 },
                             .size = 100'000});
    CHECK(outcome_text(house.client->perform(request)) == "200 ");
    auto const boundary = heard.substr(heard.find("boundary=") + 9, 37);
    auto const body = heard.substr(heard.find("\r\n\r\n") + 4);
    CHECK(heard.find("Content-Length: " + std::to_string(body.size()) + "\r\n") !=
          std::string::npos);
    CHECK(
        body ==
        "--" + boundary +
            "\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n--" +
            boundary +
            "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b__.png\"\r\n"
            "Content-Type: image/png\r\n\r\n" +
            std::string(100'000, 'p') + "\r\n--" + boundary + "--\r\n");

    request.parts[1].source = [](std::uint64_t offset, std::size_t) {
        return offset == 0 ? std::string("short") : std::string();
    };
    CHECK(outcome_text(house.client->perform(request)) == "request_not_fully_written");
}

TEST_CASE("client: a download flows through a sink, and an error's text does not")
{
    auto status = "200 OK"s;
    Server server([&](Talk& talk) {
        talk.hear("\r\n\r\n");
        talk.say("HTTP/1.1 " + status + "\r\nContent-Length: 300000\r\nConnection: close\r\n\r\n" +
                 std::string(300'000, 'd'));
    });
    House house(server.origin());
    std::size_t got = 0;
    net::HttpRequest request{.url = server.origin() + "/file"};
    request.sink = [&](std::string_view bytes) {
        got += bytes.size();
        return true;
    };
    CHECK(outcome_text(house.client->perform(request)) == "200 ");
    CHECK(got == 300'000);
    request.sink = [&](std::string_view) { return false; };
    CHECK(outcome_text(house.client->perform(request)) == "stopped_by_sink");
    request.answer_limit = 299'999;
    CHECK(outcome_text(house.client->perform(request)) == "answer_too_large");
    request.answer_limit = 1 << 20;
    status = "404 Not Found";
    got = 0;
    request.sink = [&](std::string_view bytes) {
        got += bytes.size();
        return true;
    };
    CHECK(outcome_text(house.client->perform(request)) == "404 " + std::string(300'000, 'd'));
    CHECK(got == 0);
}

TEST_CASE("client: a connection is used again while it is fresh and quiet")
{
    Server server([](Talk& talk) {
        while (talk.hear("\r\n\r\n")) {
            talk.heard().clear();
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    });
    House house(server.origin());
    for (auto i = 0; i < 5; ++i)
        CHECK(outcome_text(house.client->perform({.url = server.origin() + "/"})) == "200 ok");
    CHECK(server.connections() == 1);
}

TEST_CASE("client: a kept connection that died is replaced, and a send is never doubled")
{
    // Answers once, then waits for the next request and drops it.
    Server server([](Talk& talk) {
        talk.hear("\r\n\r\n");
        talk.heard().clear();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        talk.hear("\r\n\r\n");
    });
    House house(server.origin());
    net::HttpRequest const send{.method = "POST", .url = server.origin() + "/"};
    net::HttpRequest const read{.url = server.origin() + "/", .idempotent = true};
    CHECK(outcome_text(house.client->perform(send)) == "200 ok");
    CHECK(outcome_text(house.client->perform(send)) == "no_answer");
    CHECK(server.connections() == 1);
    CHECK(outcome_text(house.client->perform(read)) == "200 ok");
    CHECK(outcome_text(house.client->perform(read)) == "200 ok");
    CHECK(server.connections() == 3);
}

TEST_CASE("client: addresses that are not public are refused before a byte")
{
    Server canary([](Talk& talk) { talk.hear("\r\n\r\n"); });
    auto const port = std::to_string(canary.port());
    House house;
    house.names->answers = {"127.0.0.1"};
    for (auto const& url :
         {"https://127.0.0.1/"s, "https://[::1]/"s, "https://[::ffff:127.0.0.1]/"s,
          "https://10.0.0.1/"s, "https://169.254.169.254/latest"s, "https://rebound.example/"s,

          "http://127.0.0.1:" + port + "/", "https://127.0.0.1:" + port + "/"})
        CHECK_MESSAGE(outcome_text(house.client->perform({.url = url})) == "refused_address", url);
    house.names->answers = {};
    for (auto const& url : {"http://public.example/"s, "https://public.example:8443/"s})
        CHECK_MESSAGE(outcome_text(house.client->perform({.url = url})) == "refused_address", url);
    house.names->answers = {"192.168.1.1", "2606:4700::1111"};
    CHECK(outcome_text(house.client->perform({.url = "https://mixed.example/"})) ==
          "refused_address");
    house.names->answers = {};
    CHECK(outcome_text(house.client->perform({.url = "https://nowhere.example/"})) == "dns");
    for (auto const& url :
         {"https://0x7f000001/"s, "https://2130706433/"s, "https://0177.0.0.1/"s, "https://127.1/"s,
          "https://127.0.0.1@example.org/"s, "file:///etc/passwd"s,
          "gopher://127.0.0.1:" + port + "/", "https://exa mple/"s,
          "https://127.0.0.1#@example.org/"s, "https://127.0.0.1\\@example.org/"s, ""s})
        CHECK_MESSAGE(outcome_text(house.client->perform({.url = url})) == "bad_request", url);
    CHECK(canary.connections() == 0);
}

TEST_CASE("client: headers that would change the request are refused")
{
    Server canary([](Talk& talk) { talk.hear("\r\n\r\n"); });
    House house(canary.origin());
    auto const url = canary.origin() + "/";
    for (net::HeaderList const& headers : {net::HeaderList{{"Host", "x"}},
                                           {{"content-length", "1"}},
                                           {{"Transfer-Encoding", "chunked"}},
                                           {{"Connection", "close"}},
                                           {{"X", "a\r\nY: b"}},
                                           {{"X\r\nY", "b"}},
                                           {{"", "b"}},
                                           {{"X ", "b"}}})
        CHECK(outcome_text(house.client->perform({.url = url, .headers = headers})) ==
              "bad_request");
    CHECK(outcome_text(house.client->perform({.method = "CONNECT", .url = url})) == "bad_request");
    CHECK(canary.connections() == 0);
}
