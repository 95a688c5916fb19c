#include "media/upload.hpp"

#include <algorithm>

#include "accounts/account.hpp"
#include "base/text.hpp"
#include "channels/list.hpp"
#include "media/file.hpp"
#include "media/sniff.hpp"
#include "media/store.hpp"

namespace media {

using base::Error;
using base::Fault;

namespace {

constexpr std::size_t PieceBytes = 256 << 10;

Error wrong(std::string field, std::string code)
{
    return {Fault::invalid,
            "invalid_input",
            "Look at the named fields.",
            {{std::move(field), std::move(code)}}};
}

// What the file is to be sent as, when nobody said.
channels::MediaKind kind_by(std::string_view mime, channels::Traits const& traits)
{
    using Kind = channels::MediaKind;
    for (auto const kind : {Kind::image, Kind::video, Kind::audio}) {
        auto const* const rule = traits.media_rule(kind);
        if (rule && !rule->other_mimes && channels::takes(*rule, mime))
            return kind;
    }
    return Kind::document;
}

std::string read_head(Source const& source)
{
    std::string head;
    while (head.size() < HeadBytes) {
        auto const piece = source(PieceBytes);
        if (piece.empty())
            break;
        head += piece;
    }
    return head;
}

// An MP4 file may hold sound alone; its bytes do not tell early, the chosen kind does.
std::string_view claimed_by(std::optional<channels::MediaKind> kind)
{
    return kind == channels::MediaKind::audio ? "audio/mp4" : "";
}

struct Fit {
    channels::MediaKind kind;
    std::string mime;
    std::uint64_t most = 0;
};

base::Result<Fit> fit(channels::Traits const& traits, std::optional<channels::MediaKind> kind,
                      std::string_view head, std::string_view name)
{
    auto const detected = detect(head);
    Fit out{channels::MediaKind::document,
            settled_mime(detected, detected.starts_with("video/") ? claimed_by(kind) : "", name)};
    out.kind = kind.value_or(kind_by(out.mime, traits));
    auto const* const rule = traits.media_rule(out.kind);
    if (!rule || !channels::takes(*rule, out.mime) ||
        contradicts(channels::name_of(out.kind), detected))
        return Error{Fault::invalid, "media_type_not_allowed", out.mime};
    auto const moves = rule->animated_bytes > 0 && is_animated_webp(head);
    out.most = std::min(moves ? rule->animated_bytes : rule->bytes, UploadLimit);
    return out;
}

base::Result<std::uint64_t> write_file(workspace::Workspace& workspace, MediaId id,
                                       base::ChannelId channel, std::string const& head,
                                       Source const& source, std::uint64_t most)
{
    auto file = TRY(NewFile::create(workspace, id, channel));
    for (auto piece = head; !piece.empty(); piece = source(PieceBytes)) {
        if (file.size() + piece.size() > most)
            return Error{Fault::too_large, "media_too_large", std::to_string(most)};
        TRY(file.add(piece));
    }
    return file.finish();
}

}  // namespace

base::Result<Media> upload(workspace::Desk& desk, Upload const& in, Source const& source)
{
    auto& workspace = *desk.workspace;
    auto const channel = accounts::brief(*workspace.read(), in.channel);
    if (!channel || channel->state == accounts::State::disconnected)
        return wrong("channel_id", "not_found");
    auto const* const sends = channels::find(channel->kind);
    if (!sends)
        return wrong("channel_id", "not_allowed");

    auto const head = read_head(source);
    if (head.empty())
        return Error{Fault::invalid, "media_empty"};
    auto const name = base::clean_name(in.name);
    auto const fits = TRY(fit(sends->traits(), in.kind, head, name));

    auto const id = TRY(workspace.write([&](db::Writer& tx) {
        return store::insert(tx, {.message = {},
                                  .channel = in.channel,
                                  .kind = fits.kind,
                                  .mime = fits.mime,
                                  .name = name,
                                  .voice = false,
                                  .sha256 = {},
                                  .provider_id = {},
                                  .created_by = desk.asker.user,
                                  .created_at = desk.now()});
    }));
    auto const size = write_file(workspace, id, in.channel, head, source, fits.most);
    if (!size) {
        TRY(workspace.write([&](db::Writer& tx) { store::remove(tx, id); }));
        return size.error();
    }
    return workspace.write([&](db::Writer& tx) {
        store::set_ready(tx, id, fits.mime, std::int64_t(*size));
        return show(*store::find(tx, id));
    });
}

}  // namespace media
