#include <doctest/doctest.h>

#include "http/adapter.hpp"
#include "http/answer.hpp"
#include "http/chunked.hpp"
#include "http/multipart.hpp"
#include "support/mangled.hpp"

using support::Mangler;

namespace {

// What scan_head says when the bytes arrive in pieces of this size.
std::string verdict_of(std::string_view bytes, std::size_t step)
{
    std::size_t seen = 0;
    for (auto size = std::min(step, bytes.size());; size = std::min(size + step, bytes.size())) {
        auto const scanned = http::scan_head(bytes.substr(0, size), seen);
        if (auto const* turned = std::get_if<http::Turned>(&scanned))
            return std::to_string(turned->status) + " " + std::string(turned->code);
        if (auto const* head = std::get_if<http::Head>(&scanned))
            return head->method + " " + head->target + " " + std::to_string(head->bytes) + " " +
                   std::to_string(int(head->framing)) + " " + std::to_string(head->length) + " " +
                   head->host;
        if (size == bytes.size())
            return "more";
    }
}

}  // namespace

TEST_CASE(
    "mangled: a head has one reading however its bytes arrive, and httplib agrees or is not believed")
{
    Mangler mangler(7);
    http::Adapter adapter;
    std::string const seeds[] = {
        "POST /api/v1/x?y=%20z&w HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: 12\r\nX-A: b\r\n\r\n",
        "GET /%e2%9c%93/a.b HTTP/1.0\r\nHost: [::1]\r\nTransfer-Encoding: chunked\r\nConnection: close, x\r\n\r\n",
        "PUT / HTTP/1.1\r\nhost: a.example\r\nExpect: 100-continue\r\nRange: bytes=0-1\r\nAccept: */*\r\n\r\n",
    };
    auto accepted = 0;
    for (auto round = 0; round < 30'000; ++round) {
        auto const bytes = mangler.mangle(seeds[round % 3]);
        auto const verdict = verdict_of(bytes, bytes.size());
        REQUIRE_MESSAGE(verdict_of(bytes, 1) == verdict, bytes);
        std::size_t seen = 0;
        auto const scanned = http::scan_head(bytes, seen);
        auto const* head = std::get_if<http::Head>(&scanned);
        if (head == nullptr)
            continue;
        auto const reading = adapter.read(std::string_view(bytes).substr(0, head->bytes), *head);
        if (auto const* read = std::get_if<http::Reading>(&reading)) {
            ++accepted;
            for (char const c : read->path)
                REQUIRE_MESSAGE(static_cast<unsigned char>(c) >= 0x20, bytes);
            REQUIRE_MESSAGE(("/" + read->path + "/").find("/../") == std::string::npos, bytes);
        }
    }
    CHECK(accepted > 1'000);
}

TEST_CASE("mangled: a chunked body has one reading however its bytes arrive")
{
    Mangler mangler(8);
    for (auto round = 0; round < 30'000; ++round) {
        auto const bytes = mangler.mangle(
            "5\r\nhello\r\n1A\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\nGET /");
        auto const read = [&](std::size_t step) {
            http::Unchunker unchunker;
            std::string out;
            std::string_view rest = bytes;
            auto state = http::Unchunker::State::more;
            while (state == http::Unchunker::State::more && !rest.empty()) {
                auto piece = rest.substr(0, step);
                auto const size = piece.size();
                state = unchunker.feed(piece, out);
                rest.remove_prefix(size - piece.size());
            }
            return std::to_string(int(state)) + out + "|" + std::string(rest);
        };
        REQUIRE_MESSAGE(read(1) == read(bytes.size()), bytes);
    }
}

TEST_CASE("mangled: ranges and forms never point beyond the body")
{
    Mangler mangler(9);
    for (auto round = 0; round < 30'000; ++round) {
        auto const range = http::read_range(mangler.mangle("bytes=100-900"), 1'000);
        if (range.kind == http::ByteRange::Kind::part)
            REQUIRE((range.first <= range.last && range.last < 1'000));
    }
    for (auto round = 0; round < 5'000; ++round) {
        http::Request request;
        request.headers.add("Content-Type", "multipart/form-data; boundary=XX");
        request.body = mangler.mangle(
            "--XX\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n"
            "Content-Type: text/plain\r\n\r\nhello\r\n--XX--\r\n");
        if (auto const parts = http::read_multipart(request))
            for (auto const& part : *parts)
                REQUIRE(part.offset + part.size <= request.body.size());
    }
}
