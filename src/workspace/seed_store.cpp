#include "workspace/seed_store.hpp"

namespace workspace::store {

void seed(db::Writer const& tx, std::int64_t base)
{
    // The change feed is a plain counter: streams resume by it and it names nothing.
    tx.run(R"sql(
        -- scan: once, when the file is made
        INSERT INTO sqlite_sequence (name, seq)
        SELECT name, ?1 FROM sqlite_schema
         WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' AND name <> 'change'
    )sql",
           base);
}

}  // namespace workspace::store
