#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contacts/fields/field.hpp"
#include "db/reader.hpp"

namespace contacts::store {

std::vector<Field> fields(db::Reader const&);
std::optional<Field> field(db::Reader const&, FieldId);
// Nothing when the name is taken.
std::optional<FieldId> add_field(db::Writer const&, Field const&, base::Instant now);
// False when the name is another's.
bool save_field(db::Writer const&, Field const&);
void place_field(db::Writer const&, FieldId, std::int64_t position);
// How many values went; the field goes when none is left.
int remove_values(db::Writer const&, FieldId, int limit);
void remove_field(db::Writer const&, FieldId);

void set_value(db::Writer const&, base::ContactId, FieldId, std::string const& text,
               std::optional<double> number);
void drop_value(db::Writer const&, base::ContactId, FieldId);

}  // namespace contacts::store
