#include "simulator/graph/multipart.hpp"

#include "base/text.hpp"

namespace simulator {

namespace {

// The value of `key=value` or `key="value"` in a header's parameters.
std::string parameter_of(std::string_view header, std::string_view key)
{
    auto const lower = base::lower_ascii(header);
    auto const wanted = std::string(key) + "=";
    for (auto at = lower.find(wanted); at != std::string::npos; at = lower.find(wanted, at + 1)) {
        if (at > 0 && lower[at - 1] != ' ' && lower[at - 1] != ';')
            continue;  // "filename" also ends in "name"
        auto value = header.substr(at + wanted.size());
        if (!value.empty() && value.front() == '"') {
            value.remove_prefix(1);
            return std::string(value.substr(0, value.find('"')));
        }
        return std::string(base::trim(value.substr(0, value.find(';'))));
    }
    return {};
}

void read_head(std::string_view head, FormPart& part)
{
    while (!head.empty()) {
        auto const end = std::min(head.find("\r\n"), head.size());
        auto const line = head.substr(0, end);
        if (base::starts_with_no_case(line, "content-disposition:")) {
            part.name = parameter_of(line, "name");
            part.file_name = base::clean_name(parameter_of(line, "filename"));
        } else if (base::starts_with_no_case(line, "content-type:")) {
            part.content_type = std::string(base::trim(line.substr(13)));
        }
        head.remove_prefix(std::min(end + 2, head.size()));
    }
}

}  // namespace

base::Result<std::vector<FormPart>> read_multipart(std::string_view content_type,
                                                   std::string_view body)
{
    base::Error const refused{base::Fault::invalid, "bad_multipart"};
    auto const boundary = parameter_of(content_type, "boundary");
    if (!base::starts_with_no_case(content_type, "multipart/form-data") || boundary.empty() ||
        boundary.size() > 70)
        return refused;
    auto const between = "\r\n--" + boundary;
    // The first boundary has no line break before it, unless there is a preamble.
    auto at = body.starts_with(std::string_view(between).substr(2)) ? std::size_t(0)
                                                                    : body.find(between);
    if (at == std::string_view::npos)
        return refused;
    body.remove_prefix(at + between.size() - (at == 0 ? 2 : 0));
    std::vector<FormPart> parts;
    while (!body.starts_with("--")) {
        auto const head_end = body.find("\r\n\r\n");
        if (!body.starts_with("\r\n") || head_end == std::string_view::npos || head_end > 2048 ||
            parts.size() >= 32)
            return refused;
        auto const end = body.find(between, head_end + 2);
        if (end == std::string_view::npos)
            return refused;
        FormPart part;
        read_head(body.substr(2, head_end - 2), part);
        if (end >= head_end + 4)
            part.content = std::string(body.substr(head_end + 4, end - head_end - 4));
        parts.push_back(std::move(part));
        body.remove_prefix(end + between.size());
    }
    return parts;
}

}  // namespace simulator
