#include "http/static.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace http {

namespace {

double weight_in(std::string_view parameters)
{
    if (parameters.empty())
        return 1;
    auto const at = parameters.find("q=");
    if (at == parameters.npos)
        return 1;
    auto const digits = base::trim(parameters.substr(at + 2));
    double weight = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), weight);
    return std::clamp(weight, 0.0, 1.0);
}

}  // namespace

double weight_of(std::string_view accept_encoding, std::string_view coding)
{
    double for_any = 0;
    while (!accept_encoding.empty()) {
        auto const end = accept_encoding.find(',');
        auto const item = accept_encoding.substr(0, end);
        accept_encoding = end == item.npos ? std::string_view() : accept_encoding.substr(end + 1);
        auto const semicolon = std::min(item.find(';'), item.size());
        auto const name = base::trim(item.substr(0, semicolon));
        if (equal_no_case(name, coding))
            return weight_in(item.substr(semicolon));
        if (name.size() == 1 && name.front() == '*')
            for_any = weight_in(item.substr(semicolon));
    }
    return for_any;
}

std::optional<Response> asset(std::span<base::Embedded const> files, std::string_view path,
                              Request const& request)
{
    auto const found = std::lower_bound(
        files.begin(), files.end(), path,
        [](base::Embedded const& file, std::string_view wanted) { return file.path < wanted; });
    if (found == files.end() || found->path != path)
        return std::nullopt;

    Response response{.status = 200, .fixed_body = found->raw};
    auto etag = std::string(found->etag);
    auto const accepted = request.header("Accept-Encoding").value_or("");
    auto const encode = [&](std::string_view coding, std::string_view bytes) {
        response.fixed_body = bytes;
        response.headers.add("Content-Encoding", std::string(coding));
        // The tag of a coded form must differ from that of the plain one.
        etag.pop_back();
        etag.append("-").append(coding).append("\"");
    };
    auto const br = found->br.empty() ? 0 : weight_of(accepted, "br");
    auto const gzip = found->gz.empty() ? 0 : weight_of(accepted, "gzip");
    if (br > 0 && br >= gzip)
        encode("br", found->br);
    else if (gzip > 0 || (found->raw.empty() && !found->gz.empty()))
        encode("gzip", found->gz);
    response.headers.add("Content-Type", std::string(found->content_type));
    response.headers.add("ETag", etag);
    response.headers.add("Vary", "Accept-Encoding");
    response.headers.add("Cache-Control",
                         found->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    return response;
}

}  // namespace http
