#include "base/json.hpp"

#include <charconv>
#include <cmath>
#include <vector>

#include "base/json_pieces.hpp"
#include "base/text.hpp"

namespace base {

namespace {

// Counts while it tells; nlohmann's own readers have no limits.
class LimitedReader final : public nlohmann::json_sax<Json> {
public:
    LimitedReader(JsonLimits const& limits, JsonPieces& to) : m_limits(limits), m_to(to) {}

    char const* problem() const { return m_problem; }

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(std::int64_t value) override { return put(value); }
    bool number_unsigned(std::uint64_t value) override { return put(value); }
    bool number_float(double value, std::string const&) override { return put(value); }
    bool string(std::string& value) override
    {
        if (value.size() > m_limits.string_bytes)
            return refuse("json_string_too_long");
        return put(std::move(value));
    }
    bool binary(Json::binary_t&) override { return refuse("json_syntax"); }
    bool start_object(std::size_t) override { return open(false); }
    bool key(std::string& name) override
    {
        if (++m_keys > m_limits.keys)
            return refuse("json_too_many_keys");
        if (name.size() > m_limits.string_bytes)
            return refuse("json_string_too_long");
        return m_to.key(name) || refuse("json_duplicate_key");
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(true); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t, std::string const&, nlohmann::detail::exception const&) override
    {
        return refuse("json_syntax");
    }

private:
    bool counted()
    {
        return m_open.empty() || !m_open.back() || ++m_keys <= m_limits.keys ||
               refuse("json_too_many_keys");
    }
    bool put(Json value)
    {
        if (!counted())
            return false;
        m_to.value(std::move(value));
        return true;
    }
    bool open(bool array)
    {
        if (int(m_open.size()) >= m_limits.depth)
            return refuse("json_too_deep");
        if (!counted())
            return false;
        m_open.push_back(array);
        m_to.begin(array);
        return true;
    }
    bool close()
    {
        m_open.pop_back();
        return m_to.end() || refuse("json_duplicate_key");
    }
    bool refuse(char const* why)
    {
        m_problem = why;
        return false;
    }

    JsonLimits const& m_limits;
    JsonPieces& m_to;
    std::vector<bool> m_open;  // whether it is an array
    int m_keys = 0;            // of objects and arrays
    char const* m_problem = "json_syntax";
};

class Builder final : public JsonPieces {
public:
    void begin(bool array) override
    {
        m_open.push_back(add(array ? Json::array() : Json::object()));
    }
    bool end() override
    {
        m_open.pop_back();
        return true;
    }
    bool key(std::string& name) override
    {
        auto& object = m_open.back()->get_ref<Json::object_t&>();
        auto const [slot, fresh] = object.try_emplace(name, nullptr);
        m_slot = &slot->second;
        return fresh;
    }
    void value(Json&& value) override { add(std::move(value)); }

    Json take() { return std::move(m_root); }

private:
    Json* add(Json value)
    {
        if (m_open.empty()) {
            m_root = std::move(value);
            return &m_root;
        }
        auto& parent = *m_open.back();
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        *m_slot = std::move(value);
        return m_slot;
    }

    Json m_root;
    // Pointers stay good: a container grows only while it is the innermost open one.
    std::vector<Json*> m_open;
    Json* m_slot = nullptr;  // of the key read last; its value comes next
};

Json const* member(Json const& object, std::string_view key)
{
    if (!object.is_object())
        return nullptr;
    auto const found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

}  // namespace

Result<void> tell_json(std::string_view text, JsonLimits const& limits, JsonPieces& to)
{
    if (text.size() > limits.bytes)
        return Error{Fault::too_large, "json_too_large"};
    LimitedReader reader(limits, to);
    if (Json::sax_parse(text.begin(), text.end(), &reader))
        return {};
    // The parser refuses what is not UTF-8 itself, as a mistake in the syntax.
    std::string_view const problem = reader.problem();
    if (problem == "json_syntax" && !is_utf8(text))
        return Error{Fault::invalid, "json_bad_utf8"};
    return Error{Fault::invalid, std::string(problem)};
}

Result<Json> parse_json(std::string_view text, JsonLimits limits)
{
    Builder builder;
    TRY(tell_json(text, limits, builder));
    return builder.take();
}

std::string to_text(Json const& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<std::string> text_at(Json const& object, std::string_view key)
{
    auto const* const found = member(object, key);
    if (!found || !found->is_string())
        return std::nullopt;
    return found->get<std::string>();
}

std::optional<std::int64_t> number_in(Json const& value)
{
    if (value.is_number_unsigned()) {
        auto const number = value.get<std::uint64_t>();
        return number <= std::uint64_t(INT64_MAX) ? std::optional(std::int64_t(number))
                                                  : std::nullopt;
    }
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    return std::nullopt;
}

std::optional<std::int64_t> number_at(Json const& object, std::string_view key)
{
    auto const* const found = member(object, key);
    if (!found)
        return std::nullopt;
    if (!found->is_string())
        return number_in(*found);
    auto const& text = found->get_ref<std::string const&>();
    std::int64_t value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<double> real_at(Json const& object, std::string_view key)
{
    auto const* const found = member(object, key);
    if (!found)
        return std::nullopt;
    if (found->is_number())
        return found->get<double>();
    if (!found->is_string())
        return std::nullopt;
    auto const& text = found->get_ref<std::string const&>();
    double value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    // "inf" and "nan" are numbers to from_chars, and to nobody else here.
    if (fault != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<bool> bool_at(Json const& object, std::string_view key)
{
    auto const* const found = member(object, key);
    if (!found || !found->is_boolean())
        return std::nullopt;
    return found->get<bool>();
}

Json const& object_at(Json const& object, std::string_view key)
{
    static Json const nothing = Json::object();
    auto const* const found = member(object, key);
    return found && found->is_object() ? *found : nothing;
}

Json const& array_at(Json const& object, std::string_view key)
{
    static Json const nothing = Json::array();
    auto const* const found = member(object, key);
    return found && found->is_array() ? *found : nothing;
}

}  // namespace base
