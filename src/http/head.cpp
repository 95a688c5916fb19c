#include "http/head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace http {

namespace {

constexpr std::array Methods{std::string_view("GET"),    std::string_view("HEAD"),
                             std::string_view("POST"),   std::string_view("PUT"),
                             std::string_view("PATCH"),  std::string_view("DELETE"),
                             std::string_view("OPTIONS")};

bool is_token_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

// A library below may decode percent escapes in values, so an escaped line end is one.
bool hides_line_end(std::string_view value)
{
    for (auto at = value.find('%'); at != value.npos; at = value.find('%', at + 1)) {
        auto const escape = value.substr(at + 1, 2);
        if (equal_no_case(escape, "0d") || equal_no_case(escape, "0a") || escape == "00")
            return true;
    }
    return false;
}

std::string_view next_line(std::string_view& rest)
{
    auto const end = rest.find("\r\n");
    auto const line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    return line;
}

std::optional<Turned> read_request_line(std::string_view line, Head& head)
{
    auto const first = line.find(' ');
    auto const last = line.rfind(' ');
    if (first == line.npos || last == first || line.find(' ', first + 1) != last)
        return Turned{400, "bad_request_line", "The request line is not METHOD TARGET VERSION."};
    auto const version = line.substr(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        if (version.starts_with("HTTP/"))
            return Turned{505, "bad_version", "HTTP/1.1 or HTTP/1.0, please."};
        return Turned{400, "bad_request_line", "The request line is not METHOD TARGET VERSION."};
    }
    head.method = line.substr(0, first);
    head.target = line.substr(first + 1, last - first - 1);
    head.old_version = version == "HTTP/1.0";
    head.keep_alive = !head.old_version;
    if (std::find(Methods.begin(), Methods.end(), head.method) == Methods.end())
        return Turned{501, "unknown_method", "This method is not served here."};
    return std::nullopt;
}

std::optional<Turned> read_field(std::string_view line, Head& head)
{
    auto const colon = line.find(':');
    if (colon == line.npos || !is_token(line.substr(0, colon)))
        return Turned{400, "bad_header", "A header line is not NAME: VALUE."};
    auto const value = base::trim(line.substr(colon + 1));
    if (!is_field_value(value) || hides_line_end(value))
        return Turned{400, "bad_header_value", "A header value has control bytes."};
    head.headers.add(std::string(line.substr(0, colon)), std::string(value));
    return std::nullopt;
}

// Exactly one way to tell where the body ends (RFC 9112 6), or none.
std::optional<Turned> read_framing(Head& head)
{
    auto const lengths = head.headers.all("Content-Length");
    auto const codings = head.headers.all("Transfer-Encoding");
    if (!codings.empty()) {
        if (!lengths.empty() || codings.size() > 1 || head.old_version)
            return Turned{400, "bad_framing", "The body's length is given in two ways."};
        if (!equal_no_case(codings[0], "chunked"))
            return Turned{501, "unknown_coding", "Only chunked is understood."};
        head.framing = Head::Framing::chunked;
        return std::nullopt;
    }
    if (lengths.empty())
        return std::nullopt;
    auto const text = lengths[0];
    auto const digits = std::all_of(text.begin(), text.end(), base::is_digit);
    if (lengths.size() > 1 || text.empty() || text.size() > 15 || !digits)
        return Turned{400, "bad_framing", "Content-Length is one plain number."};
    std::from_chars(text.data(), text.data() + text.size(), head.length);
    if (head.length > 0)
        head.framing = Head::Framing::length;
    return std::nullopt;
}

std::optional<Turned> read_connection(Head& head)
{
    for (auto rest : head.headers.all("Connection")) {
        while (!rest.empty()) {
            auto const end = std::min(rest.find(','), rest.size());
            auto const option = base::trim(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (equal_no_case(option, "close"))
                head.keep_alive = false;
            else if (head.old_version && equal_no_case(option, "keep-alive"))
                head.keep_alive = true;
        }
    }
    auto const expected = head.headers.all("Expect");
    if (expected.empty() || head.old_version)
        return std::nullopt;
    if (expected.size() > 1 || !equal_no_case(expected[0], "100-continue"))
        return Turned{417, "unknown_expectation", "Only 100-continue can be expected."};
    head.expects_continue = true;
    return std::nullopt;
}

std::optional<Turned> read_host(Head& head)
{
    auto const hosts = head.headers.all("Host");
    if (hosts.size() != 1 || hosts[0].empty() || hosts[0].size() > 255)
        return Turned{400, "bad_host", "Exactly one Host header, please."};
    head.host = base::lower_ascii(hosts[0]);
    return std::nullopt;
}

std::variant<NeedMore, Turned, Head> read_whole(std::string_view bytes)
{
    Head head;
    head.bytes = bytes.size();
    auto rest = bytes;
    if (auto turned = read_request_line(next_line(rest), head))
        return *turned;
    for (auto line = next_line(rest); !line.empty(); line = next_line(rest)) {
        if (head.headers.fields().size() == MaxHeadFields)
            return Turned{431, "too_many_headers", "At most 100 header lines."};
        if (auto turned = read_field(line, head))
            return *turned;
    }
    if (auto turned = read_framing(head))
        return *turned;
    if (auto turned = read_host(head))
        return *turned;
    if (auto turned = read_connection(head))
        return *turned;
    if (auto turned = check_target(head.target))
        return *turned;
    return head;
}

}  // namespace

bool is_token(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_byte);
}

bool is_field_value(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7F) || c == '\t';
    });
}

std::variant<NeedMore, Turned, Head> scan_head(std::string_view bytes, std::size_t& seen)
{
    // Only the new bytes are looked at, so a head that drips in byte by byte costs no more. Control
    // bytes are refused here: a client that speaks TLS or bare LF would otherwise wait for its time-out.
    for (auto at = seen; at < std::min(bytes.size(), MaxHeadBytes); ++at) {
        auto const byte = static_cast<unsigned char>(bytes[at]);
        if (byte == '\n') {
            if (at == 0 || bytes[at - 1] != '\r')
                return Turned{400, "bare_line_end", "Lines end with CR LF."};
            if (at >= 3 && bytes[at - 2] == '\n') {
                seen = 0;
                return read_whole(bytes.substr(0, at + 1));
            }
        } else if (at > 0 && bytes[at - 1] == '\r') {
            return Turned{400, "bare_line_end", "Lines end with CR LF."};
        } else if ((byte < 0x20 && byte != '\r' && byte != '\t') || byte == 0x7F) {
            return Turned{400, "control_byte", "The head has control bytes."};
        } else if (at >= 2 && bytes[at - 1] == '\n' && (byte == ' ' || byte == '\t')) {
            return Turned{400, "folded_header", "Header lines are not folded."};
        }
    }
    if (bytes.size() >= MaxHeadBytes)
        return Turned{431, "head_too_large", "The request head is larger than 8 KB."};
    seen = bytes.size();
    return NeedMore{};
}

}  // namespace http
