#include "http/sse.hpp"

namespace http {

namespace {

void append_field(std::string& out, std::string_view field, std::string_view value)
{
    out.append(field).append(": ");
    for (char const c : value)
        if (c != '\n' && c != '\r' && c != '\0')
            out.push_back(c);
    out.push_back('\n');
}

}  // namespace

std::shared_ptr<std::string const> event_text(std::string_view id, std::string_view name,
                                              std::string_view data)
{
    std::string out;
    out.reserve(id.size() + name.size() + data.size() + 32);
    if (!id.empty())
        append_field(out, "id", id);
    if (!name.empty())
        append_field(out, "event", name);
    for (;;) {
        auto const end = data.find('\n');
        append_field(out, "data", data.substr(0, end));
        if (end == data.npos)
            break;
        data.remove_prefix(end + 1);
    }
    out.push_back('\n');
    return std::make_shared<std::string const>(std::move(out));
}

}  // namespace http
