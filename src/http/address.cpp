#include "http/address.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/text.hpp"

namespace http {

namespace {

bool is_port(std::string_view text)
{
    std::uint16_t value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc() && end == text.data() + text.size();
}

}  // namespace

Address client_behind(Address const& peer, std::span<Block const> trusted,
                      std::span<std::string_view const> forwarded_for)
{
    if (!holds(trusted, peer))
        return peer;
    auto nearest = peer;
    for (auto line = forwarded_for.rbegin(); line != forwarded_for.rend(); ++line) {
        auto rest = *line;
        while (!rest.empty()) {
            auto const comma = rest.rfind(',');
            auto const from = comma == rest.npos ? 0 : comma + 1;
            auto const hop = Address::parse(base::trim(rest.substr(from)));
            rest = rest.substr(0, comma == rest.npos ? 0 : comma);
            if (!hop)
                return nearest;
            nearest = *hop;
            if (!holds(trusted, nearest))
                return nearest;
        }
    }
    return nearest;
}

bool is_our_host(std::string_view host, std::span<std::string const> names)
{
    auto name = host;
    std::string_view port;
    if (host.starts_with('[')) {
        auto const end = host.find(']');
        if (end == host.npos)
            return false;
        name = host.substr(0, end + 1);
        port = host.substr(end + 1);
    } else if (auto const colon = host.find(':'); colon != host.npos) {
        name = host.substr(0, colon);
        port = host.substr(colon);
    }
    if (!port.empty() && (!port.starts_with(':') || !is_port(port.substr(1))))
        return false;
    if (name.starts_with('['))
        return name.size() > 2 && name.find(':') != name.npos &&
               Address::parse(name.substr(1, name.size() - 2)).has_value();
    if (name == "localhost" || Address::parse(name))
        return true;
    return std::any_of(names.begin(), names.end(),
                       [&](std::string const& ours) { return base::lower_ascii(ours) == name; });
}

}  // namespace http
