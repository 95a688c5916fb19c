#include "contacts/fields/field_store.hpp"

#include "base/json.hpp"

namespace contacts::store {

namespace {

struct FieldRow {
    Field field;

    static FieldRow from(db::Columns& columns)
    {
        Field f;
        f.id = columns.next<FieldId>();
        f.name = columns.next<std::string>();
        f.kind = columns.next<FieldKind>();
        if (auto const choices = base::parse_json(columns.next<std::string>()))
            for (auto const& choice : *choices)
                f.choices.push_back(choice.get<std::string>());
        f.position = columns.next<std::int64_t>();
        return {std::move(f)};
    }
};

std::string as_list(std::vector<std::string> const& choices)
{
    return base::to_text(base::Json(choices));
}

}  // namespace

std::vector<Field> fields(db::Reader const& db)
{
    std::vector<Field> list;
    db.each<FieldRow>(R"sql(
        -- scan: a workspace has some dozens of fields
        SELECT id, name, kind, choices, position FROM field ORDER BY position, id
    )sql",
                      [&](FieldRow&& row) { list.push_back(std::move(row.field)); });
    return list;
}

std::optional<Field> field(db::Reader const& db, FieldId id)
{
    auto row = db.maybe<FieldRow>(R"sql(
        SELECT id, name, kind, choices, position FROM field WHERE id = ?1
    )sql",
                                  id);
    if (!row)
        return std::nullopt;
    return std::move(row->field);
}

std::optional<FieldId> add_field(db::Writer const& tx, Field const& f, base::Instant now)
{
    return tx.try_insert<FieldId>(R"sql(
        INSERT INTO field (name, kind, choices, position, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
    )sql",
                                  f.name, f.kind, as_list(f.choices), f.position, now);
}

bool save_field(db::Writer const& tx, Field const& f)
{
    try {
        tx.run(R"sql(UPDATE field SET name = ?2, choices = ?3 WHERE id = ?1)sql", f.id, f.name,
               as_list(f.choices));
        return true;
    } catch (db::Broken const& e) {
        if (e.is_unique())
            return false;
        throw;
    }
}

void place_field(db::Writer const& tx, FieldId id, std::int64_t position)
{
    tx.run(R"sql(UPDATE field SET position = ?2 WHERE id = ?1)sql", id, position);
}

int remove_values(db::Writer const& tx, FieldId id, int limit)
{
    return tx.run(R"sql(
        DELETE FROM contact_value
         WHERE field_id = ?1
           AND contact_id IN (SELECT contact_id FROM contact_value INDEXED BY contact_value_text
                               WHERE field_id = ?1 LIMIT ?2)
    )sql",
                  id, limit);
}

void remove_field(db::Writer const& tx, FieldId id)
{
    tx.run(R"sql(DELETE FROM field WHERE id = ?1)sql", id);
}

void set_value(db::Writer const& tx, base::ContactId contact, FieldId field,
               std::string const& text, std::optional<double> number)
{
    tx.run(R"sql(
        INSERT INTO contact_value (contact_id, field_id, text, number) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET text = excluded.text, number = excluded.number
    )sql",
           contact, field, text, number);
}

void drop_value(db::Writer const& tx, base::ContactId contact, FieldId field)
{
    tx.run(R"sql(DELETE FROM contact_value WHERE contact_id = ?1 AND field_id = ?2)sql", contact,
           field);
}

}  // namespace contacts::store
