// libFuzzer target: what a stranger writes to the edge. One reading of a head is possible or none,
// however its bytes arrive; a body comes out the same in any pieces; names, ranges and addresses that
// are taken mean something.
#include "parts.hpp"

#include "base/address.hpp"
#include "base/text.hpp"
#include "http/adapter.hpp"
#include "http/address.hpp"
#include "http/answer.hpp"
#include "http/chunked.hpp"
#include "http/form.hpp"
#include "http/head.hpp"
#include "http/multipart.hpp"

using fuzz::must;

namespace {

void head(std::string_view bytes)
{
    std::size_t seen = 0;
    auto const whole = http::scan_head(bytes, seen);
    std::size_t seen_so_far = 0;
    std::variant<http::NeedMore, http::Turned, http::Head> pieces = http::NeedMore{};
    std::size_t given = 0;
    fuzz::in_pieces(bytes, [&](std::string_view piece) {
        given += piece.size();
        pieces = http::scan_head(bytes.substr(0, given), seen_so_far);
        return std::holds_alternative<http::NeedMore>(pieces);
    });
    if (bytes.empty())
        return;
    // What is turned away may show earlier or later in pieces, but a head is a head.
    auto const* const one = std::get_if<http::Head>(&whole);
    auto const* const other = std::get_if<http::Head>(&pieces);
    if (one && other) {
        must(one->bytes == other->bytes && one->target == other->target);
        must(one->framing == other->framing && one->length == other->length);
    }
    if (!one)
        return;
    must(one->bytes <= bytes.size() && one->bytes <= http::MaxHeadBytes);
    must(http::is_token(one->method));
    if (http::check_target(one->target))
        return;
    static http::Adapter adapter;
    auto const read = adapter.read(bytes.substr(0, one->bytes), *one);
    if (auto const* const reading = std::get_if<http::Reading>(&read)) {
        must(base::is_utf8(reading->path) && reading->path.starts_with('/'));
        must(reading->path.find("/../") == std::string::npos);
        must(reading->path.find('\0') == std::string::npos);
    }
}

void chunks(std::string_view bytes)
{
    http::Unchunker at_once;
    std::string once;
    auto rest = bytes;
    auto const end = at_once.feed(rest, once);
    http::Unchunker slowly;
    std::string twice;
    auto last = http::Unchunker::State::more;
    fuzz::in_pieces(bytes, [&](std::string_view piece) {
        last = slowly.feed(piece, twice);
        return last == http::Unchunker::State::more;
    });
    must(bytes.empty() || end == last);
    must(end == http::Unchunker::State::bad || once == twice);
}

void parts(std::string_view bytes)
{
    http::Request request;
    auto const line = bytes.find('\n');
    request.headers.set("Content-Type",
                        "multipart/form-data; boundary=" +
                            std::string(bytes.substr(0, std::min(line, bytes.size()))));
    request.body = line == bytes.npos ? "" : std::string(bytes.substr(line + 1));
    auto const found = http::read_multipart(request);
    if (!found)
        return;
    for (auto const& part : *found)
        must(part.offset + part.size <= request.body.size());
}

void words(std::string_view bytes)
{
    auto const range = http::read_range(bytes, 1000);
    if (range.kind == http::ByteRange::Kind::part)
        must(range.first <= range.last && range.last < 1000);
    static_cast<void>(http::form_value(bytes, "signed_request"));
    std::string const names[] = {"inbox.example"};
    auto const ours = http::is_our_host(bytes, names);
    must(!ours || bytes.find('@') == bytes.npos);
    static auto const peer = *base::Address::parse("127.0.0.1");
    static base::Block const trusted[] = {*base::Block::parse("127.0.0.0/8")};
    std::string_view const hops[] = {bytes};
    static_cast<void>(http::client_behind(peer, trusted, hops));
    http::Request request;
    request.headers.set("Cookie", std::string(bytes));
    static_cast<void>(request.cookie("sapa_session"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0)
        return 0;
    auto const bytes = fuzz::text_of(data + 1, size - 1);
    switch (data[0] % 4) {
    case 0: head(bytes); break;
    case 1: chunks(bytes); break;
    case 2: parts(bytes); break;
    default: words(bytes);
    }
    return 0;
}
