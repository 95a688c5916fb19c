#include "http/multipart.hpp"

#include <optional>

#include "base/text.hpp"
#include "http/head.hpp"

namespace http {

namespace {

constexpr std::size_t MaxParts = 32;
constexpr std::size_t MaxPartHead = 2 << 10;
constexpr std::size_t MaxName = 256;
constexpr std::size_t MaxBoundary = 70;  // RFC 2046 5.1.1
constexpr std::size_t Window = 64 << 10;

base::Error bad(std::string_view why)
{
    return {base::Fault::invalid, "bad_multipart", std::string(why)};
}

// The value of `name` in `a; name="value"`, quotes undone.
std::optional<std::string> parameter_of(std::string_view header, std::string_view name)
{
    auto at = header.find(';');
    while (at != header.npos) {
        auto rest = base::trim(header.substr(at + 1));
        auto const equals = rest.find('=');
        if (equals == rest.npos)
            return std::nullopt;
        auto const key = base::trim(rest.substr(0, equals));
        rest.remove_prefix(equals + 1);
        std::string value;
        std::size_t used = 0;
        if (rest.starts_with('"')) {
            for (used = 1; used < rest.size() && rest[used] != '"'; ++used) {
                if (rest[used] == '\\' && used + 1 < rest.size())
                    ++used;
                value.push_back(rest[used]);
            }
        } else {
            used = std::min(rest.find(';'), rest.size());
            value = base::trim(rest.substr(0, used));
        }
        if (equal_no_case(key, name))
            return value;
        rest.remove_prefix(std::min(used, rest.size()));
        at = rest.find(';');
        header = rest;
    }
    return std::nullopt;
}

// Finds text in the body from an offset on, a window at a time.
std::optional<std::uint64_t> find_in_body(Request const& request, std::string_view text,
                                          std::uint64_t from)
{
    for (auto at = from;;) {
        auto const window = request.read_body(at, Window + text.size());
        auto const found = window.find(text);
        if (found != window.npos)
            return at + found;
        if (window.size() < Window + text.size())
            return std::nullopt;
        at += Window;
    }
}

base::Result<FormPart> read_part_head(std::string_view head)
{
    FormPart part;
    auto named = false;
    while (!head.empty()) {
        auto const end = std::min(head.find("\r\n"), head.size());
        auto const line = head.substr(0, end);
        head.remove_prefix(std::min(end + 2, head.size()));
        auto const colon = line.find(':');
        if (colon == line.npos || !is_token(line.substr(0, colon)) || !is_field_value(line))
            return bad("a part's header is not NAME: VALUE");
        auto const value = base::trim(line.substr(colon + 1));
        if (equal_no_case(line.substr(0, colon), "Content-Type"))
            part.content_type = base::lower_ascii(base::trim(value.substr(0, value.find(';'))));
        if (!equal_no_case(line.substr(0, colon), "Content-Disposition"))
            continue;
        auto const name = parameter_of(value, "name");
        if (named || !name || name->size() > MaxName || !base::is_utf8(*name))
            return bad("a part needs one name");
        named = true;
        part.name = *name;
        part.file_name = base::to_utf8(parameter_of(value, "filename").value_or(""));
    }
    if (!named)
        return bad("a part needs one name");
    return part;
}

}  // namespace

base::Result<std::vector<FormPart>> read_multipart(Request const& request)
{
    auto const type = request.header("Content-Type").value_or("");
    auto const media = base::trim(type.substr(0, type.find(';')));
    auto const boundary = parameter_of(type, "boundary").value_or("");
    if (!equal_no_case(media, "multipart/form-data") || boundary.empty() ||
        boundary.size() > MaxBoundary)
        return base::Error{base::Fault::invalid, "not_multipart", "not multipart/form-data"};

    auto const opening = "--" + boundary;
    auto const delimiter = "\r\n" + opening;
    if (request.read_body(0, opening.size()) != opening)
        return bad("the body does not start with its boundary");
    std::vector<FormPart> parts;
    auto at = std::uint64_t(opening.size());
    for (;;) {
        auto const after = request.read_body(at, 2);
        if (after == "--")
            return parts;
        if (after != "\r\n")
            return bad("a boundary is not followed by a line end");
        if (parts.size() == MaxParts)
            return bad("at most 32 parts");
        auto const text = request.read_body(at + 2, MaxPartHead);
        auto const head_end = text.find("\r\n\r\n");
        if (head_end == text.npos)
            return bad("a part's head does not end within 2 KB");
        auto part = TRY(read_part_head(std::string_view(text).substr(0, head_end)));
        part.offset = at + 2 + head_end + 4;
        // The delimiter's line end may be the one that closes the head of an empty part.
        auto const end = find_in_body(request, delimiter, part.offset - 2);
        if (!end)
            return bad("the last boundary is missing");
        part.size = *end > part.offset ? *end - part.offset : 0;
        at = *end + delimiter.size();
        parts.push_back(std::move(part));
    }
}

}  // namespace http
