// libFuzzer target: addresses somebody wants fetched, and what other servers answer. An address that
// is taken says the same when it is written down and read again, and a private one is never public.
#include "parts.hpp"

#include "base/address.hpp"
#include "net/answer_reader.hpp"
#include "net/guard.hpp"
#include "net/http_date.hpp"
#include "net/url.hpp"

using fuzz::must;

namespace {

void url(std::string_view bytes)
{
    auto const parsed = net::Url::parse(bytes);
    if (parsed) {
        must(!parsed->host.empty() && parsed->target.starts_with('/'));
        must(parsed->host.find_first_of("@/\\ \r\n") == std::string::npos);
        must(parsed->target.find_first_of(" \r\n#") == std::string::npos);
        auto const again = net::Url::parse(parsed->origin() + parsed->target);
        must(again && again->host == parsed->host && again->port == parsed->port);
        must(again->target == parsed->target);
    }
    static auto const base = *net::Url::parse("https://graph.example/v26.0/me?x=1");
    if (auto const moved = base.resolve(bytes))
        must(!moved->host.empty());
    static net::AllowedOrigins const none;
    must(!parsed || !none.holds(*parsed));
}

void address(std::string_view bytes)
{
    auto const one = base::Address::parse(bytes);
    if (!one)
        return;
    must(bytes.find_first_not_of("0123456789abcdefABCDEF:.") == bytes.npos);
    must(base::Address::parse(one->text()) == one);
    for (auto const* const closed :
         {"10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
          "100.64.0.0/10", "0.0.0.0/8", "224.0.0.0/4", "::1/128", "fc00::/7", "fe80::/10"})
        if (base::Block::parse(closed)->holds(*one))
            must(!net::is_public(*one));
}

void answer(std::string_view bytes)
{
    std::string whole;
    std::string pieces;
    auto const read_all = [](std::string_view from, std::string& into, bool at_once) {
        net::AnswerReader reader(false, 1 << 20, [&into](std::string_view part) {
            into += part;
            return true;
        });
        auto state = net::AnswerReader::State::more;
        if (at_once)
            state = reader.feed(from);
        else
            fuzz::in_pieces(from, [&](std::string_view piece) {
                state = reader.feed(piece);
                return state == net::AnswerReader::State::more;
            });
        if (state == net::AnswerReader::State::more)
            state = reader.end();
        return std::pair(state, reader.reply().status);
    };
    auto const one = read_all(bytes, whole, true);
    auto const other = read_all(bytes, pieces, false);
    if (one.first == net::AnswerReader::State::done && other.first == one.first) {
        must(one.second == other.second);
        must(whole == pieces);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0)
        return 0;
    auto const bytes = fuzz::text_of(data + 1, size - 1);
    switch (data[0] % 4) {
    case 0: url(bytes); break;
    case 1: address(bytes); break;
    case 2: answer(bytes); break;
    default: static_cast<void>(net::read_http_date(bytes));
    }
    return 0;
}
