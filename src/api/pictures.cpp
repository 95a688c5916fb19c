#include "accounts/number/links.hpp"
#include "accounts/number/number_call.hpp"
#include "accounts/number/profile.hpp"
#include "api/special.hpp"
#include "media/media.hpp"

namespace api {

namespace {

struct SetPhoto {
    static constexpr auto about = "Set the picture customers see: an uploaded JPEG or PNG.";
    base::ChannelId channel;
    base::MediaId media;
    static constexpr auto fields()
    {
        return std::tuple{base::path("channel_id", &SetPhoto::channel, "The channel."),
                          base::body("media_id", &SetPhoto::media, "An uploaded picture.")};
    }
};

struct GetPhoto {
    static constexpr auto about = "The picture customers see.";
    base::ChannelId channel;
    static constexpr auto fields()
    {
        return std::tuple{base::path("channel_id", &GetPhoto::channel, "The channel.")};
    }
};

enum class Format { svg, png };
constexpr auto words_of(Format)
{
    using namespace std::literals;
    return std::array{std::pair{Format::svg, "svg"sv}, std::pair{Format::png, "png"sv}};
}
constexpr auto schema_name(Format) { return "PictureFormat"; }

struct GetLinkPicture {
    static constexpr auto about = "The QR code of a link.";
    base::ChannelId channel;
    std::string code;
    std::optional<Format> format;
    static constexpr auto fields()
    {
        using base::path;
        using G = GetLinkPicture;
        return std::tuple{path("channel_id", &G::channel, "The channel."),
                          path("code", &G::code, "The link.", {.min = 1, .max = 64}),
                          base::query("format", &G::format, "svg unless said.")};
    }
};

base::Result<void> set_photo(Call& call, SetPhoto const& in)
{
    auto desk = call.desk();
    TRY(accounts::require_channel(desk, in.channel));
    auto const opened = [&] {
        auto const reader = call.workspace->read();
        return media::open(*call.workspace, *reader, in.media);
    }();
    if (!opened) {
        if (opened.error().fault != base::Fault::not_found)
            return opened.error();
        return base::Error{
            base::Fault::invalid, "invalid_input", "No such file.", {{"media_id", "not_found"}}};
    }
    channels::OutgoingMedia file{.kind = channels::MediaKind::image,
                                 .mime = opened->mime,
                                 .file_name = opened->name.empty() ? "photo" : opened->name,
                                 .size = opened->size,
                                 .read = [&](std::uint64_t offset, std::size_t limit) {
                                     auto bytes = opened->read(offset, limit);
                                     return bytes ? std::move(*bytes) : std::string();
                                 }};
    return accounts::set_photo(desk, in.channel, file);
}

// What the provider draws never runs in our origin, not even when it is opened by itself.
void answer_picture(http::Reply reply, base::Result<channels::Picture>&& picture)
{
    if (!picture)
        return reply.send(refusal(picture.error(), reply.request_id()));
    http::Response response;
    response.headers.set("Content-Type", picture->mime);
    response.headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
    response.headers.set("Content-Disposition", picture->mime == "image/svg+xml"
                                                    ? "attachment; filename=\"qr.svg\""
                                                    : "inline");
    response.body = std::move(picture->bytes);
    reply.send(std::move(response));
}

template <class In, class Fetch>
Route picture_route(std::string_view pattern, std::string_view operation, Fetch fetch)
{
    Route route;
    route.method = "GET";
    route.pattern = pattern;
    route.operation = operation;
    route.needs = Permission::manage_channels;
    route.scope = "channels:read";
    route.about = In::about;
    route.parameters = detail::parameters_of<In>;
    route.run = [fetch](Call& call, http::Reply reply) {
        auto const in = base::read_input<In>(call.input);
        if (!in)
            return reply.send(refusal(in.error(), reply.request_id()));
        auto desk = call.desk();
        answer_picture(std::move(reply), fetch(desk, *in));
    };
    return route;
}

}  // namespace

Route set_photo_route()
{
    return detail::made<SetPhoto, void>(
        "PUT", "/channels/{channel_id}/profile/photo", "setProfilePhoto",
        Permission::manage_channels, "channels:write",
        [](Call& call, SetPhoto const& in) { return set_photo(call, in); });
}

Route photo_route()
{
    return picture_route<GetPhoto>("/channels/{channel_id}/profile/photo", "getProfilePhoto",
                                   [](workspace::Desk& desk, GetPhoto const& in) {
                                       return accounts::photo(desk, in.channel);
                                   });
}

Route link_picture_route()
{
    return picture_route<GetLinkPicture>(
        "/channels/{channel_id}/links/{code}/picture", "getLinkPicture",
        [](workspace::Desk& desk, GetLinkPicture const& in) {
            return accounts::link_picture(desk, in.channel, in.code,
                                          in.format == Format::png ? channels::PictureFormat::png
                                                                   : channels::PictureFormat::svg);
        });
}

}  // namespace api
