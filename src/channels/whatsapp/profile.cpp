#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "channels/meta/graph.hpp"
#include "channels/traits.hpp"
#include "channels/whatsapp/calls.hpp"
#include "channels/whatsapp/number.hpp"

// Sources: developers.facebook.com/documentation/business-messaging/whatsapp/business-profiles
// (2026-03) and docs/graph-api/guides/upload (2026-02): an upload starts at the app, takes the bytes
// raw, and tells how far it came when it is asked.
namespace channels::whatsapp {

namespace {

using namespace std::chrono_literals;
using base::Error;
using base::Fault;
using base::Json;

constexpr auto UploadTime = std::chrono::milliseconds(2min);
constexpr std::uint64_t MostPhotoBytes = 5 << 20;
constexpr std::uint64_t MostPictureBytes = 2 << 20;
constexpr int MostResumes = 3;
constexpr std::string_view ProfileFields =
    "about,address,description,email,profile_picture_url,websites,vertical";

std::string profile_path(Account const& account)
{
    return meta::node(account.id) + "/whatsapp_business_profile";
}

// Uploads hang below the app, which the token knows best.
base::Result<std::string> app_of(Account const& account, net::HttpClient& http)
{
    auto const answer = TRY(
        ask(meta::graph_request("GET", "debug_token", account,
                                {{"input_token", std::string(account.access_token.reveal())}}),
            account, http));
    auto app = base::text_at(base::object_at(answer, "data"), "app_id").value_or("");
    if (app.empty())
        return Error{Fault::provider, "unknown_provider_error", "the token names no app"};
    return app;
}

// The bytes from `offset` on. The session's name comes from the provider and is one path segment.
net::HttpRequest bytes_request(std::string_view session, std::string bytes, std::uint64_t offset,
                               Account const& account)
{
    auto request = meta::graph_request("POST", meta::node(session), account);
    request.total_time = UploadTime;
    request.headers.emplace_back("file_offset", std::to_string(offset));
    request.headers.emplace_back("Content-Type", "application/octet-stream");
    request.body = std::move(bytes);
    return request;
}

base::Result<std::uint64_t> offset_of(std::string_view session, Account const& account,
                                      net::HttpClient& http)
{
    auto const answer = TRY(
        ask(meta::graph_request("GET", meta::node(session), account), account, http));
    return std::uint64_t(
        std::max<std::int64_t>(0, base::number_at(answer, "file_offset").value_or(0)));
}

base::Result<std::string> upload(OutgoingMedia const& file, std::string const& bytes,
                                 Account const& account, net::HttpClient& http)
{
    auto const app = TRY(app_of(account, http));
    auto const begun = TRY(ask(meta::graph_request("POST", meta::node(app) + "/uploads", account,
                                                   {{"file_name", base::clean_name(file.file_name)},
                                                    {"file_length", std::to_string(bytes.size())},
                                                    {"file_type", file.mime}}),
                               account, http));
    auto const session = base::text_at(begun, "id").value_or("");
    if (session.empty())
        return Error{Fault::provider, "unknown_provider_error", "no upload in the answer"};
    std::uint64_t offset = 0;
    for (int again = 0;; ++again) {
        auto const answer = ask(
            bytes_request(session, bytes.substr(std::size_t(offset)), offset, account), account,
            http);
        if (answer) {
            auto handle = base::text_at(*answer, "h").value_or("");
            if (handle.empty())
                return Error{Fault::provider, "unknown_provider_error", "no handle in the answer"};
            return handle;
        }
        if (answer.error().fault != Fault::unavailable || again == MostResumes)
            return answer.error();
        offset = std::min<std::uint64_t>(TRY(offset_of(session, account, http)), bytes.size());
    }
}

}  // namespace

base::Result<Profile> profile(Account const& account, net::HttpClient& http)
{
    auto const answer = TRY(ask(meta::graph_request("GET", profile_path(account), account,
                                                    {{"fields", std::string(ProfileFields)}}),
                                account, http));
    auto const& list = base::array_at(answer, "data");
    auto const node = list.empty() ? Json::object() : list.front();
    auto const text = [&](std::string_view key) {
        return base::clean_body(base::text_at(node, key).value_or(""));
    };
    Profile out{text("about"),
                text("address"),
                text("description"),
                text("email"),
                {},
                text("vertical"),
                text("profile_picture_url")};
    for (auto const& site : base::array_at(node, "websites"))
        if (site.is_string())
            out.websites.push_back(base::clean_name(site.get<std::string>()));
    return out;
}

base::Result<void> change_profile(ProfileChange const& change, Account const& account,
                                  net::HttpClient& http)
{
    Json body = {{"messaging_product", "whatsapp"}};
    auto const say = [&](char const* key, std::optional<std::string> const& value) {
        if (value)
            body[key] = *value;
    };
    say("about", change.about);
    say("address", change.address);
    say("description", change.description);
    say("email", change.email);
    say("vertical", change.vertical);
    if (change.websites)
        body["websites"] = *change.websites;
    return ask_success(meta::graph_post(profile_path(account), account, body), account, http);
}

base::Result<void> set_photo(OutgoingMedia const& file, Account const& account,
                             net::HttpClient& http)
{
    if (file.mime != "image/jpeg" && file.mime != "image/png")
        return Error{Fault::invalid, "media_rejected", "a JPEG or PNG picture is needed"};
    if (file.size > MostPhotoBytes)
        return Error{Fault::invalid, "media_too_large",
                     std::to_string(file.size) + " bytes, at most " +
                         std::to_string(MostPhotoBytes)};
    std::string bytes;
    while (bytes.size() < file.size) {
        auto piece = file.read(bytes.size(), std::size_t(file.size) - bytes.size());
        if (piece.empty())
            return Error{Fault::unavailable, "media_failed", "the file ended early"};
        bytes += piece;
    }
    auto const handle = TRY(upload(file, bytes, account, http));
    return ask_success(
        meta::graph_post(profile_path(account), account,
                         {{"messaging_product", "whatsapp"}, {"profile_picture_handle", handle}}),
        account, http);
}

base::Result<Picture> fetch_picture(std::string_view url, Account const& account,
                                    net::HttpClient& http)
{
    if (!is_at_provider(url, account))
        return Error{Fault::provider, "media_failed", "the address is at a host we do not trust"};
    net::HttpRequest request;
    request.url = std::string(url.substr(0, url.find('#')));
    request.idempotent = true;
    request.answer_limit = MostPictureBytes;
    request.headers.emplace_back("Accept", "image/*");
    auto outcome = http.perform(request);
    if (auto const* const failure = std::get_if<net::NetFailure>(&outcome))
        return refusal_of(*failure);
    auto& reply = std::get<net::HttpReply>(outcome);
    if (reply.status != 200)
        return Error{Fault::unavailable, "provider_down",
                     "HTTP " + std::to_string(reply.status) + " for the picture"};
    Picture picture{plain_mime(reply.header("Content-Type").value_or("")), std::move(reply.body)};
    constexpr std::array<std::string_view, 4> Pictures{"image/jpeg", "image/png", "image/webp",
                                                       "image/svg+xml"};
    if (std::find(Pictures.begin(), Pictures.end(), picture.mime) == Pictures.end())
        return Error{Fault::provider, "media_failed", "what came is no picture"};
    return picture;
}

}  // namespace channels::whatsapp
