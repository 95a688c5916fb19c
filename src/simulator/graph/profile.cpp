#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "simulator/core.hpp"
#include "simulator/webhooks/samples.hpp"

// What customers see of a business, and the resumable uploads that carry its picture.
// Source: developers.facebook.com/documentation/business-messaging/whatsapp/business-profiles and
// docs/graph-api/guides/upload, read 2026-09.
namespace simulator {

namespace {

using base::Json;

constexpr std::array Verticals{"OTHER",     "AUTO",       "BEAUTY",    "APPAREL",       "EDU",
                               "ENTERTAIN", "EVENT_PLAN", "FINANCE",   "GROCERY",       "GOVT",
                               "HOTEL",     "HEALTH",     "NONPROFIT", "PROF_SERVICES", "RETAIL",
                               "TRAVEL",    "RESTAURANT", "NOT_A_BIZ", "UNDEFINED"};
constexpr std::array UploadTypes{"application/pdf", "image/jpeg", "image/jpg", "image/png",
                                 "video/mp4"};
constexpr std::int64_t MostUpload = 100'000'000;

struct TextRule {
    char const* name;
    std::size_t least;
    std::size_t most;
};
constexpr TextRule Texts[] = {
    {"about", 1, 139}, {"address", 0, 256}, {"description", 0, 512}, {"email", 0, 128}};

GraphError bad(std::string why) { return {.code = 100, .message = "(#100) " + std::move(why)}; }

std::optional<GraphError> bad_sites(Json const& sites)
{
    if (!sites.is_array() || sites.size() > 2)
        return bad("Param websites must be an array with at most 2 elements");
    for (auto const& site : sites) {
        auto const url = site.is_string() ? site.get<std::string>() : "";
        if ((!url.starts_with("http://") && !url.starts_with("https://")) ||
            base::count_points(url) > 256)
            return bad(
                "Param websites must hold http or https addresses of at most 256 characters");
    }
    return std::nullopt;
}

}  // namespace

Answer Core::read_profile(Call const& call, Number const& number)
{
    Json all = number.desk.value("profile", Json::object());
    all["messaging_product"] = "whatsapp";
    if (auto const picture = base::text_at(all, "picture")) {
        all.erase("picture");
        all["profile_picture_url"] = call.origin + "/sim/pictures/" + *picture;
    }
    Json out = Json::object();
    auto const fields = "," + call.parameter("fields") + ",";
    for (auto const& [name, value] : all.items())
        if (fields == ",," || name == "messaging_product" ||
            fields.find("," + name + ",") != std::string::npos)
            out[name] = value;
    return json_answer({{"data", Json::array({out})}});
}

Answer Core::write_profile(Call const& call, Number& number)
{
    auto const body = asked(call);
    if (base::text_at(body, "messaging_product") != "whatsapp")
        return refuse(bad("The parameter messaging_product is required."));
    auto profile = number.desk.value("profile", Json::object());
    for (auto const& rule : Texts) {
        auto const text = base::text_at(body, rule.name);
        if (!text)
            continue;
        auto const length = base::count_points(*text);
        if (length < rule.least || length > rule.most)
            return refuse(bad(std::string("Param ") + rule.name + " must have " +
                              std::to_string(rule.least) + " to " + std::to_string(rule.most) +
                              " characters"));
        profile[rule.name] = *text;
    }
    if (auto const vertical = base::text_at(body, "vertical")) {
        if (std::ranges::find(Verticals, *vertical) == Verticals.end())
            return refuse(bad("Param vertical must be one of the documented values"));
        profile["vertical"] = *vertical;
    }
    if (body.contains("websites")) {
        if (auto const error = bad_sites(body["websites"]))
            return refuse(*error);
        profile["websites"] = body["websites"];
    }
    if (auto const handle = base::text_at(body, "profile_picture_handle")) {
        auto const* const media = handle->starts_with("4::")
                                    ? find_media(from_base64(handle->substr(3)), "")
                                    : nullptr;
        if (!media || !media->mime.starts_with("image/"))
            return refuse(bad("Param profile_picture_handle is not a handle of an image"));
        profile["picture"] = media->id;
    }
    number.desk["profile"] = std::move(profile);
    changed();
    tell("numbers", number_json(number));
    return json_answer({{"success", true}});
}

// A picture of a profile or of a link; Meta serves these to everybody, without a token.
Answer Core::picture(Call const& call)
{
    auto const id = std::string(call.segments()[2]);
    if (auto const* const media = find_media(id, ""); media && media->mime.starts_with("image/"))
        return {.body = media->bytes, .content_type = media->mime};
    for (auto const& [_, number] : m_numbers) {
        auto const code = id.substr(0, id.find('.'));
        if (!number.desk.contains("links") || !number.desk["links"].contains(code))
            continue;
        if (id.ends_with(".png"))
            return {.body = std::string(sample_file("receipt")->bytes),
                    .content_type = "image/png"};
        // Not a code a camera reads: the simulator's links lead nowhere.
        return {.body = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">"
                        "<rect width=\"100\" height=\"100\" fill=\"#fff\"/>"
                        "<text x=\"50\" y=\"52\" font-size=\"9\" text-anchor=\"middle\">" +
                        code + "</text></svg>",
                .content_type = "image/svg+xml"};
    }
    return {.status = 404, .body = "Not found\n", .content_type = "text/plain"};
}

Answer Core::begin_upload(Call const& call)
{
    auto const body = asked(call);
    auto const length = base::number_at(body, "file_length").value_or(0);
    auto const type = base::text_at(body, "file_type").value_or("");
    if (length <= 0 || length > MostUpload)
        return refuse(bad("Param file_length must be the number of bytes"));
    if (std::ranges::find(UploadTypes, type) == UploadTypes.end())
        return refuse(bad("Param file_type must be one of the documented types"));
    // Stands in a path.
    auto id = base64(m_chance.bytes(18));
    std::ranges::replace(id, '/', '_');
    std::ranges::replace(id, '+', '-');
    m_uploads[id] = {.name = base::text_at(body, "file_name").value_or(""),
                     .mime = type == "image/jpg" ? "image/jpeg" : type,
                     .length = std::size_t(length)};
    // Whoever leaves uploads lying about loses the oldest.
    if (m_uploads.size() > 100)
        m_uploads.erase(m_uploads.begin());
    return json_answer({{"id", "upload:" + id}});
}

Answer Core::continue_upload(Call const& call, std::string_view id)
{
    auto const found = m_uploads.find(std::string(id));
    if (found == m_uploads.end())
        return refuse(no_such_object(call.method, "upload:" + std::string(id)));
    auto& upload = found->second;
    if (call.method == "GET")
        return json_answer(
            {{"id", "upload:" + std::string(id)}, {"file_offset", upload.bytes.size()}});
    if (std::size_t(base::number_at(Json{{"n", call.file_offset}}, "n").value_or(0)) !=
        upload.bytes.size())
        return refuse(bad("The file_offset does not match what was received"));
    if (upload.bytes.size() + call.body.size() > upload.length)
        return refuse(bad("More bytes than file_length"));
    upload.bytes += call.body;
    if (upload.bytes.size() < upload.length)
        return json_answer({{"file_offset", upload.bytes.size()}});
    auto const kept = keep_media(std::move(upload.bytes), upload.mime, upload.name, "", false).id;
    m_uploads.erase(found);
    return json_answer({{"h", "4::" + base64(kept)}});
}

}  // namespace simulator
