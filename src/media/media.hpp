#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "channels/event.hpp"
#include "channels/traits.hpp"
#include "db/reader.hpp"
#include "workspace/desk.hpp"

namespace media {

using base::MediaId;
using base::MessageId;

enum class State {
    waiting,  // its bytes are still at the provider
    ready,
    failed,   // could not be fetched; may be tried again
    refused,  // will not be kept: too large, or not what it says it is
};

constexpr auto words_of(State)
{
    using namespace std::literals;
    return std::array{
        std::pair{State::waiting, "waiting"sv},
        std::pair{State::ready, "ready"sv},
        std::pair{State::failed, "failed"sv},
        std::pair{State::refused, "refused"sv},
    };
}
constexpr auto schema_name(State) { return "MediaState"; }

// A picture, voice note or file, its bytes encrypted in the media folder.
struct Media {
    static constexpr auto schema = "Media";

    static constexpr auto about = "A picture, voice note or file.";

    MediaId id;
    channels::MediaKind kind = channels::MediaKind::document;
    State state = State::waiting;
    std::string mime;
    std::string name;
    std::int64_t bytes = 0;
    bool voice = false;
    std::string url;
    std::optional<std::string> error;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &Media::id, "The media."),
            body("kind", &Media::kind, ""),
            body("state", &Media::state, "Whether its bytes are here."),
            body("mime", &Media::mime, "What it is."),
            body("name", &Media::name, "The file's name; may be empty."),
            body("bytes", &Media::bytes, "Its size."),
            body("voice", &Media::voice, "A voice note."),
            body("url", &Media::url, "Where its bytes are."),
            body("error", &Media::error, "Why it is not here: a code."),
        };
    }
};

// Of one message; of many messages in their order.
std::optional<Media> of_message(db::Reader const& db, MessageId message);
std::vector<std::pair<MessageId, Media>> of_messages(db::Reader const& db,
                                                     std::vector<MessageId> const& messages);
// The pictures of a carousel, with the place of their card.
std::vector<std::pair<int, Media>> of_cards(db::Reader const& db, MessageId message);
std::optional<Media> find(db::Reader const& db, MediaId id);

// Inbound: notes what came with a message and fetches it soon, in the caller's transaction. After a
// change of state message.updated is noted.
MediaId expect(workspace::Workspace& workspace, db::Writer const& tx, MessageId message,
               base::ChannelId channel, channels::MediaRef const& ref);

// Outbound: an uploaded file becomes part of a message, or the picture of that card of its carousel.
// Refuses `not_found`; conflict `media_not_ready`, `media_used`, `media_other_channel`.
base::Result<Media> attach(db::Writer const& tx, MediaId id, MessageId message,
                           std::optional<int> card = {});
// The same bytes once more, to be sent on that channel: nothing is copied. Refuses conflict
// `media_not_ready`; what the channel does not take of its kind: conflict `media_type_not_allowed`,
// `media_too_large`.
base::Result<MediaId> again(workspace::Desk& desk, db::Writer const& tx, MediaId id,
                            base::ChannelId channel, channels::Traits const& traits);
// The same bytes for good, as a file of that saved reply: nothing is copied, and it goes with the
// reply. Refuses `not_found`; conflict `media_not_ready`.
base::Result<MediaId> keep(workspace::Desk& desk, db::Writer const& tx, MediaId id,
                           base::SavedReplyId reply);
// The files of those replies, each reply's in the order they were given to it. Walks an index.
std::vector<std::pair<base::SavedReplyId, Media>> of_replies(
    db::Reader const& db, std::vector<base::SavedReplyId> const& replies);
void drop(db::Writer const& tx, MediaId id);
// An uploaded file waits with a message that will be sent later on that channel, and goes with it when
// it is not. Refuses what attach() refuses.
base::Result<void> hold(db::Writer const& tx, MediaId id, base::ScheduledId scheduled,
                        base::ChannelId channel);
// Now they may be attached.
void let_go(db::Writer const& tx, base::ScheduledId scheduled);
std::vector<Media> of_scheduled(db::Reader const& db, base::ScheduledId scheduled);
// Whether its bytes are those of a voice note; false for one that is not here.
bool sounds_like_voice(workspace::Workspace const& workspace, db::Reader const& db, MediaId id);
// It plays as a voice note.
void mark_voice(db::Writer const& tx, MediaId id);

struct RetryMedia {
    static constexpr auto about = "Fetch a file again that could not be fetched.";
    MediaId media;
    static constexpr auto fields()
    {
        return std::tuple{base::path("media_id", &RetryMedia::media, "The media.")};
    }
};
// Refuses `not_found`; conflict `media_not_failed`.
base::Result<Media> retry(workspace::Desk& desk, RetryMedia const& in);

// An open file for answering, also parts of it. Any thread, one at a time.
struct Opened {
    std::string mime;
    std::string name;
    std::uint64_t size = 0;
    // Its first bytes are of a type that browsers show without running anything; all else is
    // downloaded (docs/architecture.md, "Browser").
    bool show_inline = false;
    // Up to `limit` bytes; fewer only at the end. Every byte is authenticated before it is given.
    // Refuses unavailable `media_damaged`.
    std::function<base::Result<std::string>(std::uint64_t offset, std::size_t limit)> read;
};
// Refuses `not_found`; conflict `media_not_ready`; unavailable `media_damaged`.
base::Result<Opened> open(workspace::Workspace const& workspace, db::Reader const& db, MediaId id);

}  // namespace media
