#include "net/request_writer.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace net {

namespace {

constexpr std::size_t PieceSize = 64 << 10;

base::Error bad(std::string_view why)
{
    return {base::Fault::invalid, "bad_request", std::string(why)};
}

bool is_one_of(std::string_view name, std::span<std::string_view const> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_header_name(std::string_view name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

bool is_header_value(std::string_view value)
{
    return std::all_of(value.begin(), value.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

// A form's name or file name between quotes, as browsers write it.
std::string in_quotes(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        if (c == '"')
            out.append("%22");
        else if (static_cast<unsigned char>(c) < 0x20)
            out.push_back('_');
        else
            out.push_back(c);
    }
    return out;
}

std::string part_head(Part const& part, std::string const& boundary, bool first)
{
    auto out = (first ? "--" : "\r\n--") + boundary;
    out.append("\r\nContent-Disposition: form-data; name=\"")
        .append(in_quotes(part.name))
        .append("\"");
    if (!part.file_name.empty())
        out.append("; filename=\"").append(in_quotes(part.file_name)).append("\"");
    if (!part.content_type.empty())
        out.append("\r\nContent-Type: ").append(part.content_type);
    return out.append("\r\n\r\n");
}

}  // namespace

base::Result<RequestWriter> RequestWriter::create(HttpRequest const& request, Url const& url,
                                                  std::string const& user_agent,
                                                  base::Random& random)
{
    static constexpr std::array<std::string_view, 6> Methods{"GET", "HEAD",  "POST",
                                                             "PUT", "PATCH", "DELETE"};
    static constexpr std::array<std::string_view, 7> Own{
        "host",  "content-length", "transfer-encoding", "connection", "upgrade", "accept-encoding",
        "expect"};
    if (!is_one_of(request.method, Methods))
        return bad("an unknown method");
    auto head = request.method + " " + url.target + " HTTP/1.1\r\nHost: " + url.authority();
    auto named_agent = false;
    for (auto const& [name, value] : request.headers) {
        auto const lower = base::lower_ascii(name);
        if (!is_header_name(name) || !is_header_value(value) || is_one_of(lower, Own))
            return bad("a header that cannot be sent: " + base::clean_name(name));
        named_agent = named_agent || lower == "user-agent";
        head.append("\r\n").append(name).append(": ").append(value);
    }
    if (!named_agent)
        head.append("\r\nUser-Agent: ").append(user_agent);

    RequestWriter writer;
    std::uint64_t length = 0;
    if (request.parts.empty()) {
        length = request.body.size();
        auto const small = length <= PieceSize;
        writer.m_pieces.push_back({small ? request.body : std::string(),
                                   small ? std::string_view() : request.body, nullptr});
    } else {
        auto const boundary = "sapa-" + base::to_hex(random.bytes(16));
        for (auto const& part : request.parts) {
            if (!is_header_value(part.content_type))
                return bad("a part's content type that cannot be sent");
            auto text = part_head(part, boundary, &part == &request.parts.front());
            if (!part.source)
                text.append(part.text);
            length += text.size() + (part.source ? part.size : 0);
            writer.m_pieces.push_back({std::move(text), {}, part.source ? &part : nullptr});
        }
        auto const end = "\r\n--" + boundary + "--\r\n";
        length += end.size();
        writer.m_pieces.push_back({end, {}, nullptr});
        head.append("\r\nContent-Type: multipart/form-data; boundary=").append(boundary);
    }
    if (length > 0 || request.method == "POST" || request.method == "PUT" ||
        request.method == "PATCH")
        head.append("\r\nContent-Length: ").append(std::to_string(length));
    head.append("\r\n\r\n");
    // One piece, so that a small request leaves in one write.
    writer.m_pieces.front().text.insert(0, head);
    return writer;
}

std::optional<std::string> RequestWriter::next()
{
    while (m_at < m_pieces.size()) {
        auto& piece = m_pieces[m_at];
        if (!piece.text.empty())
            return std::exchange(piece.text, {});
        if (!piece.body.empty()) {
            auto const next = piece.body.substr(0, PieceSize);
            piece.body.remove_prefix(next.size());
            return std::string(next);
        }
        if (piece.part == nullptr || m_offset >= piece.part->size) {
            ++m_at;
            m_offset = 0;
            continue;
        }
        auto const wanted = std::size_t(
            std::min<std::uint64_t>(PieceSize, piece.part->size - m_offset));
        auto bytes = piece.part->source(m_offset, wanted);
        if (bytes.empty() || bytes.size() > wanted)
            return std::nullopt;
        m_offset += bytes.size();
        return bytes;
    }
    return std::string();
}

}  // namespace net
