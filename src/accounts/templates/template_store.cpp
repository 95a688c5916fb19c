#include "accounts/templates/template_store.hpp"

#include <algorithm>

namespace accounts::store {

namespace {

using Row = std::tuple<std::int64_t, ChannelId, std::string, std::string, std::string, std::string,
                       std::string>;

std::string_view body_of(base::Json const& components)
{
    for (auto const& component : components)
        if (base::text_at(component, "type") == "BODY" && component.contains("text"))
            return component.at("text").is_string()
                     ? std::string_view(component.at("text").get_ref<std::string const&>())
                     : std::string_view();
    return {};
}

// {{1}} or {{name}}, each once, in the order a reader meets them.
std::vector<std::string> places_of(std::string_view body)
{
    std::vector<std::string> names;
    for (std::size_t at = 0; (at = body.find("{{", at)) != std::string_view::npos;) {
        auto const end = body.find("}}", at);
        if (end == std::string_view::npos)
            break;
        auto const name = std::string(base::trim(body.substr(at + 2, end - at - 2)));
        if (!name.empty() && std::ranges::find(names, name) == names.end())
            names.push_back(name);
        at = end + 2;
    }
    return names;
}

Template from_row(Row&& row)
{
    auto& [id, channel, name, language, category, status, detail] = row;
    Template out;
    out.id = {id};
    out.channel = channel;
    out.name = std::move(name);
    out.language = std::move(language);
    out.category = std::move(category);
    out.status = std::move(status);
    auto const parsed = base::parse_json(detail);
    out.components.json = parsed ? base::array_at(*parsed, "components") : base::Json::array();
    out.parameter_names = places_of(body_of(out.components.json));
    return out;
}

std::vector<Template> from_rows(std::vector<Row>&& rows)
{
    std::vector<Template> out;
    for (auto& row : rows)
        out.push_back(from_row(std::move(row)));
    return out;
}

}  // namespace

std::vector<Template> all_templates(db::Reader const& db)
{
    return from_rows(db.all<Row>(R"sql(
        -- scan: at most a few thousand templates
        SELECT id, channel_id, name, language, category, status, detail
          FROM template
         ORDER BY name, language, id
    )sql"));
}

std::vector<Template> templates_of(db::Reader const& db, ChannelId channel)
{
    return from_rows(db.all<Row>(R"sql(
        SELECT id, channel_id, name, language, category, status, detail
          FROM template
         WHERE channel_id = ?1
         ORDER BY name, language
    )sql",
                                 channel));
}

std::optional<Template> find_template(db::Reader const& db, ChannelId channel,
                                      std::string_view name, std::string_view language)
{
    auto row = db.maybe<Row>(R"sql(
        SELECT id, channel_id, name, language, category, status, detail
          FROM template
         WHERE channel_id = ?1 AND name = ?2 AND language = ?3
    )sql",
                             channel, name, language);
    if (!row)
        return std::nullopt;
    return from_row(std::move(*row));
}

void keep_template(db::Writer const& tx, ChannelId channel, channels::Template const& told,
                   base::Instant now)
{
    auto components = base::parse_json(told.components);
    auto const detail = base::to_text({
        {"components", components ? std::move(*components) : base::Json::array()},
        {"parameter_format", told.parameter_format},
        {"quality", told.quality},
        {"rejected_reason", told.rejected_reason},
    });
    tx.run(R"sql(
        INSERT INTO template (channel_id, external_id, name, language, category, status, detail, synced_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (channel_id, name, language) DO UPDATE
           SET external_id = excluded.external_id, category = excluded.category,
               status = excluded.status, detail = excluded.detail, synced_at = excluded.synced_at
    )sql",
           channel, told.id, told.name, told.language, told.category, told.status, detail, now);
}

void forget_templates(db::Writer const& tx, ChannelId channel, base::Instant synced_at)
{
    tx.run(R"sql(
        DELETE FROM template WHERE channel_id = ?1 AND synced_at <> ?2
    )sql",
           channel, synced_at);
}

}  // namespace accounts::store
