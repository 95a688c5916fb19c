#include <fstream>

#include "http/adapter.hpp"
#include "http/address.hpp"
#include "http/answer.hpp"
#include "http/edge.hpp"

using namespace edge_test;

namespace {

int digit(char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

// Undoes the corpus's escapes; \RNNNN is that many x.
std::string bytes_of(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out.push_back(text[i]);
            continue;
        }
        switch (text[++i]) {
        case 'r': out.push_back('\r'); break;
        case 'n': out.push_back('\n'); break;
        case 't': out.push_back('\t'); break;
        case '0': out.push_back('\0'); break;
        case 'x':
            out.push_back(char(digit(text[i + 1]) * 16 + digit(text[i + 2])));
            i += 2;
            break;
        case 'R':
            out.append(1'001, 'x');
            i += 4;
            break;
        default: out.push_back(text[i]);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("framing: every request of the corpus has its answer, whole or byte by byte")
{
    Edge edge;
    edge.handler.route_limits.max_body = 1'000;
    std::atomic<int> handled = 0;
    edge.handler.on_request = [&](http::Request, http::Reply reply) {
        ++handled;
        reply.send(http::text(200, "fine"));
    };
    edge.start();
    std::ifstream corpus("tests/http/framing_corpus.txt");
    REQUIRE(corpus.good());
    auto accepted = 0;
    auto lines = 0;
    for (std::string line; std::getline(corpus, line);) {
        if (line.empty() || line[0] == '#')
            continue;
        ++lines;
        auto const wanted = (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
        auto const bytes = bytes_of(std::string_view(line).substr(line.find('\t') + 1));
        for (auto const dripped : {false, true}) {
            auto client = edge.client();
            // What follows must never be taken for a request of its own.
            auto const all = wanted == 200
                               ? bytes
                               : bytes + "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
            if (dripped)
                for (char const c : all)
                    client.send({&c, 1});
            else
                client.send(all);
            auto const answer = client.answer();
            CHECK_MESSAGE(answer.status == wanted, line);
            accepted += wanted == 200;
            if (wanted == 200)
                continue;
            CHECK_MESSAGE(answer.header("Connection") == "close", line);
            CHECK_MESSAGE(answer.body.find("\"request_id\"") != std::string::npos, line);
            client.finish_writing();
            CHECK_MESSAGE(client.closes(), line);
            CHECK_MESSAGE(client.had().empty(), line);
        }
    }
    CHECK(lines > 100);
    CHECK(handled == accepted);
}

TEST_CASE("framing: heads are limited in bytes, lines and parameters")
{
    Edge edge;
    edge.start();
    auto const status = [&](std::string const& bytes) { return edge.client().ask(bytes).status; };
    auto const start = "GET / HTTP/1.1\r\nHost: localhost\r\n"s;
    auto const padded = [&](std::size_t size) {
        auto const rest = size - start.size() - 7;
        return start + "X: " + std::string(rest, 'x') + "\r\n\r\n";
    };
    CHECK(padded(8'192).size() == 8'192);
    CHECK(status(padded(8'192)) == 200);
    CHECK(status(padded(8'193)) == 431);
    std::string fields;
    for (auto i = 0; i < 99; ++i)
        fields += "X: 1\r\n";
    CHECK(status(start + fields + "\r\n") == 200);
    CHECK(status(start + fields + "Y: 1\r\n\r\n") == 431);
    auto const with_pairs = [](int count) {
        std::string query;
        for (auto i = 0; i < count; ++i)
            query += "&a" + std::to_string(i) + "=1";
        return "GET /?" + query.substr(1) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    };
    CHECK(status(with_pairs(100)) == 200);
    CHECK(status(with_pairs(101)) == 400);
}

TEST_CASE("adapter: what httplib reads is decoded once")
{
    http::Adapter adapter;
    auto const bytes =
        "GET /a%20b/%25?q=%26+x&p=1&q=2&flag HTTP/1.1\r\nHost: localhost\r\nX: %41\r\n\r\n"s;
    std::size_t seen = 0;
    auto const scanned = http::scan_head(bytes, seen);
    REQUIRE(std::holds_alternative<http::Head>(scanned));
    auto const& head = std::get<http::Head>(scanned);
    CHECK(head.headers.find("x") == "%41");
    auto const reading = adapter.read(bytes, head);
    REQUIRE(std::holds_alternative<http::Reading>(reading));
    auto const& read = std::get<http::Reading>(reading);
    CHECK(read.path == "/a b/%");
    std::vector<std::pair<std::string, std::string>> const wanted{
        {"flag", ""}, {"p", "1"}, {"q", "& x"}, {"q", "2"}};
    auto got = read.query;
    std::stable_sort(got.begin(), got.end(),
                     [](auto const& a, auto const& b) { return a.first < b.first; });
    CHECK(got == wanted);
    CHECK_FALSE(http::Adapter::version().empty());
}

TEST_CASE("adapter: a head that the two parsers read differently is turned away")
{
    http::Adapter adapter;
    auto const bytes = "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n"s;
    std::size_t seen = 0;
    auto head = std::get<http::Head>(http::scan_head(bytes, seen));
    head.target = "/b";
    CHECK(std::holds_alternative<http::Turned>(adapter.read(bytes, head)));
    head.target = "/a";
    head.headers.add("X-Extra", "1");
    CHECK(std::holds_alternative<http::Turned>(adapter.read(bytes, head)));
}

TEST_CASE("hosts: our names, localhost and address literals are ours")
{
    std::vector<std::string> const names{"chat.example.org", "Second.Example"};
    for (auto const* ours : {"chat.example.org", "chat.example.org:8443", "second.example",
                             "localhost", "localhost:8080", "127.0.0.1", "127.0.0.1:1",
                             "203.0.113.9:65535", "[::1]", "[::1]:8080", "[2001:db8::1]"})
        CHECK_MESSAGE(http::is_our_host(ours, names), ours);
    for (auto const* other : {"evil.example",
                              "chat.example.org.evil.example",
                              "xchat.example.org",
                              "chat.example.org.",
                              "chat.example.org:",
                              "chat.example.org:x",
                              "chat.example.org:65536",
                              "chat.example.org:-1",
                              "localhost:80:80",
                              "[::1",
                              "[::1]x",
                              "[]",
                              "[127.0.0.1]",
                              "::1",
                              "127.1",
                              "0x7f.0.0.1",
                              "127.0.0.1.evil.example",
                              "user@localhost",
                              "localhost/",
                              " localhost"})
        CHECK_FALSE_MESSAGE(http::is_our_host(other, names), other);
}

TEST_CASE("proxies: the right-most hop that is not trusted is the client")
{
    auto const block = [](std::string_view text) { return *http::Block::parse(text); };
    std::vector<http::Block> const trusted{block("10.0.0.0/8"), block("2001:db8::/32")};
    auto const client = [&](std::string_view peer, std::vector<std::string_view> lines) {
        return http::client_behind(*http::Address::parse(peer), trusted, lines).text();
    };
    CHECK(client("203.0.113.5", {"198.51.100.1"}) == "203.0.113.5");
    CHECK(client("10.0.0.1", {}) == "10.0.0.1");
    CHECK(client("10.0.0.1", {"198.51.100.1"}) == "198.51.100.1");
    CHECK(client("10.0.0.1", {"1.2.3.4, 198.51.100.1"}) == "198.51.100.1");
    CHECK(client("10.0.0.1", {"1.2.3.4", "198.51.100.1, 10.9.9.9"}) == "198.51.100.1");
    CHECK(client("10.0.0.1", {"10.1.1.1, 10.2.2.2"}) == "10.1.1.1");
    CHECK(client("10.0.0.1", {"evil, 10.2.2.2"}) == "10.2.2.2");
    CHECK(client("10.0.0.1", {"198.51.100.1:1234"}) == "10.0.0.1");
    CHECK(client("10.0.0.1", {""}) == "10.0.0.1");
    CHECK(client("2001:db8::1", {"2001:DB9::7"}) == "2001:db9::7");
    CHECK(client("::ffff:10.0.0.1", {"198.51.100.1"}) == "198.51.100.1");
    CHECK_FALSE(http::Block::parse("10.0.0.0/33"));
    CHECK_FALSE(http::Block::parse("10.0.0.0/-1"));
    CHECK_FALSE(http::Block::parse("10.0.0.0/"));
    CHECK_FALSE(http::Block::parse("10.0.0/8"));
    CHECK(http::Block::parse("0.0.0.0/0")->holds(*http::Address::parse("8.8.8.8")));
    CHECK_FALSE(http::Address::parse(std::string_view("8.8.8.8\0.example", 16)));
    CHECK_FALSE(http::Block::parse("0.0.0.0/0")->holds(*http::Address::parse("2001:db8::1")));
}

TEST_CASE("ranges: one range is understood and every other header ignored")
{
    using Kind = http::ByteRange::Kind;
    auto const read = [](std::string_view header) {
        auto const range = http::read_range(header, 1'000);
        if (range.kind == Kind::whole)
            return "whole"s;
        if (range.kind == Kind::unsatisfiable)
            return "none"s;
        return std::to_string(range.first) + "-" + std::to_string(range.last);
    };
    CHECK(read("bytes=0-0") == "0-0");
    CHECK(read("bytes=0-999") == "0-999");
    CHECK(read("bytes=500-") == "500-999");
    CHECK(read("bytes=-1") == "999-999");
    CHECK(read("bytes=-5000") == "0-999");
    CHECK(read("bytes=10-99999999999999999999") == "whole");
    CHECK(read("bytes=10-9999") == "10-999");
    CHECK(read("Bytes= 5-6") == "5-6");
    CHECK(read("bytes=1000-") == "none");
    CHECK(read("bytes=-0") == "none");
    for (auto const* odd :
         {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=0-1,3-4",
          "bytes=0x1-2", "lines=0-1", "bytes=1", "bytes=+1-2", "bytes= 1 - 2"})
        CHECK_MESSAGE(read(odd) == "whole", odd);
}
