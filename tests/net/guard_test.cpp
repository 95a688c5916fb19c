#include "net/guard.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "net/download.hpp"

using namespace std::string_literals;

namespace {

std::vector<std::string> lines_of(std::string const& path)
{
    std::ifstream file(path);
    REQUIRE_MESSAGE(file.good(), path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        if (!line.empty() && line[0] != '#')
            lines.push_back(line);
    return lines;
}

std::string reading_of(std::string_view text)
{
    auto const url = net::Url::parse(text);
    return url ? url->origin() + " " + url->target : "bad";
}

// Answers by URL and notes what was asked.
class ScriptedClient final : public net::HttpClient {
public:
    std::map<std::string, net::HttpReply> answers;
    std::vector<net::HttpRequest> asked;
    net::HttpOutcome perform(net::HttpRequest const& request) override
    {
        asked.push_back(request);
        return answers.at(request.url);
    }
};

net::HttpReply redirect(std::string to) { return {302, {{"location", std::move(to)}}, ""}; }

}  // namespace

TEST_CASE("guard: every address of the corpus is told apart")
{
    for (auto const& line : lines_of("tests/net/address_corpus.txt")) {
        auto const space = line.find(' ');
        auto const address = base::Address::parse(line.substr(space + 1));
        auto const verdict = !address ? "bad" : net::is_public(*address) ? "yes" : "no";
        CHECK_MESSAGE(verdict == line.substr(0, space), line);
    }
}

TEST_CASE("url: every form of the corpus is read in one way or refused")
{
    for (auto const& line : lines_of("tests/net/url_corpus.txt")) {
        auto const tab = line.find('\t');
        CHECK_MESSAGE(reading_of(line.substr(0, tab)) == line.substr(tab + 1), line);
    }
    CHECK(reading_of("https://example.org/\r\nX: y") == "bad");
    CHECK(reading_of("https://example.org/\0"s) == "bad");
    CHECK(reading_of("https://example.org/" + std::string(9'000, 'x')) == "bad");
}

TEST_CASE("url: a refusal never repeats the text, which may hold a token")
{
    auto const url = net::Url::parse("https://example.org/bot123:SECRET token");
    REQUIRE_FALSE(url.ok());
    CHECK(url.error().detail.find("SECRET") == std::string::npos);
}

TEST_CASE("guard: an origin is allowed with its scheme and port, and no other")
{
    net::AllowedOrigins origins;
    CHECK(origins.allow("http://127.0.0.1:9000/v23.0").ok());
    CHECK_FALSE(origins.allow("127.0.0.1:9000").ok());
    auto const holds = [&](std::string_view url) { return origins.holds(*net::Url::parse(url)); };
    CHECK(holds("http://127.0.0.1:9000/other"));
    CHECK_FALSE(holds("https://127.0.0.1:9000/"));
    CHECK_FALSE(holds("http://127.0.0.1:9001/"));
    CHECK_FALSE(holds("http://127.0.0.1/"));
    CHECK_FALSE(holds("http://localhost:9000/"));
}

TEST_CASE("download: redirects are followed to allowed hosts, without credentials")
{
    ScriptedClient client;
    client.answers["https://a.example/1"] = redirect("/2");
    client.answers["https://a.example/2"] = redirect("https://b.example/3?t=1");
    client.answers["https://b.example/3?t=1"] = {200, {}, "file"};
    auto const outcome = net::download(
        client,
        {.url = "https://a.example/1",
         .headers = {{"authorization", "Bearer t"}, {"Accept", "*/*"}}},
        [](net::Url const& url) { return url.host.ends_with(".example"); });
    REQUIRE(std::holds_alternative<net::HttpReply>(outcome));
    CHECK(std::get<net::HttpReply>(outcome).body == "file");
    REQUIRE(client.asked.size() == 3);
    CHECK(client.asked[1].headers.size() == 2);
    CHECK(client.asked[2].headers == net::HeaderList{{"Accept", "*/*"}});
}

TEST_CASE("download: a redirect elsewhere, down to http, or without end is refused")
{
    ScriptedClient client;
    client.answers["https://a.example/away"] = redirect("https://evil.test/");
    client.answers["https://a.example/down"] = redirect("http://a.example/");
    client.answers["https://a.example/loop"] = redirect("/loop");
    client.answers["https://a.example/none"] = {302, {}, ""};
    client.answers["https://a.example/odd"] = redirect("file:///etc/passwd");
    for (auto const& path : {"away"s, "down"s, "loop"s, "none"s, "odd"s}) {
        auto const outcome = net::download(
            client, {.url = "https://a.example/" + path},
            [](net::Url const& url) { return url.host == "a.example"; });
        REQUIRE(std::holds_alternative<net::NetFailure>(outcome));
        CHECK(std::get<net::NetFailure>(outcome).stage == net::NetFailure::Stage::refused_address);
    }
    CHECK(client.asked.size() == 8);
}
