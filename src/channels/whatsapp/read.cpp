#include "channels/whatsapp/read.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "channels/whatsapp/errors.hpp"
#include "channels/whatsapp/fields.hpp"

namespace channels::whatsapp {

namespace {

using base::Json;

bool is_hex4(std::string_view text)
{
    return text.size() == 4 &&
           text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

base::Result<Json> parse_body(std::string_view body)
{
    auto json = base::parse_json(body, base::WebhookJson);
    if (!json && json.error().code == "json_syntax" && body.find("\\u") != std::string_view::npos)
        json = base::parse_json(with_surrogates_mended(body), base::WebhookJson);
    if (!json)
        return json;
    auto const object = base::text_at(*json, "object");
    auto const entry = json->is_object() ? json->find("entry") : json->end();
    if (entry == json->end() || !entry->is_array() ||
        (object && *object != "whatsapp_business_account"))
        return base::Error{base::Fault::invalid, "not_whatsapp",
                           "no entry[] of a whatsapp_business_account"};
    return json;
}

Address address_of(Json const& entry, Json const& value)
{
    return {id_at(base::object_at(value, "metadata"), "phone_number_id").value_or(""),
            id_at(entry, "id").value_or("")};
}

void read_messages_value(Json const& value, Address const& to, std::vector<Event>& out)
{
    auto const put = [&](Event event) {
        event.to = to;
        out.push_back(std::move(event));
    };
    People const people(value);
    for (auto const& message : base::array_at(value, "messages"))
        put(read_message(message, people));
    for (auto const& status : base::array_at(value, "statuses"))
        put(read_status(status, people));
    for (auto const& error : base::array_at(value, "errors"))
        put(error.is_object() ? Event{.to = {},
                                      .key = {},
                                      .what = ProviderError{problem_of(meta::graph_error(error))},
                                      .raw = base::to_text(error)}
                              : unreadable("not_an_object", error));
}

bool is_messages_value(std::optional<std::string> const& field, Json const& value)
{
    if (field)
        return *field == "messages";
    return value.contains("messages") || value.contains("statuses");
}

struct Field {
    std::string_view name;
    void (*read)(Json const& value, Put const& put);
};
constexpr std::array Fields{
    Field{"calls", read_calls},
    Field{"smb_message_echoes",
          [](Json const& value, Put const& put) { read_echoes(value, Writer::phone, put); }},
    Field{"message_echoes",
          [](Json const& value, Put const& put) { read_echoes(value, Writer::app, put); }},
    Field{"standby", read_standby},
    Field{"history", read_history},
    Field{"smb_app_state_sync", read_address_book},
    Field{"user_preferences", read_preferences},
    Field{"group_lifecycle_update", read_groups},
    Field{"group_participants_update", read_groups},
    Field{"group_settings_update", read_groups},
    Field{"group_status_update", read_groups},
};

void read_change(Json const& entry, Json const& change, std::vector<Event>& out)
{
    auto const& value = base::object_at(change, "value");
    auto const to = address_of(entry, value);
    auto const field = base::text_at(change, "field");
    if (is_messages_value(field, value)) {
        auto const before = out.size();
        read_messages_value(value, to, out);
        if (out.size() > before)
            return;
    }
    if (auto const known = std::ranges::find(Fields, field.value_or(""), &Field::name);
        known != Fields.end()) {
        auto const before = out.size();
        known->read(value, [&](Event event) {
            event.to = to;
            out.push_back(std::move(event));
        });
        if (out.size() > before)
            return;
    }
    auto event = field || change.is_object()
                   ? read_notice(base::clean_name(field.value_or("")), entry, change)
                   : unreadable("not_an_object", change);
    event.to = to;
    out.push_back(std::move(event));
}

}  // namespace

std::string with_surrogates_mended(std::string_view body)
{
    std::string out(body);
    auto const unit_at = [&](std::size_t at) {
        auto const digits = std::string_view(out).substr(std::min(at + 2, out.size()), 4);
        bool const escaped = at + 6 <= out.size() && out[at] == '\\' && out[at + 1] == 'u';
        return escaped && is_hex4(digits) ? base::from_hex(digits) : std::string();
    };
    auto const half = [](std::string const& unit, unsigned from) {
        return unit.size() == 2 && (static_cast<unsigned char>(unit[0]) & 0xFCu) == from;
    };
    for (std::size_t at = 0; at + 1 < out.size();) {
        if (out[at] != '\\') {
            ++at;
            continue;
        }
        auto const unit = unit_at(at);
        if (half(unit, 0xD8) && half(unit_at(at + 6), 0xDC)) {
            at += 12;
            continue;
        }
        if (half(unit, 0xD8) || half(unit, 0xDC))
            out.replace(at + 2, 4, "fffd");
        at += unit.empty() ? 2 : 6;
    }
    return out;
}

std::optional<std::string> id_at(Json const& object, std::string_view key)
{
    constexpr std::size_t LongestId = 1024;
    auto text = base::text_at(object, key);
    if (!text) {
        auto const number = base::number_at(object, key);
        if (!number || *number < 0)
            return std::nullopt;
        return std::to_string(*number);
    }
    auto const unprintable = [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
    };
    if (text->empty() || text->size() > LongestId ||
        std::any_of(text->begin(), text->end(), unprintable))
        return std::nullopt;
    return text;
}

std::optional<std::string> phone_at(Json const& object, std::string_view key)
{
    constexpr std::size_t MostDigits = 32;
    auto const text = id_at(object, key);
    if (!text)
        return std::nullopt;
    auto digits = std::string_view(*text);
    if (digits.starts_with('+'))
        digits.remove_prefix(1);
    if (digits.empty() || digits.size() > MostDigits ||
        digits.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    return std::string(digits);
}

std::optional<base::Instant> time_at(Json const& object, std::string_view key)
{
    constexpr std::int64_t Year2200 = 7'258'118'400;
    auto const seconds = base::number_at(object, key);
    if (!seconds || *seconds <= 0)
        return std::nullopt;
    if (*seconds <= Year2200)
        return base::Instant{*seconds * 1000};
    // Some of Meta's products count milliseconds.
    if (*seconds / 1000 <= Year2200)
        return base::Instant{*seconds};
    return std::nullopt;
}

Event unreadable(std::string why, Json const& part)
{
    return {.to = {}, .key = {}, .what = Unreadable{std::move(why)}, .raw = base::to_text(part)};
}

base::Result<std::vector<Event>> read(std::string_view body)
{
    auto const json = TRY(parse_body(body));
    std::vector<Event> out;
    for (auto const& entry : base::array_at(json, "entry")) {
        if (!entry.is_object()) {
            out.push_back(unreadable("not_an_object", entry));
            continue;
        }
        for (auto const& change : base::array_at(entry, "changes"))
            read_change(entry, change, out);
    }
    return out;
}

}  // namespace channels::whatsapp
