#include "channels/whatsapp/fill.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.hpp"
#include "channels/whatsapp/compose.hpp"

// What a send must bring for the parts of a template; read from the components that are sent, so that
// ones written by hand are held to the same. Source: developers.facebook.com/documentation/
// business-messaging/whatsapp/templates/components (2026-05-06).
namespace channels::whatsapp {

namespace {

using base::Json;

constexpr std::size_t LongestBody = 1024;

std::string lower(Json const& object, std::string_view key)
{
    return base::lower_ascii(base::text_at(object, key).value_or(""));
}

Json const& part(Json const& components, std::string_view type)
{
    static Json const none = Json::object();
    for (auto const& one : components)
        if (lower(one, "type") == type)
            return one;
    return none;
}

std::optional<std::string> some(Json const& object, std::string_view key)
{
    auto text = base::text_at(object, key);
    return text && !text->empty() ? text : std::nullopt;
}

// The places of a text in their order, each once.
std::vector<std::string> places_of(std::string_view text)
{
    std::vector<std::string> out;
    for (std::size_t from = 0;;) {
        auto const begin = text.find("{{", from);
        auto const end = text.find("}}", begin);
        if (begin == std::string_view::npos || end == std::string_view::npos)
            return out;
        auto name = std::string(base::trim(text.substr(begin + 2, end - begin - 2)));
        if (std::ranges::find(out, name) == out.end())
            out.push_back(std::move(name));
        from = end + 2;
    }
}

// 0 for a name.
std::size_t number_of(std::string_view place)
{
    std::size_t number = 0;
    auto const [end, fault] = std::from_chars(place.data(), place.data() + place.size(), number);
    return fault == std::errc() && end == place.data() + place.size() ? number : 0;
}

// Prices and days go as what Meta shows when it cannot write them itself.
std::string words_in(Json const& parameter)
{
    auto const type = lower(parameter, "type");
    if (type == "currency" || type == "date_time")
        return base::text_at(base::object_at(parameter, type), "fallback_value").value_or("");
    return base::text_at(parameter, "text").value_or("");
}

struct Button {
    std::string_view type;
    std::string_view sub_type;
    bool needed;
};

constexpr Button Buttons[] = {
    {"quick_reply", "quick_reply", false},
    {"url", "url", false},
    {"otp", "url", true},
    {"copy_code", "copy_code", true},
    {"flow", "flow", false},
    {"catalog", "catalog", false},
    {"mpm", "mpm", true},
    {"voice_call", "voice_call", false},
};

class Filling {
public:
    // `by_hand`: whoever wrote the components knows no fields of ours.
    explicit Filling(bool by_hand) : m_by_hand(by_hand) {}

    ShownTemplate whole(Json const& known, Json const& given)
    {
        ShownTemplate out;
        header(known, given, "template.", out);
        out.text = text(base::text_at(part(known, "body"), "text").value_or(""),
                        part(given, "body"), "template.body");
        out.footer = some(part(known, "footer"), "text");
        offer(known, given, out);
        out.buttons = buttons(known, given, "template.buttons");
        cards(part(known, "carousel"), part(given, "carousel"), out);
        return out;
    }
    Fields wrong() && { return std::move(m_wrong); }

private:
    void note(std::string field, char const* code)
    {
        if (m_by_hand)
            field = "template.components";
        for (auto const& one : m_wrong)
            if (one.field == field && one.code == code)
                return;
        m_wrong.push_back({std::move(field), code});
    }

    std::string text(std::string const& pattern, Json const& component, std::string const& field)
    {
        if (pattern.empty())
            return {};  // Meta's own fixed words
        auto const places = places_of(pattern);
        auto const& values = base::array_at(component, "parameters");
        if (values.size() < places.size())
            note(field, values.empty() ? "required" : "too_few");
        else if (values.size() > places.size())
            note(field, "too_many");
        auto out = pattern;
        for (std::size_t i = 0; i < places.size(); ++i) {
            // {{2}} takes the second value, wherever it stands.
            auto const number = number_of(places[i]);
            Json const* value = nullptr;
            if (number > 0 && number <= values.size())
                value = &values[number - 1];
            for (auto const& one : values)
                if (number == 0 && base::text_at(one, "parameter_name") == places[i])
                    value = &one;
            if (value)
                replace(out, places[i], words_in(*value));
            else if (values.size() >= places.size())
                note(field, "not_found");
        }
        if (base::count_points(out) > LongestBody)
            note(field, "too_long");
        return out;
    }

    static void replace(std::string& in, std::string const& place, std::string const& by)
    {
        for (std::size_t from = 0;;) {
            auto const begin = in.find("{{", from);
            auto const end = in.find("}}", begin);
            if (begin == std::string::npos || end == std::string::npos)
                return;
            from = end + 2;
            if (base::trim(std::string_view(in).substr(begin + 2, end - begin - 2)) != place)
                continue;
            in.replace(begin, end + 2 - begin, by);
            from = begin + by.size();
        }
    }

    // The field of the request that brings a header of that format.
    static std::string header_field(std::string const& where, std::string_view format)
    {
        if (where != "template.")
            return where + (format == "product" ? "product" : "media_id");
        if (format == "location" || format == "product")
            return where + "header_" + std::string(format);
        return where + (format == "text" ? "header" : "header_media_id");
    }

    template <class Out>
    void header(Json const& known, Json const& given, std::string const& where, Out& out)
    {
        auto const& wanted = part(known, "header");
        auto const& brought = base::array_at(part(given, "header"), "parameters");
        auto const type = brought.empty() ? std::string() : lower(brought[0], "type");
        auto const format = wanted.empty() ? std::string() : lower(wanted, "format");
        if (format.empty()) {
            if (!type.empty())
                note(header_field(where, type), "not_allowed");
            return;
        }
        if constexpr (std::is_same_v<Out, ShownTemplate>) {
            if (format == "text") {
                out.header = text(base::text_at(wanted, "text").value_or(""), part(given, "header"),
                                  header_field(where, format));
                return;
            }
            if (format == "location" && type == "location")
                out.location = place_in(base::object_at(brought[0], "location"));
        }
        if (type != format)
            note(header_field(where, format), type.empty() ? "required" : "not_allowed");
        else if (format == "product")
            out.product = product_in(base::object_at(brought[0], "product"));
    }

    static Location place_in(Json const& json)
    {
        return {base::real_at(json, "latitude").value_or(0),
                base::real_at(json, "longitude").value_or(0), some(json, "name"),
                some(json, "address"), std::nullopt};
    }
    static ProductRef product_in(Json const& json)
    {
        return {base::text_at(json, "catalog_id").value_or(""),
                base::text_at(json, "product_retailer_id").value_or("")};
    }

    void offer(Json const& known, Json const& given, ShownTemplate& out)
    {
        auto const& wanted = base::object_at(part(known, "limited_time_offer"),
                                             "limited_time_offer");
        auto const& brought = base::array_at(part(given, "limited_time_offer"), "parameters");
        auto const ends = wanted.empty() ? false
                                         : base::bool_at(wanted, "has_expiration").value_or(false);
        out.offer = some(wanted, "text");
        if (ends != !brought.empty())
            note("template.offer_ends_at", ends ? "required" : "not_allowed");
        else if (ends)
            if (auto const at = base::number_at(base::object_at(brought[0], "limited_time_offer"),
                                                "expiration_time_ms"))
                out.offer_ends_at = base::Instant{*at};
    }

    std::vector<ShownButton> buttons(Json const& known, Json const& given, std::string const& field)
    {
        std::vector<ShownButton> out;
        for (auto const& one : base::array_at(part(known, "buttons"), "buttons"))
            out.push_back({base::text_at(one, "type").value_or(""),
                           base::text_at(one, "text").value_or(""), some(one, "url"),
                           some(one, "phone_number"), std::nullopt});
        std::set<std::int64_t> filled;
        std::size_t position = 0;
        for (auto const& one : given) {
            if (lower(one, "type") != "button")
                continue;
            auto const here = position++;
            auto const index = base::number_at(one, "index").value_or(-1);
            if (index < 0 || index >= std::int64_t(out.size()))
                note(at(field, here, "index"), "too_large");
            else if (!filled.insert(index).second)
                note(at(field, here, "index"), "duplicate");
            else
                press(out[std::size_t(index)], one, field, here);
        }
        for (std::size_t i = 0; i < out.size(); ++i) {
            auto const* const kind = kind_of(out[i]);
            auto const open = out[i].url && out[i].url->find("{{") != std::string::npos;
            if ((open || (kind && kind->needed)) && !filled.contains(std::int64_t(i)))
                note(field, "too_few");
        }
        return out;
    }
    static Button const* kind_of(ShownButton const& button)
    {
        auto const* const found = std::ranges::find(Buttons, base::lower_ascii(button.type),
                                                    &Button::type);
        return found == std::end(Buttons) ? nullptr : found;
    }
    void press(ShownButton& button, Json const& given, std::string const& field, std::size_t here)
    {
        auto const* const kind = kind_of(button);
        auto const sub_type = lower(given, "sub_type");
        auto const copies = kind && kind->type == "otp" && sub_type == "copy_code";
        if (!kind || (sub_type != kind->sub_type && !copies))
            return note(at(field, here, "sub_type"), "not_allowed");
        auto const& parameters = base::array_at(given, "parameters");
        if (parameters.size() != 1)
            return note(at(field, here, "text"), parameters.empty() ? "required" : "too_many");
        auto const& value = parameters[0];
        if (kind->type == "copy_code")
            button.code = some(value, "coupon_code");
        else if (kind->type == "otp")
            button.code = some(value, copies ? "coupon_code" : "text");
        if (kind->type != "url")
            return;
        auto const open = button.url ? button.url->find("{{") : std::string::npos;
        if (open == std::string::npos)
            note(at(field, here, "text"), "not_allowed");
        else
            button.url = button.url->substr(0, open) + base::text_at(value, "text").value_or("");
    }

    void cards(Json const& known, Json const& given, ShownTemplate& out)
    {
        auto const& wanted = base::array_at(known, "cards");
        auto const& brought = base::array_at(given, "cards");
        if (brought.size() != wanted.size())
            return note("template.cards", brought.empty()                  ? "required"
                                          : brought.size() < wanted.size() ? "too_few"
                                                                           : "too_many");
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            auto const& parts = base::array_at(wanted[i], "components");
            auto const& values = base::array_at(brought[i], "components");
            auto const where = at("template.cards", i) + ".";
            ShownCard card;
            header(parts, values, where, card);
            card.text = text(base::text_at(part(parts, "body"), "text").value_or(""),
                             part(values, "body"), where + "body");
            card.buttons = buttons(parts, values, where + "buttons");
            out.cards.push_back(std::move(card));
        }
    }

    bool m_by_hand;
    Fields m_wrong;
};

}  // namespace

base::Result<ShownTemplate> show_template(TemplateContent const& content,
                                          std::string_view components)
{
    auto const known = base::parse_json(components);
    if (!known || !known->is_array())
        return ShownTemplate{};  // told in a way we do not know; the provider judges
    Json body;
    put(content, body);
    Filling filling(!content.components.empty());
    auto out = filling.whole(*known, base::array_at(body.at("template"), "components"));
    auto wrong = std::move(filling).wrong();
    if (wrong.empty())
        return out;
    return base::Error{base::Fault::invalid, "invalid_input", {}, std::move(wrong)};
}

}  // namespace channels::whatsapp
