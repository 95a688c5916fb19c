#include <algorithm>

#include "base/text.hpp"
#include "channels/meta/graph.hpp"
#include "channels/whatsapp/calls.hpp"
#include "channels/whatsapp/traits.hpp"
#include "crypto/hash.hpp"

// Source: developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/
// media (2026-04-17): an address lives five minutes and wants the same token as a Graph call.
namespace channels::whatsapp {

namespace {

using namespace std::chrono_literals;
using base::Error;
using base::Fault;

// 100 MB at a slow 3 Mbit/s.
constexpr auto TransferTime = std::chrono::milliseconds(5min);
// The media page asks clients to follow redirects. Each hop is checked like the first address.
constexpr int MostHops = 3;

constexpr std::array<std::string_view, 3> MediaHosts{".fbsbx.com", ".facebook.com",
                                                     ".whatsapp.net"};

struct Origin {
    std::string scheme;
    std::string host;
    std::string port;

    friend bool operator==(Origin const&, Origin const&) = default;
};

// Strict on purpose: whatever two parsers could read in two ways is no address to us.
std::optional<Origin> origin_of(std::string_view url)
{
    auto const mark = url.find("://");
    if (mark == std::string_view::npos)
        return std::nullopt;
    for (char const c : url)
        if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F ||
            c == '\\')
            return std::nullopt;
    Origin out{base::lower_ascii(url.substr(0, mark)), {}, {}};
    auto authority = url.substr(mark + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (authority.find('@') != std::string_view::npos)
        return std::nullopt;
    auto const colon = authority.rfind(':');
    if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
        out.port = authority.substr(colon + 1);
        authority = authority.substr(0, colon);
    }
    if (out.port.empty())
        out.port = out.scheme == "https" ? "443" : "80";
    out.host = base::lower_ascii(authority);
    if (out.host.empty() || out.host.ends_with('.'))
        return std::nullopt;
    return out;
}

// Raw bytes of a checksum written as hex or as base64; empty when it is neither.
std::string checksum_bytes(std::string_view text)
{
    if (text.size() == 64)
        return base::from_hex(text);
    if (text.size() != 44 || text.back() != '=')
        return {};
    std::string out;
    std::uint32_t bits = 0;
    int held = 0;
    for (char const c : text.substr(0, 43)) {
        std::uint32_t value = 0;
        if (c >= 'A' && c <= 'Z')
            value = std::uint32_t(c - 'A');
        else if (c >= 'a' && c <= 'z')
            value = std::uint32_t(c - 'a' + 26);
        else if (c >= '0' && c <= '9')
            value = std::uint32_t(c - '0' + 52);
        else if (c == '+' || c == '-')
            value = 62;
        else if (c == '/' || c == '_')
            value = 63;
        else
            return {};
        bits = (bits << 6) | value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out.push_back(char((bits >> held) & 0xFF));
        }
    }
    return out;
}

struct Place {
    std::string url;
    std::string mime;
    std::string checksum;
    std::uint64_t size = 0;
};

base::Result<Place> find_media(std::string_view provider_id, Account const& account,
                               net::HttpClient& http)
{
    auto const answer = TRY(ask(meta::graph_request("GET", meta::node(provider_id), account,
                                                    {{"phone_number_id", account.id}}),
                                account, http));
    Place place{
        base::text_at(answer, "url").value_or(""), base::text_at(answer, "mime_type").value_or(""),
        base::text_at(answer, "sha256").value_or(""),
        std::uint64_t(std::max<std::int64_t>(0, base::number_at(answer, "file_size").value_or(0)))};
    if (!may_carry_token(place.url, account))
        return Error{Fault::provider, "media_failed", "the address is at a host we do not trust"};
    if (place.size > traits().inbound_media_bytes)
        return Error{Fault::provider, "media_too_large",
                     std::to_string(place.size) + " bytes announced"};
    return place;
}

// Reads from `url` through redirects. Gives the reply that ended it, whatever its status.
base::Result<net::HttpReply> download(std::string url, Account const& account,
                                      net::HttpClient& http,
                                      std::function<bool(std::string_view)> const& sink)
{
    for (int hop = 0; hop <= MostHops; ++hop) {
        net::HttpRequest request;
        request.url = url.substr(0, url.find('#'));
        request.idempotent = true;
        request.total_time = TransferTime;
        request.answer_limit = traits().inbound_media_bytes;
        request.sink = sink;
        request.headers.emplace_back("Authorization",
                                     "Bearer " + std::string(account.access_token.reveal()));
        request.headers.emplace_back("Accept", "*/*");
        auto outcome = http.perform(request);
        if (auto const* const failure = std::get_if<net::NetFailure>(&outcome))
            return refusal_of(*failure);
        auto& reply = std::get<net::HttpReply>(outcome);
        if (reply.status < 300 || reply.status >= 400)
            return std::move(reply);
        url = reply.header("Location").value_or("");
        if (!may_carry_token(url, account))
            return Error{Fault::provider, "media_failed", "redirected to a host we do not trust"};
    }
    return Error{Fault::provider, "media_failed", "too many redirects"};
}

}  // namespace

bool may_carry_token(std::string_view url, Account const& account)
{
    auto const origin = origin_of(url);
    if (!origin)
        return false;
    if (auto const own = origin_of(account.base_url); own && *own == *origin)
        return true;
    return origin->scheme == "https" && origin->port == "443" &&
           std::any_of(MediaHosts.begin(), MediaHosts.end(),
                       [&](auto suffix) { return origin->host.ends_with(suffix); });
}

bool is_at_provider(std::string_view url, Account const& account)
{
    if (may_carry_token(url, account))
        return true;
    auto const origin = origin_of(url);
    return origin && origin->scheme == "https" && origin->port == "443" &&
           (origin->host.ends_with(".fbcdn.net") || origin->host.ends_with(".whatsapp.com"));
}

base::Result<std::string> upload_media(OutgoingMedia const& file, Account const& account,
                                       net::HttpClient& http)
{
    auto const* const rule = traits().media_rule(file.kind);
    if (!rule || !takes(*rule, file.mime))
        return Error{Fault::invalid, "media_rejected", "this type of file cannot be sent"};
    if (file.size > std::max(rule->bytes, rule->animated_bytes))
        return Error{Fault::invalid, "media_too_large",
                     std::to_string(file.size) + " bytes, at most " + std::to_string(rule->bytes)};
    if (file.size == 0 || !file.read)
        return Error{Fault::invalid, "media_rejected", "the file is empty"};

    auto request = meta::graph_request("POST", meta::node(account.id) + "/media", account);
    request.total_time = TransferTime;
    auto name = base::clean_name(file.file_name);
    request.parts = {
        net::Part{.name = "messaging_product", .text = "whatsapp"},
        net::Part{.name = "type", .text = file.mime},
        net::Part{.name = "file",
                  .file_name = name.empty() ? "file" : std::move(name),
                  .content_type = file.mime,
                  .source = file.read,
                  .size = file.size},
    };
    auto const answer = TRY(ask(request, account, http));
    auto id = base::text_at(answer, "id").value_or("");
    if (id.empty())
        return Error{Fault::provider, "unknown_provider_error", "no media id in the answer"};
    return id;
}

base::Result<FetchedMedia> fetch_media(std::string_view provider_id, Account const& account,
                                       net::HttpClient& http, MediaSink const& sink)
{
    for (bool const again : {false, true}) {
        auto const place = TRY(find_media(provider_id, account, http));
        crypto::Sha256 sum;
        std::uint64_t size = 0;
        auto const reply = TRY(download(place.url, account, http, [&](std::string_view bytes) {
            sum.add(bytes);
            size += bytes.size();
            return sink(bytes);
        }));
        // The address ran out between the two calls, or was already old when we were told.
        if (reply.status == 404 && !again)
            continue;
        if (reply.status == 401 || reply.status == 403)
            return Error{Fault::forbidden, "permission_missing",
                         "HTTP " + std::to_string(reply.status) + " for the file"};
        if (reply.status == 429 || reply.status >= 500)
            return Error{Fault::unavailable,
                         "provider_down",
                         "HTTP " + std::to_string(reply.status) + " for the file",
                         {},
                         meta::retry_after_s(reply).value_or(0)};
        if (reply.status < 200 || reply.status >= 300)
            return Error{Fault::provider, "media_failed",
                         "HTTP " + std::to_string(reply.status) + " for the file"};

        FetchedMedia fetched{.mime = place.mime, .size = size, .checksum_matches = std::nullopt};
        if (fetched.mime.empty())
            fetched.mime = reply.header("Content-Type").value_or("");
        if (auto const expected = checksum_bytes(place.checksum); !expected.empty())
            fetched.checksum_matches = expected == sum.done();
        return fetched;
    }
    return Error{Fault::provider, "media_failed", "the address ran out twice"};
}

base::Result<void> delete_media(std::string_view provider_id, Account const& account,
                                net::HttpClient& http)
{
    return ask_success(meta::graph_request("DELETE", meta::node(provider_id), account,
                                           {{"phone_number_id", account.id}}),
                       account, http);
}

}  // namespace channels::whatsapp
