#pragma once

#include <vector>

#include "base/id.hpp"
#include "db/reader.hpp"

// Every row a channel brought, of whatever room: one place that knows all tables that name a channel.
// Each statement takes at most `limit` rows and walks an index to them.
namespace conversations::store {

struct Leaving {
    base::ConversationId conversation;  // none: an identity that never had one
    base::IdentityId identity;
    base::ContactId contact;

    static constexpr auto row()
    {
        return std::tuple{&Leaving::conversation, &Leaving::identity, &Leaving::contact};
    }
};
std::int64_t count_conversations(db::Reader const&, base::ChannelId);
// Each up to `most`; the files of as many messages.
struct Counted {
    std::int64_t conversations = 0;
    std::int64_t messages = 0;
    std::int64_t people = 0;
    std::int64_t media_bytes = 0;
};
Counted count_history(db::Reader const&, base::ChannelId, std::int64_t most);
// Open ones first, newest first: what people are looking at.
std::vector<Leaving> conversations_of(db::Reader const&, base::ChannelId, int limit);
std::vector<Leaving> identities_of(db::Reader const&, base::ChannelId, int limit);

// The oldest ones, with what hangs on them; how many went.
int remove_messages(db::Writer const&, base::ConversationId, int limit);
// With its conversation.
void remove_identity(db::Writer const&, base::IdentityId);
// False when the person is known from elsewhere.
bool remove_if_unknown(db::Writer const&, base::ContactId);

// Early statuses, files nobody sent, templates, moves of people, notices. False when there was nothing.
bool remove_rest(db::Writer const&, base::ChannelId, int limit);
bool remove_deliveries(db::Writer const&, base::ChannelId, int limit);

}  // namespace conversations::store
