#include "api/special.hpp"
#include "control/workspace_life.hpp"
#include "conversations/chores.hpp"
#include "media/media.hpp"
#include "media/upload.hpp"

namespace api {

namespace {

struct GetMedia {
    static constexpr auto about = "The bytes of a file; parts of it with Range.";
    base::MediaId media;
    bool download = false;

    static constexpr auto fields()
    {
        return std::tuple{base::path("media_id", &GetMedia::media, "File."),
                          base::query("download", &GetMedia::download, "Save instead of show.")};
    }
};

class MediaBody final : public http::BodySource {
public:
    MediaBody(media::Opened opened, std::shared_ptr<workspace::Workspace> workspace)
        : m_opened(std::move(opened)), m_workspace(std::move(workspace))
    {
    }
    std::uint64_t size() const override { return m_opened.size; }
    std::string chunk(std::uint64_t offset, std::size_t max) override
    {
        auto bytes = m_opened.read(offset, max);
        if (!bytes)
            throw std::runtime_error(bytes.error().code);
        return std::move(*bytes);
    }

private:
    media::Opened m_opened;
    std::shared_ptr<workspace::Workspace> m_workspace;  // stays open while it is read
};

// RFC 6266: an ASCII fallback and the name itself, percent-encoded.
std::string disposition(std::string_view kind, std::string_view name)
{
    static constexpr char Digits[] = "0123456789ABCDEF";
    std::string plain, encoded;
    for (char const c : name) {
        auto const letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                            (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
        plain.push_back(letter ? c : '_');
        if (letter) {
            encoded.push_back(c);
        } else {
            auto const byte = static_cast<unsigned char>(c);
            encoded.append({'%', Digits[byte >> 4], Digits[byte & 15]});
        }
    }
    if (name.empty())
        return std::string(kind);
    return std::string(kind) + "; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

}  // namespace

Route media_route()
{
    Route route;
    route.method = "GET";
    route.pattern = "/media/{media_id}";
    route.operation = "getMedia";
    route.needs = Permission::read;
    route.scope = "conversations:read";
    route.about = GetMedia::about;
    route.parameters = detail::parameters_of<GetMedia>;
    route.run = [](Call& call, http::Reply reply) {
        auto const in = base::read_input<GetMedia>(call.input);
        if (!in)
            return reply.send(refusal(in.error(), reply.request_id()));
        auto opened = [&] {
            auto const reader = call.workspace->read();
            return media::open(*call.workspace, *reader, in->media);
        }();
        if (!opened)
            return reply.send(refusal(opened.error(), reply.request_id()));
        http::Response response;
        auto const show = opened->show_inline && !in->download;
        response.headers.set("Content-Type", show ? opened->mime : "application/octet-stream");
        response.headers.set("Content-Disposition",
                             disposition(show ? "inline" : "attachment", opened->name));
        // What a customer sent never runs in our origin.
        response.headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
        response.headers.set("ETag", "\"" + in->media.text() + "\"");
        response.source = std::make_shared<MediaBody>(std::move(*opened), call.workspace);
        reply.send(std::move(response));
    };
    return route;
}

Route upload_route()
{
    Route route;
    route.method = "POST";
    route.pattern = "/media";
    route.operation = "uploadMedia";
    route.needs = Permission::reply;
    route.scope = "conversations:write";
    route.success = 201;
    route.about = media::Upload::about;
    route.max_body = media::UploadLimit;
    route.raw_body = true;
    route.parameters = detail::parameters_of<media::Upload>;
    route.answer_schema = [](base::Schemas& named) {
        return base::schema_of<media::Media, base::Way::out>({}, named);
    };
    route.run = [](Call& call, http::Reply reply) {
        auto const in = base::read_input<media::Upload>(call.input);
        if (!in)
            return reply.send(refusal(in.error(), reply.request_id()));
        auto desk = call.desk();
        std::uint64_t at = 0;
        auto const source = [&](std::size_t max) {
            auto bytes = call.request.read_body(at, max);
            at += bytes.size();
            return bytes;
        };
        detail::answer(call, std::move(reply), call.success, media::upload(desk, *in, source));
    };
    return route;
}

namespace {

struct AddSamples {
    static constexpr auto about = "Fill the workspace with a sample shop, marked and removable.";
    std::optional<std::string> language;

    static constexpr auto fields()
    {
        return std::tuple{base::body("language", &AddSamples::language, "en, id, ms, ar or pt-BR.",
                                     {.min = 2, .max = 5})};
    }
};

struct RemoveSamples {
    static constexpr auto about = "Remove everything the sample shop brought.";
    static constexpr auto fields() { return std::tuple{}; }
};

struct RemovedSamples {
    static constexpr auto schema = "RemovedSamples";
    std::int64_t contacts = 0;
    static constexpr auto fields()
    {
        return std::tuple{
            base::body("contacts", &RemovedSamples::contacts, "How many people went.")};
    }
};

}  // namespace

Route add_samples_route()
{
    return detail::made<AddSamples, void>(
        "POST", "/workspace/sample-data", "addSampleData", Permission::manage_workspace,
        "settings:write", [](Call& call, AddSamples const& in) {
            return call.parts.add_samples(call.workspace, in.language.value_or("en"));
        });
}

Route remove_samples_route()
{
    return detail::made<RemoveSamples, RemovedSamples>(
        "DELETE", "/workspace/sample-data", "removeSampleData", Permission::manage_workspace,
        "settings:write", [](Call& call, RemoveSamples const&) -> base::Result<RemovedSamples> {
            auto const removed = TRY(conversations::remove_samples(*call.workspace));
            control::set_has_sample_data(call.parts.control, call.workspace->id(), false);
            return RemovedSamples{removed};
        });
}

Route sign_out_route()
{
    auto route = on("DELETE", "/session", "signOut", Open::everyone, "", control::sign_out);
    route.run = [](Call& call, http::Reply reply) {
        auto const done = control::sign_out(call.parts.control, call.caller, {});
        if (!done)
            return reply.send(refusal(done.error(), reply.request_id()));
        auto response = http::no_content();
        clear_cookies(call, response);
        reply.send(std::move(response));
    };
    return route;
}

}  // namespace api
