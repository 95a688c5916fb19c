#include "simulator/graph/checks.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace simulator {

namespace {

using base::Json;

std::optional<double> degrees(Json const& place, std::string_view key)
{
    if (auto const real = base::real_at(place, key))
        return real;
    auto const text = base::text_at(place, key);
    if (!text)
        return std::nullopt;
    double value = 0;
    auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size())
        return std::nullopt;
    return value;
}

}  // namespace

GraphError missing(std::string field)
{
    return {.code = 131008, .details = "Required parameter is missing: " + std::move(field)};
}

GraphError invalid(std::string field, std::string why)
{
    return {.code = 131009, .details = std::move(field) + ": " + std::move(why)};
}

GraphError bad_parameter(std::string message)
{
    return {.code = 100, .message = std::move(message)};
}

Refusal check_text(Json const& object, std::string_view key, std::string const& path,
                   std::size_t most, Need need)
{
    auto const field = path + "." + std::string(key);
    auto const found = object.is_object() ? object.find(key) : object.end();
    if (!object.is_object() || found == object.end() || found->is_null())
        return need == Need::yes ? Refusal(missing(field)) : std::nullopt;
    if (!found->is_string())
        return invalid(field, "must be a text");
    auto const& text = found->get_ref<std::string const&>();
    if (need == Need::yes && base::trim(text).empty())
        return missing(field);
    if (base::count_points(text) > most)
        return invalid(field, "longer than " + std::to_string(most) + " characters");
    return std::nullopt;
}

Refusal check_url(Json const& object, std::string_view key, std::string const& path)
{
    if (auto const refusal = check_text(object, key, path, 2'000))
        return refusal;
    auto const url = base::text_at(object, key).value_or("");
    if (!url.starts_with("https://") && !url.starts_with("http://"))
        return invalid(path + "." + std::string(key), "not a web address");
    return std::nullopt;
}

Refusal check_count(Json const& object, std::string_view key, std::string const& path,
                    std::size_t least, std::size_t most)
{
    auto const field = path + "." + std::string(key);
    auto const size = base::array_at(object, key).size();
    if (size == 0 && least > 0)
        return missing(field);
    if (size < least || size > most)
        return invalid(field, "must have " + std::to_string(least) + " to " + std::to_string(most) +
                                  " elements");
    return std::nullopt;
}

Refusal check_place(Json const& place, std::string const& path)
{
    struct Bound {
        std::string key;
        double most;
    };
    for (auto const& [key, most] : {Bound{"latitude", 90}, Bound{"longitude", 180}}) {
        if (!place.contains(key))
            return missing(path + "." + key);
        auto const value = degrees(place, key);
        if (!value || *value < -most || *value > most)
            return invalid(path + "." + key, "not a coordinate");
    }
    for (auto const* const key : {"name", "address"})
        if (auto const refusal = check_text(place, key, path, 1'000, Need::no))
            return refusal;
    return std::nullopt;
}

std::string at_index(std::string const& path, std::size_t index)
{
    return path + "[" + std::to_string(index) + "]";
}

bool all_digits(std::string_view text)
{
    return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, base::is_digit);
}

// Pictures lie beyond U+1F000, and symbols and dingbats at U+2600 to U+27BF.
bool has_emoji(std::string_view text)
{
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        auto const byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
        bool const picture = byte(i) == 0xF0 && byte(i + 1) == 0x9F;
        bool const symbol = byte(i) == 0xE2 && byte(i + 1) >= 0x98 && byte(i + 1) <= 0x9E;
        if (picture || symbol)
            return true;
    }
    return false;
}

}  // namespace simulator
