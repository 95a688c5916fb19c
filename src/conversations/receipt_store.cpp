#include "conversations/receipt_store.hpp"

namespace conversations::store {

bool keep_receipt(db::Writer const& tx, base::MessageId message, std::string_view participant,
                  Status status, base::Instant at)
{
    auto const known = tx.maybe<Status>(R"sql(
        SELECT status FROM receipt WHERE message_id = ?1 AND participant = ?2
    )sql",
                                        message, participant);
    if (!advances(known, status))
        return false;
    tx.run(R"sql(
        INSERT INTO receipt (message_id, participant, status, at) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET status = excluded.status, at = excluded.at
    )sql",
           message, participant, status, at);
    return true;
}

}  // namespace conversations::store
