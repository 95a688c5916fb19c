#include <algorithm>

#include "base/text.hpp"
#include "simulator/core.hpp"
#include "simulator/graph/multipart.hpp"
#include "simulator/webhooks/signing.hpp"

namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

// All media together; the oldest go first.
constexpr std::size_t MostBytes = 256'000'000;
constexpr auto AddressLife = 5min;

}  // namespace

Media& Core::keep_media(std::string bytes, std::string mime, std::string name,
                        std::string number_id, bool inbound)
{
    Media media{.id = new_id("770055"),
                .mime = std::move(mime),
                .name = std::move(name),
                .sha256 = sha256_hex(bytes),
                .bytes = std::move(bytes),
                .number_id = std::move(number_id),
                .at = here(),
                .expires = here() + (inbound ? 7 * 24h : 30 * 24h),
                .inbound = inbound};
    m_media_bytes += media.bytes.size();
    while (m_media_bytes > MostBytes && !m_media.empty()) {
        auto const oldest = std::ranges::min_element(m_media, {},
                                                     [](auto const& one) { return one.second.at; });
        m_media_bytes -= oldest->second.bytes.size();
        m_media.erase(oldest);
    }
    changed();
    auto& kept = m_media[media.id];
    kept = std::move(media);
    return kept;
}

Media const* Core::find_media(std::string_view id, std::string_view number_id) const
{
    auto const found = m_media.find(id);
    if (found == m_media.end() || found->second.expires <= here())
        return nullptr;
    auto const& media = found->second;
    bool const other = !number_id.empty() && !media.number_id.empty() &&
                       media.number_id != number_id;
    return other ? nullptr : &media;
}

Answer Core::upload(Call const& call, Number const& number)
{
    auto form = read_multipart(call.content_type, call.body);
    if (!form)
        return refuse({.code = 100, .message = "(#100) The body must be multipart/form-data"});
    auto const field = [&](std::string_view name) -> FormPart* {
        auto const found = std::ranges::find(*form, name, &FormPart::name);
        return found == form->end() ? nullptr : &*found;
    };
    auto const* const product = field("messaging_product");
    auto* const file = field("file");
    if (!product || product->content != "whatsapp")
        return refuse(
            {.code = 100, .message = "(#100) The parameter messaging_product is required."});
    if (!file)
        return refuse({.code = 100, .message = "(#100) The parameter file is required."});
    auto const* const type = field("type");
    auto mime = base::lower_ascii(
        base::trim(type && !type->content.empty() ? type->content : file->content_type));
    if (type && !file->content_type.empty() && file->content_type != "application/octet-stream" &&
        mime.substr(0, mime.find(';')) !=
            base::lower_ascii(file->content_type.substr(0, file->content_type.find(';'))))
        return refuse(
            {.code = 100, .message = "(#100) Param file must be a file with type " + mime});
    auto const kind = mime.starts_with("image/webp") ? "sticker"
                    : mime.starts_with("image/")     ? "image"
                    : mime.starts_with("video/")     ? "video"
                    : mime.starts_with("audio/")     ? "audio"
                                                     : "document";
    if (auto const problem = media_problem(kind, mime, file->content.size()); !problem.empty())
        return refuse({.code = 131053, .details = problem});
    if (file->content.empty())
        return refuse({.code = 131053, .details = "The file is empty."});
    auto const& kept = keep_media(std::move(file->content), std::move(mime),
                                  std::move(file->file_name), number.id, false);
    return json_answer({{"id", kept.id}});
}

Answer Core::media_object(Call const& call, Media const& media)
{
    if (call.method == "DELETE") {
        m_media_bytes -= media.bytes.size();
        m_media.erase(m_media.find(media.id));
        changed();
        return json_answer({{"success", true}});
    }
    if (call.method != "GET")
        return refuse(no_such_object(call.method, media.id));
    auto const until = std::to_string((here() + AddressLife).ms / 1000);
    auto const url = call.origin + "/sim/media/" + media.id + "?exp=" + until +
                     "&sig=" + hmac_hex(m_media_key, media.id + "." + until);
    return json_answer({{"messaging_product", "whatsapp"},
                        {"url", url},
                        {"mime_type", media.mime},
                        {"sha256", media.sha256},
                        {"file_size", media.bytes.size()},
                        {"id", media.id}});
}

Answer Core::download(Call const& call)
{
    auto const id = std::string(call.segments()[2]);
    auto const until = base::number_at(Json{{"exp", call.parameter("exp")}}, "exp").value_or(0);
    bool const signed_here = same(call.parameter("sig"),
                                  hmac_hex(m_media_key, id + "." + std::to_string(until)));
    auto const* const media = find_media(id, "");
    if (!media || !signed_here || here().ms / 1000 >= until)
        return {.status = 404, .body = "Not found\n", .content_type = "text/plain"};
    return {.body = media->bytes, .content_type = media->mime};
}

}  // namespace simulator
