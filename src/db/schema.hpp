#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "db/connection.hpp"

namespace db {

enum class Part { control, workspace };

struct Migration {
    int number;
    std::string_view sql;
};

// What a file looks like now and how older ones get there. The version of a file is its PRAGMA
// user_version: the number of the last migration, or 1 while there is none.
struct Schema {
    std::string_view present;
    std::vector<Migration> past;  // by number, from 1 without gaps

    int version() const { return past.empty() ? 1 : past.back().number; }
};

// From schema.sql, split at its lines `-- part: control` and `-- part: workspace`, and from
// src/db/migrations/{control,workspace}/NNNN.sql. 0001.sql is the schema of the first release; until
// then there is no past.
Schema embedded_schema(Part part);

// One part of a schema text, for tests and tools; empty when its marker is missing.
std::string_view part_of(std::string_view schema, Part part);

// Makes the present in a file without a schema; else runs the migrations it has not seen, each in a
// transaction of its own that checks the foreign keys before it commits. A process killed in between
// goes on where it stopped. Refuses with `newer_schema` what a later version of us has written.
// Broken when a migration fails; the file is as before that migration.
base::Result<void> bring_up_to_date(Connection& connection, Schema const& schema);

// Every table, index, trigger and view, one a line, without comments and idle blanks: equal texts mean
// equal schemas.
std::string described_schema(Connection& connection);

}  // namespace db
