#include "http/answer.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "base/log.hpp"
#include "base/text.hpp"

namespace http {

namespace {

// RFC 9110 5.6.7, such as "Sun, 06 Nov 1994 08:49:37 GMT". Made once a second for each thread.
std::string const& http_date(base::Instant now)
{
    static constexpr std::array Days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array Months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    thread_local std::time_t made_for = -1;
    thread_local std::string date;
    auto const second = std::time_t(now.ms / 1000);
    if (second != made_for) {
        std::tm parts{};
        ::gmtime_r(&second, &parts);
        char text[64];
        std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT",
                      Days[std::size_t(parts.tm_wday)], parts.tm_mday,
                      Months[std::size_t(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour,
                      parts.tm_min, parts.tm_sec);
        date = text;
        made_for = second;
    }
    return date;
}

// The edge's own; a response that sets them would break the framing.
bool is_reserved(std::string_view name)
{
    static constexpr std::array Names{"Content-Length", "Transfer-Encoding", "Date", "Request-Id"};
    return std::any_of(Names.begin(), Names.end(),
                       [&](std::string_view own) { return equal_no_case(name, own); });
}

bool is_sound(Response const& response)
{
    auto const& fields = response.headers.fields();
    return response.status >= 200 && response.status <= 599 &&
           std::all_of(fields.begin(), fields.end(), [](Headers::Field const& field) {
               return is_token(field.first) && is_field_value(field.second) &&
                      !is_reserved(field.first);
           });
}

std::string write_head(int status, Headers const& headers, Asked const& asked,
                       DefaultHeaders const& defaults, base::Instant now)
{
    std::string out;
    out.reserve(512);
    out.append("HTTP/1.1 ").append(std::to_string(status)).append(" ").append(reason_of(status));
    out.append("\r\nDate: ").append(http_date(now));
    out.append("\r\nRequest-Id: ").append(asked.id);
    for (auto const& [name, value] : headers.fields())
        out.append("\r\n").append(name).append(": ").append(value);
    for (auto const& [name, value] : defaults)
        if (!headers.has(name))
            out.append("\r\n").append(name).append(": ").append(value);
    if (!headers.has("X-Content-Type-Options"))
        out.append("\r\nX-Content-Type-Options: nosniff");
    return out;
}

// The weak comparison of RFC 9110 13.1.2.
bool matches_etag(std::string_view list, std::string_view etag)
{
    auto const opaque = [](std::string_view tag) {
        return tag.starts_with("W/") ? tag.substr(2) : tag;
    };
    if (base::trim(list) == "*")
        return true;
    while (!list.empty()) {
        auto const end = std::min(list.find(','), list.size());
        if (opaque(base::trim(list.substr(0, end))) == opaque(etag))
            return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

void apply_conditions(Response& response, Asked const& asked)
{
    auto const etag = response.headers.find("ETag");
    if (response.status != 200 || !(asked.is_get || asked.is_head) || !etag ||
        asked.if_none_match.empty() || !matches_etag(asked.if_none_match, *etag))
        return;
    response.status = 304;
    response.body.clear();
    response.fixed_body = {};
    response.source.reset();
}

// A stretch of the source; the whole when no usable range was asked for.
void apply_range(Response& response, Asked const& asked, Written& written)
{
    auto const size = response.source->size();
    written.to = size;
    if (response.status != 200)
        return;
    response.headers.set_default("Accept-Ranges", "bytes");
    // If-Range with anything but our own tag asks for the whole.
    if (!asked.is_get || asked.range.empty() ||
        (!asked.if_range.empty() && response.headers.find("ETag") != asked.if_range))
        return;
    auto const range = read_range(asked.range, size);
    if (range.kind == ByteRange::Kind::unsatisfiable) {
        response.status = 416;
        response.headers.set("Content-Range", "bytes */" + std::to_string(size));
        response.source.reset();
    } else if (range.kind == ByteRange::Kind::part) {
        response.status = 206;
        response.headers.set("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                                  std::to_string(range.last) + "/" +
                                                  std::to_string(size));
        written.from = range.first;
        written.to = range.last + 1;
    }
}

}  // namespace

Asked Asked::about(Head const& head, std::string id)
{
    auto const value = [&](std::string_view name) {
        return std::string(head.headers.find(name).value_or(""));
    };
    return {std::move(id),   head.method == "HEAD", head.method == "GET", head.old_version,
            head.keep_alive, value("Range"),        value("If-Range"),    value("If-None-Match")};
}

Written write_answer(Response response, Asked const& asked, DefaultHeaders const& defaults,
                     base::Instant now)
{
    if (!is_sound(response)) {
        base::log(base::LogLevel::error, "http", "an answer with unsound headers",
                  {{"request", asked.id}, {"status", response.status}});
        response = error(500, "internal", "Something broke here; the log knows this id.", asked.id);
    }
    apply_conditions(response, asked);
    Written written;
    if (response.source)
        apply_range(response, asked, written);
    written.close = !asked.keep_alive;
    if (auto const wish = response.headers.find("Connection"))
        written.close = written.close || equal_no_case(*wish, "close");

    auto head = write_head(response.status, response.headers, asked, defaults, now);
    if (!response.headers.has("Connection")) {
        if (written.close)
            head.append("\r\nConnection: close");
        else if (asked.old_version)
            head.append("\r\nConnection: keep-alive");
    }
    auto const body = response.body.empty() ? response.fixed_body : std::string_view(response.body);
    if (response.status != 204 && response.status != 304) {
        auto const length = response.source ? written.to - written.from : body.size();
        head.append("\r\nContent-Length: ").append(std::to_string(length));
    }
    head.append("\r\n\r\n");
    if (!asked.is_head && response.status != 204 && response.status != 304) {
        if (response.source && written.from < written.to)
            written.source = std::move(response.source);
        else if (!response.body.empty())
            head.append(response.body);
        else
            written.fixed = response.fixed_body;
    }
    written.bytes = std::make_shared<std::string const>(std::move(head));
    return written;
}

std::string write_stream_head(Headers headers, Asked const& asked, DefaultHeaders const& defaults,
                              base::Instant now)
{
    headers.set_default("Content-Type", "text/event-stream");
    headers.set_default("Cache-Control", "no-store");
    // Or nginx in front would hold events back.
    headers.set_default("X-Accel-Buffering", "no");
    headers.set("Connection", "close");
    return write_head(200, headers, asked, defaults, now) + "\r\n\r\n";
}

}  // namespace http
