#pragma once

// OpenAPI 3.1 schemas out of described structs (base/fields.hpp).

#include <map>
#include <stdexcept>

#include "base/fields.hpp"

namespace base {

// What a schema is for. A request leaves out what it does not want to say, and null appears only
// where it means something of its own; an answer has every member; what others wrote (Foreign) may
// lack any.
enum class Way { in, out, foreign };

// Named schemas met on the way; they become `components.schemas`. A name belongs to one type, used
// one way; anything else throws.
struct Schemas {
    std::map<std::string, Json> components;
    std::map<std::string, void const*> owners;
};

// A described struct with `static constexpr auto schema = "Conversation"` is a component of its own,
// also with `input_schema` when requests carry it too; and so is an enum beside which stands `constexpr auto schema_name(State) { return "State"; }`.
template <class T>
concept Named = requires { T::schema; };
template <class T>
concept NamedWords = Worded<T> && requires(T value) { schema_name(value); };

template <Described T, Way W>
Json object_schema(Schemas& named);

namespace detail {

template <class T, Way W>
inline constexpr char Owner = 0;

template <class Make>
Json component(Schemas& named, std::string const& key, void const* owner, Make make)
{
    auto const [at, fresh] = named.owners.try_emplace(key, owner);
    if (fresh)
        named.components[key] = make();  // may meet its own name: a struct may hold its own kind
    else if (at->second != owner)
        throw std::logic_error("two schemas are called " + key);
    return {{"$ref", "#/components/schemas/" + key}};
}

inline Json nullable(Json inner)
{
    if (inner.contains("type") && inner["type"].is_string()) {
        inner["type"] = Json::array({inner["type"], "null"});
        if (inner.contains("enum"))
            inner["enum"].push_back(nullptr);
        return inner;
    }
    if (inner.empty())
        return inner;  // anything, null too
    return {{"oneOf", Json::array({inner, {{"type", "null"}}})}};
}

template <Worded E>
Json words_schema()
{
    auto words = Json::array();
    for (auto const& [value, word] : words_of(E{}))
        words.push_back(std::string(word));
    return {{"type", "string"}, {"enum", words}};
}

template <class List>
Json word_schema(Word<List>, Schemas& named)
{
    return component(named, List::schema, &Owner<List, Way::out>,
                     [] { return Json{{"type", "string"}, {"enum", List::words}}; });
}

}  // namespace detail

template <class T, Way W>
Json schema_of(Limits const& limits, Schemas& named)
{
    constexpr auto Bounded = W == Way::in;
    if constexpr (IsOptional<T>) {
        using Inner = typename T::value_type;
        if constexpr (W == Way::out)
            return detail::nullable(schema_of<Inner, W>(limits, named));
        else if constexpr (IsOptional<Inner>)
            return detail::nullable(schema_of<typename Inner::value_type, W>(limits, named));
        else
            return schema_of<Inner, W>(limits, named);
    } else if constexpr (std::is_same_v<T, Json>) {
        return Json::object();
    } else if constexpr (IsForeign<T>) {
        return schema_of<typename T::Shape, Way::foreign>({}, named);
    } else if constexpr (std::is_same_v<T, std::string>) {
        Json schema = {{"type", "string"}};
        if (Bounded)
            schema["maxLength"] = limits.max;
        if (Bounded && limits.min > 0)
            schema["minLength"] = limits.min;
        if (limits.secret)
            schema["format"] = "password";
        return schema;
    } else if constexpr (std::is_same_v<T, bool>) {
        return {{"type", "boolean"}};
    } else if constexpr (std::is_integral_v<T>) {
        Json schema = {{"type", "integer"}, {"format", "int64"}};
        if (Bounded) {
            schema["minimum"] = limits.min;
            schema["maximum"] = limits.max;
        }
        return schema;
    } else if constexpr (std::is_floating_point_v<T>) {
        return {{"type", "number"}};
    } else if constexpr (IsId<T>) {
        return {{"type", "string"}, {"pattern", "^[0-9]+$"}};
    } else if constexpr (std::is_same_v<T, Instant>) {
        return {{"type", "string"}, {"format", "date-time"}};
    } else if constexpr (NamedWords<T>) {
        // The words are the same whichever way they go.
        return detail::component(named, schema_name(T{}), &detail::Owner<T, Way::out>,
                                 detail::words_schema<T>);
    } else if constexpr (Worded<T>) {
        return detail::words_schema<T>();
    } else if constexpr (IsWord<T>) {
        return detail::word_schema(T(), named);
    } else if constexpr (IsVector<T>) {
        Json schema = {{"type", "array"},
                       {"items", schema_of<typename T::value_type, W>({}, named)}};
        if (Bounded)
            schema["maxItems"] = limits.max;
        if (Bounded && limits.min > 0)
            schema["minItems"] = limits.min;
        return schema;
    } else if constexpr (IsVariant<T>) {
        return [&]<class... One>(std::type_identity<std::variant<One...>>) -> Json {
            return {{"oneOf", Json::array({schema_of<One, W>({}, named)...})}};
        }(std::type_identity<T>());
    } else if constexpr (W == Way::in && requires { T::input_schema; }) {
        return detail::component(named, T::input_schema, &detail::Owner<T, W>,
                                 [&] { return object_schema<T, W>(named); });
    } else if constexpr (Named<T>) {
        return detail::component(named, T::schema, &detail::Owner<T, W>,
                                 [&] { return object_schema<T, W>(named); });
    } else {
        return object_schema<T, W>(named);
    }
}

// The members that travel in a JSON body.
template <Described T, Way W>
Json object_schema(Schemas& named)
{
    auto properties = Json::object();
    auto required = Json::array();
    std::apply(
        [&](auto const&... field) {
            [[maybe_unused]] auto const add = [&](auto const& f) {
                if (f.place != Place::body)
                    return;
                using M = std::remove_cvref_t<decltype(std::declval<T&>().*f.member)>;
                auto schema = schema_of<M, W>(f.limits, named);
                if (!f.about.empty())
                    schema["description"] = std::string(f.about);
                properties[std::string(f.name)] = schema;
                if (W == Way::out || (W == Way::in && must_come<M>(f.limits)))
                    required.push_back(std::string(f.name));
            };
            (add(field), ...);
        },
        T::fields());
    Json schema = {{"type", "object"}, {"properties", properties}};
    if (!required.empty())
        schema["required"] = required;
    if (W == Way::in)
        schema["additionalProperties"] = false;
    return schema;
}

// The body of a request. Operations have names of their own, so their inputs need none.
template <Described T>
Json input_schema(std::string const& name, Schemas& named)
{
    return detail::component(named, name, &detail::Owner<T, Way::in>,
                             [&] { return object_schema<T, Way::in>(named); });
}

}  // namespace base
