#pragma once

// OpenAPI 3.1 schemas out of described structs (base/fields.hpp).

#include <map>

#include "base/fields.hpp"

namespace base {

// Named schemas met on the way; they become `components.schemas`.
using Schemas = std::map<std::string, Json>;

// A described struct with `static constexpr auto schema = "Conversation"` is a component of its own.
template <class T>
concept Named = requires { T::schema; };

template <Described T>
Json object_schema(Schemas& named);

template <class T>
Json schema_of(Limits const& limits, Schemas& named)
{
    if constexpr (IsOptional<T>) {
        auto inner = schema_of<typename T::value_type>(limits, named);
        if (inner.contains("type") && inner["type"].is_string()) {
            inner["type"] = Json::array({inner["type"], "null"});
            if (inner.contains("enum"))
                inner["enum"].push_back(nullptr);
            return inner;
        }
        if (inner.contains("type") || inner.empty())
            return inner;  // already nullable, or anything
        return {{"oneOf", Json::array({inner, {{"type", "null"}}})}};
    } else if constexpr (std::is_same_v<T, Json>) {
        return Json::object();
    } else if constexpr (std::is_same_v<T, std::string>) {
        Json schema = {{"type", "string"}, {"maxLength", limits.max}};
        if (limits.min > 0)
            schema["minLength"] = limits.min;
        if (limits.secret)
            schema["format"] = "password";
        return schema;
    } else if constexpr (std::is_same_v<T, bool>) {
        return {{"type", "boolean"}};
    } else if constexpr (std::is_integral_v<T>) {
        return {{"type", "integer"}, {"format", "int64"}};
    } else if constexpr (std::is_floating_point_v<T>) {
        return {{"type", "number"}};
    } else if constexpr (IsId<T>) {
        return {{"type", "string"}, {"pattern", "^[0-9]+$"}};
    } else if constexpr (std::is_same_v<T, Instant>) {
        return {{"type", "string"}, {"format", "date-time"}};
    } else if constexpr (Worded<T>) {
        auto words = Json::array();
        for (auto const& [value, word] : words_of(T{}))
            words.push_back(std::string(word));
        return {{"type", "string"}, {"enum", words}};
    } else if constexpr (IsVector<T>) {
        return {{"type", "array"}, {"items", schema_of<typename T::value_type>({}, named)}};
    } else if constexpr (Named<T>) {
        std::string const key = T::schema;
        if (!named.contains(key)) {
            named[key] = Json::object();  // a struct may hold its own kind
            named[key] = object_schema<T>(named);
        }
        return {{"$ref", "#/components/schemas/" + key}};
    } else {
        return object_schema<T>(named);
    }
}

// The members that travel in a JSON body. For answers every member is there, so all are required.
template <Described T>
Json object_schema_of(Schemas& named, bool answer)
{
    auto properties = Json::object();
    auto required = Json::array();
    std::apply(
        [&](auto const&... field) {
            auto const add = [&](auto const& f) {
                if (f.place != Place::body)
                    return;
                using M = std::remove_cvref_t<decltype(std::declval<T&>().*f.member)>;
                auto schema = schema_of<M>(f.limits, named);
                if (answer) {
                    schema.erase("minLength");
                    schema.erase("maxLength");
                }
                if (!f.about.empty() && !schema.contains("$ref"))
                    schema["description"] = std::string(f.about);
                properties[std::string(f.name)] = schema;
                if (answer ||
                    (!IsOptional<M> && !IsVector<M> && !std::is_same_v<M, Json> &&
                     !std::is_same_v<M, bool>) ||
                    (IsVector<M> && f.limits.min > 0))
                    required.push_back(std::string(f.name));
            };
            (add(field), ...);
        },
        T::fields());
    Json schema = {{"type", "object"}, {"properties", properties}};
    if (!required.empty())
        schema["required"] = required;
    if (!answer)
        schema["additionalProperties"] = false;
    return schema;
}

template <Described T>
Json object_schema(Schemas& named)
{
    return object_schema_of<T>(named, true);
}

}  // namespace base
