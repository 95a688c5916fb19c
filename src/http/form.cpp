#include "http/form.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"

namespace http {

namespace {

constexpr int MaxPairs = 100;

std::optional<std::string> decoded(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+') {
            out.push_back(' ');
        } else if (text[at] == '%') {
            auto const high = at + 2 < text.size() ? base::hex_digit(text[at + 1]) : -1;
            auto const low = at + 2 < text.size() ? base::hex_digit(text[at + 2]) : -1;
            if (high < 0 || low < 0)
                return std::nullopt;
            out.push_back(char(high * 16 + low));
            at += 2;
        } else {
            out.push_back(text[at]);
        }
    }
    return base::is_utf8(out) ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace

std::optional<std::string> form_value(std::string_view body, std::string_view name)
{
    for (int pairs = 0; pairs < MaxPairs; ++pairs) {
        auto const end = body.find('&');
        auto const pair = body.substr(0, end);
        auto const equals = pair.find('=');
        if (decoded(pair.substr(0, equals)) == name)
            return equals == pair.npos ? std::string() : decoded(pair.substr(equals + 1));
        if (end == body.npos)
            break;
        body.remove_prefix(end + 1);
    }
    return std::nullopt;
}

}  // namespace http
