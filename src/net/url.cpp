#include "net/url.hpp"

#include <algorithm>
#include <charconv>

#include "base/address.hpp"
#include "base/text.hpp"

namespace net {

namespace {

base::Error bad(std::string_view why)
{
    return {base::Fault::invalid, "bad_url", std::string(why)};
}

bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

// A resolver may take such a host for an address: 127.1, 0x7f000001, 2130706433, 0177.0.0.1.
bool looks_numeric(std::string_view host)
{
    auto const last = host.substr(host.rfind('.') + 1);
    auto const digits = std::all_of(last.begin(), last.end(), base::is_digit);
    return digits || last.starts_with("0x");
}

base::Result<std::string> read_host(std::string_view text)
{
    auto const host = base::lower_ascii(text);
    if (host.starts_with('[')) {
        auto const inner = host.ends_with(']') ? host.substr(1, host.size() - 2) : std::string();
        auto const address = base::Address::parse(inner);
        if (!address || inner.find(':') == inner.npos)
            return bad("the host is not an IPv6 address");
        return address->text();
    }
    auto const plain = std::all_of(host.begin(), host.end(), is_name_byte);
    if (host.empty() || host.size() > 253 || !plain || host.front() == '.' || host.back() == '.' ||
        host.find("..") != host.npos)
        return bad("the host is not a name");
    if (looks_numeric(host) && !base::Address::parse(host))
        return bad("the host is not a plain IPv4 address");
    return host;
}

}  // namespace

std::string Url::authority() const
{
    auto out = host.find(':') != host.npos ? "[" + host + "]" : host;
    if (port != (secure ? 443 : 80))
        out.append(":").append(std::to_string(port));
    return out;
}

std::string Url::origin() const { return (secure ? "https://" : "http://") + authority(); }

base::Result<Url> Url::parse(std::string_view text)
{
    if (text.size() > 8'192)
        return bad("longer than 8 KB");
    for (char const c : text)
        if (c <= 0x20 || c >= 0x7F || c == '\\' || c == '#' || c == '"' || c == '<' || c == '>')
            return bad("has blanks, control bytes, a fragment or bytes beyond ASCII");
    Url url;
    if (base::starts_with_no_case(text, "https://")) {
        text.remove_prefix(8);
    } else if (base::starts_with_no_case(text, "http://")) {
        text.remove_prefix(7);
        url.secure = false;
        url.port = 80;
    } else {
        return bad("the scheme is neither https nor http");
    }
    auto const end = std::min(text.find_first_of("/?"), text.size());
    auto host = text.substr(0, end);
    if (host.find('@') != host.npos)
        return bad("has user information");
    auto const colon = host.rfind(':');
    if (colon != host.npos && (host.find(']') == host.npos || colon > host.find(']'))) {
        auto const digits = host.substr(colon + 1);
        auto const [stop, fault] = std::from_chars(digits.data(), digits.data() + digits.size(),
                                                   url.port);
        if (fault != std::errc() || stop != digits.data() + digits.size() || url.port == 0)
            return bad("the port is not a number");
        host = host.substr(0, colon);
    }
    url.host = TRY(read_host(host));
    auto const rest = text.substr(end);
    url.target = rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest);
    return url;
}

base::Result<Url> Url::resolve(std::string_view location) const
{
    if (location.starts_with("//"))
        return parse((secure ? "https:" : "http:") + std::string(location));
    if (location.starts_with('/'))
        return parse(origin() + std::string(location));
    return parse(location);
}

}  // namespace net
