#include "conversations/block_store.hpp"

namespace conversations::store {

std::optional<Acquaintance> acquaintance(db::Reader const& db, base::ChannelId channel,
                                         std::string_view external_id, std::string_view phone)
{
    auto found = db.maybe<Acquaintance>(R"sql(
        SELECT c.id, c.name,
               (SELECT max(v.id) FROM conversation v WHERE v.contact_id = c.id AND v.identity_id = i.id)
          FROM identity i JOIN contact c ON c.id = i.contact_id
         WHERE i.channel_id = ?1 AND i.external_id = ?2
    )sql",
                                        channel, external_id);
    if (found || phone.empty())
        return found;
    return db.maybe<Acquaintance>(R"sql(
        SELECT c.id, c.name,
               (SELECT max(v.id) FROM conversation v WHERE v.contact_id = c.id AND v.identity_id = i.id)
          FROM identity i JOIN contact c ON c.id = i.contact_id
         WHERE i.channel_id = ?1 AND i.phone = ?2
         LIMIT 1
    )sql",
                                  channel, phone);
}

std::optional<Correspondent> correspondent(db::Reader const& db, base::ConversationId id)
{
    return db.maybe<Correspondent>(R"sql(
        SELECT v.channel_id, i.external_id, i.phone
          FROM conversation v JOIN identity i ON i.id = v.identity_id
         WHERE v.id = ?1
    )sql",
                                   id);
}

}  // namespace conversations::store
