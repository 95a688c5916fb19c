#include "simulator/graph/template_rules.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "simulator/graph/templates.hpp"

namespace simulator {

namespace {

using base::Json;
using Handles = std::function<bool(std::string_view)>;

constexpr std::string_view Languages[] = {
    "af",  "ar",    "ar_AE", "ar_EG", "ar_LB", "ar_MA", "ar_QA", "ar_SA", "az",    "bg",    "bn",
    "ca",  "cs",    "da",    "de",    "el",    "en",    "en_AU", "en_CA", "en_GB", "en_IN", "en_US",
    "es",  "es_AR", "es_CL", "es_CO", "es_ES", "es_MX", "es_PE", "es_VE", "et",    "fa",    "fi",
    "fil", "fr",    "fr_BE", "fr_CA", "ga",    "gu",    "ha",    "he",    "hi",    "hr",    "hu",
    "id",  "it",    "ja",    "ka",    "kk",    "kn",    "ko",    "ky_KG", "lo",    "lt",    "lv",
    "mk",  "ml",    "mr",    "ms",    "nb",    "nl",    "pa",    "pl",    "pt_BR", "pt_PT", "ro",
    "ru",  "rw_RW", "sk",    "sl",    "sq",    "sr",    "sv",    "sw",    "ta",    "te",    "th",
    "tr",  "uk",    "ur",    "uz",    "vi",    "zh_CN", "zh_HK", "zh_TW", "zu",
};

// Subcodes of the error codes page.
enum Cause { TooLong = 2388040, BadFormat = 2388047, BadBody = 2388072, BadFooter = 2388073 };
constexpr int TooManyVariables = 2388293;
constexpr int VariableAtEdge = 2388299;

GraphError wrong(int subcode, std::string advice)
{
    return {.code = 100,
            .subcode = subcode,
            .message = "Invalid parameter",
            .advice = std::move(advice)};
}

Refusal within(Json const& object, char const* key, std::size_t most, std::string const& what)
{
    auto const text = base::text_at(object, key).value_or("");
    if (base::trim(text).empty())
        return wrong(BadFormat, what + " is missing.");
    if (base::count_points(text) > most)
        return wrong(TooLong, what + " is longer than " + std::to_string(most) + " characters.");
    return std::nullopt;
}

bool is_name(std::string_view name)
{
    return !name.empty() && name[0] >= 'a' && name[0] <= 'z' &&
           std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

Refusal check_names(std::vector<std::string> const& names, bool named, int cause)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        bool const fits = named ? is_name(names[i]) : names[i] == std::to_string(i + 1);
        if (!fits)
            return wrong(cause, named ? "Variable names are small letters, digits and _."
                                      : "Variables are numbered {{1}}, {{2}} and so on.");
    }
    return std::nullopt;
}

std::size_t examples_of(Json const& component, std::string const& key, bool named)
{
    auto const& example = base::object_at(component, "example");
    if (named)
        return base::array_at(example, key + "_named_params").size();
    auto const& list = base::array_at(example, key);
    return list.empty() || !list[0].is_array() ? list.size() : list[0].size();
}

Refusal check_body(Json const& body, bool named, std::size_t most)
{
    if (auto const refusal = within(body, "text", most, "The body"))
        return refusal;
    auto const given = base::text_at(body, "text").value_or("");
    auto const text = base::trim(given);
    auto const names = variables(text);
    if (auto const refusal = check_names(names, named, BadBody))
        return refusal;
    if (text.starts_with("{{") || text.ends_with("}}"))
        return wrong(VariableAtEdge, "The body must not begin or end with a variable.");
    if (text.find("}}{{") != std::string::npos || text.find("}} {{") != std::string::npos)
        return wrong(BadBody, "Two variables must not stand side by side.");
    auto const words = std::size_t(std::ranges::count(text, ' ')) + 1;
    if (words < 2 * names.size())
        return wrong(TooManyVariables, "The body has too many variables for its length.");
    if (examples_of(body, "body_text", named) != names.size())
        return wrong(BadBody, "Each variable of the body needs an example.");
    return std::nullopt;
}

Refusal check_header_part(Json const& header, bool named, Handles const& handle)
{
    auto const format = base::text_at(header, "format").value_or("");
    if (format == "TEXT") {
        if (auto const refusal = within(header, "text", 60, "The header"))
            return refusal;
        auto const names = variables(header.value("text", ""));
        if (names.size() > 1)
            return wrong(BadFormat, "The header has room for one variable.");
        if (examples_of(header, "header_text", named) != names.size())
            return wrong(BadFormat, "The variable of the header needs an example.");
        return check_names(names, named, BadFormat);
    }
    if (format == "LOCATION" || format == "PRODUCT")
        return std::nullopt;
    constexpr std::string_view Files[] = {"IMAGE", "VIDEO", "DOCUMENT", "GIF"};
    if (std::ranges::find(Files, format) == std::end(Files))
        return wrong(BadFormat, "The header has an unknown format.");
    auto const& given = base::array_at(base::object_at(header, "example"), "header_handle");
    if (given.empty() || !given[0].is_string() || !handle(given[0].get<std::string>()))
        return wrong(BadFormat, "The header needs an uploaded example.");
    return std::nullopt;
}

Refusal check_button(Json const& button, std::map<std::string, int>& count)
{
    auto const type = base::text_at(button, "type").value_or("");
    constexpr std::pair<std::string_view, int> Most[] = {
        {"QUICK_REPLY", 10}, {"URL", 2},  {"PHONE_NUMBER", 1}, {"COPY_CODE", 1},
        {"OTP", 1},          {"FLOW", 1}, {"CATALOG", 1},      {"MPM", 1},
        {"SPM", 1},          {"APP", 1},  {"VOICE_CALL", 1},   {"REQUEST_CONTACT_INFO", 1}};
    auto const* const known = std::ranges::find(Most, type,
                                                &std::pair<std::string_view, int>::first);
    if (known == std::end(Most))
        return wrong(BadFormat, "A button has an unknown type.");
    if (++count[type] > known->second)
        return wrong(BadFormat, "There are too many buttons of type " + type + ".");
    // Meta has its own words for the code buttons.
    if (type != "COPY_CODE" && type != "OTP")
        if (auto const refusal = within(button, "text", 25, "The words of a button"))
            return refusal;
    if (type == "URL") {
        if (auto const refusal = within(button, "url", 2'000, "The address of a button"))
            return refusal;
        auto const url = button.value("url", "");
        auto const names = variables(url);
        if (names.size() > 1 || (!names.empty() && !url.ends_with("}}")))
            return wrong(BadFormat, "The variable of an address stands at its end.");
        if (!names.empty() && base::array_at(button, "example").empty() &&
            !base::text_at(button, "example"))
            return wrong(BadFormat, "The variable of an address needs an example.");
    }
    if (type == "PHONE_NUMBER")
        return within(button, "phone_number", 20, "The number of a button");
    if (type == "COPY_CODE")
        return within(button, "example", 15, "The example of the code");
    return std::nullopt;
}

Refusal check_button_list(Json const& buttons)
{
    if (buttons.empty() || buttons.size() > 10)
        return wrong(BadFormat, "A template has 1 to 10 buttons.");
    std::map<std::string, int> count;
    int turns = 0;
    bool quick_before = false;
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        if (auto const refusal = check_button(buttons[i], count))
            return refusal;
        bool const quick = buttons[i]["type"] == "QUICK_REPLY";
        turns += i > 0 && quick != quick_before;
        quick_before = quick;
    }
    if (turns > 1)
        return wrong(BadFormat, "Quick replies stand together, before or after the others.");
    return std::nullopt;
}

struct Parts {
    Json const* body = nullptr;
    Json const* header = nullptr;
    Json const* footer = nullptr;
    Json const* buttons = nullptr;
    Json const* offer = nullptr;
    Json const* cards = nullptr;
};

std::variant<Parts, GraphError> parts_of(Json const& components)
{
    Parts parts;
    for (auto const& one : components) {
        auto const type = base::text_at(one, "type").value_or("");
        auto** const place = type == "BODY"               ? &parts.body
                           : type == "HEADER"             ? &parts.header
                           : type == "FOOTER"             ? &parts.footer
                           : type == "BUTTONS"            ? &parts.buttons
                           : type == "LIMITED_TIME_OFFER" ? &parts.offer
                           : type == "CAROUSEL"           ? &parts.cards
                                                          : nullptr;
        if (!place && type != "CALL_PERMISSION_REQUEST")
            return wrong(BadFormat, "A component has an unknown type.");
        if (place && *place)
            return wrong(BadFormat, "The component " + type + " stands there twice.");
        if (place)
            *place = &one;
    }
    if (!parts.body)
        return wrong(BadBody, "A template needs a body.");
    return parts;
}

std::string shape_of(Parts const& parts)
{
    std::string shape = parts.header ? base::text_at(*parts.header, "format").value_or("") : "";
    if (parts.buttons)
        for (auto const& button : base::array_at(*parts.buttons, "buttons"))
            shape += " " + base::text_at(button, "type").value_or("");
    return shape;
}

Refusal check_card_list(Json const& cards, bool named, Handles const& handle)
{
    if (cards.size() < 2 || cards.size() > 10)
        return wrong(BadFormat, "A carousel has 2 to 10 cards.");
    std::set<std::string> shapes;
    for (auto const& card : cards) {
        auto read = parts_of(base::array_at(card, "components"));
        if (auto* const error = std::get_if<GraphError>(&read))
            return *error;
        auto const& parts = std::get<Parts>(read);
        if (!parts.header || !parts.buttons)
            return wrong(BadFormat, "A card has a header and buttons.");
        if (auto const refusal = check_header_part(*parts.header, named, handle))
            return refusal;
        if (auto const refusal = check_body(*parts.body, named, 160))
            return refusal;
        auto const& buttons = base::array_at(*parts.buttons, "buttons");
        if (buttons.size() > 2)
            return wrong(BadFormat, "A card has 1 or 2 buttons.");
        if (auto const refusal = check_button_list(buttons))
            return refusal;
        shapes.insert(shape_of(parts));
    }
    if (shapes.size() > 1)
        return wrong(BadFormat, "All cards have the same parts.");
    return std::nullopt;
}

Refusal check_offer(Parts const& parts)
{
    auto const& offer = base::object_at(*parts.offer, "limited_time_offer");
    if (auto const refusal = within(offer, "text", 16, "The text of the offer"))
        return refusal;
    if (parts.footer)
        return wrong(BadFooter, "A template with an offer has no footer.");
    auto const body = base::text_at(*parts.body, "text").value_or("");
    if (base::count_points(body) > 600)
        return wrong(TooLong, "The body of an offer is longer than 600 characters.");
    auto const buttons = parts.buttons ? base::array_at(*parts.buttons, "buttons") : Json::array();
    for (std::size_t i = 1; i < buttons.size(); ++i)
        if (buttons[i].value("type", "") == "COPY_CODE")
            return wrong(BadFormat, "The code stands before the other buttons.");
    return std::nullopt;
}

// Codes have a fixed text of Meta's own and one button.
Refusal check_code_template(Parts const& parts)
{
    auto const buttons = parts.buttons ? base::array_at(*parts.buttons, "buttons") : Json::array();
    if (buttons.size() != 1 || base::text_at(buttons[0], "type") != "OTP")
        return wrong(BadFormat, "An authentication template has one OTP button.");
    constexpr std::string_view Kinds[] = {"COPY_CODE", "ONE_TAP", "ZERO_TAP"};
    auto const kind = base::text_at(buttons[0], "otp_type").value_or("");
    if (std::ranges::find(Kinds, kind) == std::end(Kinds))
        return wrong(BadFormat, "The button has an unknown otp_type.");
    if (parts.footer && parts.footer->contains("code_expiration_minutes")) {
        auto const minutes = base::number_at(*parts.footer, "code_expiration_minutes").value_or(0);
        if (minutes < 1 || minutes > 90)
            return wrong(BadFooter, "A code is valid for 1 to 90 minutes.");
    }
    return std::nullopt;
}

Refusal check_lifetime(Json const& body, std::string_view category)
{
    auto const seconds = base::number_at(body, "message_send_ttl_seconds");
    if (!seconds || (*seconds == -1 && category != "MARKETING"))
        return std::nullopt;
    struct Range {
        std::string_view category;
        std::int64_t least;
        std::int64_t most;
    };
    constexpr Range Ranges[] = {
        {"AUTHENTICATION", 30, 900}, {"UTILITY", 30, 43'200}, {"MARKETING", 43'200, 2'592'000}};
    auto const* const range = std::ranges::find(Ranges, category, &Range::category);
    if (range != std::end(Ranges) && (*seconds < range->least || *seconds > range->most))
        return wrong(0, "message_send_ttl_seconds does not fit the category.");
    return std::nullopt;
}

}  // namespace

Refusal check_components(Template const& tpl, Json const& components, Handles const& handle)
{
    auto read = parts_of(components);
    if (auto* const error = std::get_if<GraphError>(&read))
        return *error;
    auto const& parts = std::get<Parts>(read);
    bool const named = tpl.parameter_format == "NAMED";
    if (tpl.category == "AUTHENTICATION")
        return check_code_template(parts);
    if (parts.header)
        if (auto const refusal = check_header_part(*parts.header, named, handle))
            return refusal;
    if (auto const refusal = check_body(*parts.body, named, 1'024))
        return refusal;
    if (parts.footer) {
        if (auto const refusal = within(*parts.footer, "text", 60, "The footer"))
            return refusal;
        if (!variables(parts.footer->value("text", "")).empty())
            return wrong(BadFooter, "The footer has no room for variables.");
    }
    if (parts.buttons)
        if (auto const refusal = check_button_list(base::array_at(*parts.buttons, "buttons")))
            return refusal;
    if (parts.offer)
        if (auto const refusal = check_offer(parts))
            return refusal;
    if (parts.cards)
        return check_card_list(base::array_at(*parts.cards, "cards"), named, handle);
    return std::nullopt;
}

std::variant<Template, GraphError> read_draft(Json const& body, Handles const& handle)
{
    Template tpl{.name = base::text_at(body, "name").value_or(""),
                 .language = base::text_at(body, "language").value_or(""),
                 .status = "PENDING",
                 .category = base::text_at(body, "category").value_or(""),
                 .parameter_format = base::text_at(body, "parameter_format").value_or("POSITIONAL"),
                 .quality = "UNKNOWN",
                 .components = base::array_at(body, "components")};
    std::ranges::transform(tpl.category, tpl.category.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    std::ranges::transform(tpl.parameter_format, tpl.parameter_format.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    bool const plain = std::ranges::all_of(tpl.name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (tpl.name.empty() || tpl.name.size() > 512 || !plain)
        return wrong(0, "A name is made of small letters, digits and _, at most 512.");
    if (std::ranges::find(Languages, tpl.language) == std::end(Languages))
        return wrong(0, "The language is not supported.");
    if (tpl.category != "MARKETING" && tpl.category != "UTILITY" &&
        tpl.category != "AUTHENTICATION")
        return wrong(0, "The category must be MARKETING, UTILITY or AUTHENTICATION.");
    if (tpl.parameter_format != "POSITIONAL" && tpl.parameter_format != "NAMED")
        return wrong(0, "The parameter format must be POSITIONAL or NAMED.");
    if (auto const refusal = check_lifetime(body, tpl.category))
        return *refusal;
    if (auto const refusal = check_components(tpl, tpl.components, handle))
        return *refusal;
    // The words of a code template are Meta's own.
    if (tpl.category == "AUTHENTICATION")
        for (auto& part : tpl.components)
            if (base::text_at(part, "type") == "BODY" && !part.contains("text"))
                part["text"] = "*{{1}}* is your verification code.";
    return tpl;
}

}  // namespace simulator
