#include "http/message.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace http {

bool equal_no_case(std::string_view a, std::string_view b)
{
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

void Headers::add(std::string name, std::string value)
{
    m_fields.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string_view name, std::string value)
{
    std::erase_if(m_fields, [&](Field const& field) { return equal_no_case(field.first, name); });
    m_fields.emplace_back(std::string(name), std::move(value));
}

void Headers::set_default(std::string_view name, std::string_view value)
{
    if (!has(name))
        m_fields.emplace_back(std::string(name), std::string(value));
}

std::optional<std::string_view> Headers::find(std::string_view name) const
{
    for (auto const& field : m_fields)
        if (equal_no_case(field.first, name))
            return field.second;
    return std::nullopt;
}

std::vector<std::string_view> Headers::all(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (auto const& field : m_fields)
        if (equal_no_case(field.first, name))
            values.emplace_back(field.second);
    return values;
}

std::optional<std::string_view> Request::parameter(std::string_view name) const
{
    for (auto const& pair : query)
        if (pair.first == name)
            return pair.second;
    return std::nullopt;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const
{
    for (auto rest : headers.all("Cookie")) {
        while (!rest.empty()) {
            auto const end = std::min(rest.find(';'), rest.size());
            auto const pair = base::trim(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            auto const equals = pair.find('=');
            if (equals != pair.npos && pair.substr(0, equals) == name)
                return pair.substr(equals + 1);
        }
    }
    return std::nullopt;
}

std::uint64_t Request::body_size() const { return spool ? spool->size() : body.size(); }

std::string Request::read_body(std::uint64_t offset, std::size_t max) const
{
    if (spool)
        return spool->read(offset, max);
    return offset < body.size() ? body.substr(std::size_t(offset), max) : std::string();
}

Response json(int status, base::Json const& value)
{
    Response response{.status = status, .body = base::to_text(value)};
    response.headers.add("Content-Type", "application/json");
    return response;
}

Response text(int status, std::string body)
{
    Response response{.status = status, .body = std::move(body)};
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    return response;
}

Response no_content() { return Response{.status = 204}; }

Response error(int status, std::string_view code, std::string_view message,
               std::string_view request_id)
{
    auto response = json(status, {{"error",
                                   {{"code", code},
                                    {"message", message},
                                    {"fields", base::Json::array()},
                                    {"request_id", request_id}}}});
    response.headers.add("Cache-Control", "no-store");
    return response;
}

std::string_view reason_of(int status)
{
    switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Unknown";
    }
}

}  // namespace http
