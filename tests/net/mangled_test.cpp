#include <doctest/doctest.h>

#include "net/answer_reader.hpp"
#include "net/guard.hpp"
#include "support/mangled.hpp"

using State = net::AnswerReader::State;

namespace {

std::string reading_of(std::string_view bytes, std::size_t step)
{
    net::AnswerReader reader(false, 1'000, {});
    auto state = State::more;
    while (state == State::more && !bytes.empty()) {
        state = reader.feed(bytes.substr(0, step));
        bytes.remove_prefix(std::min(step, bytes.size()));
    }
    if (state == State::more)
        state = reader.end();
    auto text = std::to_string(int(state));
    if (state == State::done)
        text += " " + std::to_string(reader.reply().status) + " " + reader.reply().body;
    return text;
}

}  // namespace

TEST_CASE("mangled: an answer has one reading however its bytes arrive")
{
    support::Mangler mangler(11);
    std::string const seeds[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Made\r\nTransfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n"
        "A\r\n0123456789\r\n0\r\nT: x\r\n\r\n",
        "HTTP/1.0 404 Not Found\r\nConnection: close\r\n\r\nuntil the end",
    };
    auto done = 0;
    for (auto round = 0; round < 30'000; ++round) {
        auto const bytes = mangler.mangle(seeds[round % 3]);
        auto const whole = reading_of(bytes, bytes.size());
        REQUIRE_MESSAGE(reading_of(bytes, 1) == whole, bytes);
        done += whole.starts_with(std::to_string(int(State::done)));
    }
    CHECK(done > 1'000);
}

TEST_CASE("mangled: a URL that is taken reads the same when written out again")
{
    support::Mangler mangler(12);
    for (auto round = 0; round < 30'000; ++round) {
        auto const text = mangler.mangle("https://graph.example.org:8443/v23.0/1/messages?a=b");
        auto const url = net::Url::parse(text);
        if (!url)
            continue;
        auto const again = net::Url::parse(url->origin() + url->target);
        REQUIRE_MESSAGE(again.ok(), text);
        REQUIRE_MESSAGE(
            (again->host == url->host && again->port == url->port && again->target == url->target),
            text);
    }
}
