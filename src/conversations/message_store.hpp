#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conversations/message.hpp"
#include "db/reader.hpp"
#include "workspace/desk.hpp"

// The message table and its text index. A page of a thread walks one index; a search walks the text
// index from the newest hit and stops, whatever the number of hits.
namespace conversations::store {

struct NewMessage {
    std::optional<std::int64_t> id = {};  // only of what was said before we had the number
    base::ConversationId conversation;
    base::ChannelId channel;
    Direction direction = Direction::in;
    MessageKind kind = MessageKind::text;
    std::string text;
    std::optional<std::string> external_id;
    std::optional<std::string> client_id;
    AuthorKind author_kind = AuthorKind::system;
    std::int64_t author = 0;
    base::MessageId quoted;
    std::optional<std::string> quoted_external;
    std::optional<Status> status;
    std::optional<std::string> detail;  // JSON
    base::Instant at;
    base::Instant created_at;
};

// Who asks, as an author.
AuthorKind author_kind(workspace::Asker const& asker);

// Nothing when the provider's id or the client's id is here already.
std::optional<base::MessageId> add(db::Writer const&, NewMessage const&);

// What use-cases need to know of a message without showing it.
struct Brief {
    base::MessageId id;
    base::ConversationId conversation;
    base::ChannelId channel;
    Direction direction = Direction::in;
    MessageKind kind = MessageKind::text;
    std::optional<std::string> external_id;
    std::optional<Status> status;
    base::Instant at;

    static Brief from(db::Columns& columns);
};
std::optional<Brief> brief(db::Reader const&, base::MessageId);
std::optional<Brief> by_external(db::Reader const&, base::ChannelId, std::string_view external_id);
std::optional<Brief> by_client(db::Reader const&, std::string_view client_id);
// The newest message of the customer that the channel can be told about (read, typing).
std::optional<Brief> newest_inbound(db::Reader const&, base::ConversationId);

struct StatusChange {
    Status status = Status::queued;
    base::Instant at;
    std::optional<std::string> external_id;  // set when the provider named the message
    std::optional<SendError> error;          // replaces what was there
};
void set_status(db::Writer const&, base::MessageId, StatusChange const&);
// The first price named for a message counts; false for a later one.
bool set_pricing(db::Writer const&, base::MessageId, base::Json const& pricing);

// What a message is found to hold, later than it came.
void set_content(db::Writer const&, base::MessageId, std::string const& content, Direction);
void fill(db::Writer const&, base::MessageId, MessageKind, std::string_view text,
          std::string const& detail);
std::string unsupported_of(db::Reader const&, base::MessageId);
// An id below all that arrive, in the order of time: the thread and the search rely on it.
std::int64_t id_in_the_past(db::Reader const&, base::Instant at);
// Our own send, told by the phone app before the provider answered us: one row is enough.
void drop_echo(db::Writer const&, base::MessageId);

// A status that came before our row knew its provider id.
struct Orphan {
    std::string status;
    base::Instant at;
    std::string detail;  // JSON: error, pricing

    static constexpr auto row()
    {
        return std::tuple{&Orphan::status, &Orphan::at, &Orphan::detail};
    }
};
void keep_orphan(db::Writer const&, base::ChannelId, std::string_view external_id, Orphan const&,
                 base::Instant now);
std::vector<Orphan> take_orphans(db::Writer const&, base::ChannelId, std::string_view external_id);

struct Naming {
    base::WorkspaceId workspace;
    workspace::People const& people;
};
// Of one conversation: older than `id`, newest first; and newer than `id`, oldest first.
std::vector<base::MessageId> before(db::Reader const&, base::ConversationId, std::int64_t id,
                                    int limit);
std::vector<base::MessageId> after(db::Reader const&, base::ConversationId, std::int64_t id,
                                   int limit);
// In the order of the ids; those that are gone are left out.
std::vector<Message> show(db::Reader const&, std::vector<base::MessageId> const&, Naming const&);
std::optional<Message> message(db::Reader const&, base::MessageId, Naming const&);
std::optional<std::string> raw_of(db::Reader const&, base::MessageId);

// Words of the text index that start with `beginning`, in order; none when there are more than `most`.
std::vector<std::string> words_from(db::Reader const&, std::string const& beginning, int most);

// One place where words were found; `marked` holds STX and ETX around the hits.
struct Hit {
    base::MessageId message;
    base::ConversationId conversation;
    std::string marked;

    static constexpr auto row()
    {
        return std::tuple{&Hit::message, &Hit::conversation, &Hit::marked};
    }
};
std::vector<Hit> search(db::Reader const&, std::string const& match, std::int64_t before,
                        int limit);

}  // namespace conversations::store
