#pragma once

// An operation's input and output are plain structs with one list of fields. From that list come
// parsing with an error per field (read_input), the JSON answer (write_json), and the OpenAPI
// schema (base/fields_schema.hpp).
//
//   struct SendNote {
//       static constexpr auto about = "Write a note only the team sees.";
//       ConversationId conversation;
//       std::string text;
//       static constexpr auto fields()
//       {
//           return std::tuple{
//               path("conversation_id", &SendNote::conversation, "Conversation."),
//               body("text", &SendNote::text, "The note.", {.min = 1, .max = 4096, .lines = true}),
//           };
//       }
//   };
//
// Member types: std::string, bool, int, int64, double, Id<>, Instant, an enum with `words_of`, a
// Word<> of a closed list, another described struct, std::vector and std::optional of these, std::optional<std::optional<T>>
// where null differs from absent, Json for what stays open, Foreign<T> for what others wrote and, in
// answers only, a std::variant of described structs.

#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"

namespace base {

enum class Place { path, query, body };

// For text: code points (bytes are capped at four times that). For numbers: the value. For lists:
// the count.
struct Limits {
    std::int64_t min = 0;
    std::int64_t max = 256;
    bool lines = false;   // text keeps its newlines and tabs
    bool secret = false;  // taken byte for byte, never trimmed or cleaned, never echoed
};

template <class Struct, class Member>
struct Field {
    Place place;
    std::string_view name;
    Member Struct::* member;
    std::string_view about;
    Limits limits;
};

template <class S, class M>
constexpr Field<S, M> path(std::string_view name, M S::* member, std::string_view about,
                           Limits l = {})
{
    return {Place::path, name, member, about, l};
}
template <class S, class M>
constexpr Field<S, M> query(std::string_view name, M S::* member, std::string_view about,
                            Limits l = {})
{
    return {Place::query, name, member, about, l};
}
template <class S, class M>
constexpr Field<S, M> body(std::string_view name, M S::* member, std::string_view about,
                           Limits l = {})
{
    return {Place::body, name, member, about, l};
}

template <class T>
concept Described = requires { T::fields(); };

template <class T>
inline constexpr bool IsOptional = false;
template <class T>
inline constexpr bool IsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool IsVector = false;
template <class T>
inline constexpr bool IsVector<std::vector<T>> = true;
template <class T>
inline constexpr bool IsId = false;
template <class N>
inline constexpr bool IsId<Id<N>> = true;
template <class T>
inline constexpr bool IsVariant = false;
template <class... T>
inline constexpr bool IsVariant<std::variant<T...>> = true;

// JSON that others wrote and that is passed on whole. T, or the items of a vector T, describes the
// members worth knowing: any may be absent, and more may be there.
template <class T>
struct Foreign {
    using Shape = T;
    Json json;
};
template <class T>
inline constexpr bool IsForeign = false;
template <class T>
inline constexpr bool IsForeign<Foreign<T>> = true;

template <class T>
inline constexpr bool IsWord = false;
template <class List>
inline constexpr bool IsWord<Word<List>> = true;

// Whether a request without this member is refused.
template <class M>
constexpr bool must_come(Limits const& limits)
{
    if constexpr (IsVector<M>)
        return limits.min > 0;
    else
        return !IsOptional<M> && !IsForeign<M> && !std::is_same_v<M, Json> &&
               !std::is_same_v<M, bool>;
}

// What a request brought: parameters of the matched path, of the query, and the JSON body (an
// object, or null when there was none).
struct Input {
    std::vector<std::pair<std::string, std::string>> path;
    std::vector<std::pair<std::string, std::string>> query;
    Json body;
};

namespace detail {

using Errors = std::vector<FieldError>;

inline bool wrong(Errors& errors, std::string const& where, char const* code)
{
    errors.push_back({where, code});
    return false;
}

template <Described T>
bool read_object(Json const& json, T& out, std::string const& where, Errors& errors);

template <class T>
bool read_value(Json const& json, T& out, Limits const& limits, std::string const& where,
                Errors& errors)
{
    if constexpr (IsOptional<T>) {
        using Inner = typename T::value_type;
        if (json.is_null()) {
            if constexpr (IsOptional<Inner>)
                out.emplace();  // present, and null
            else
                out.reset();
            return true;
        }
        Inner inner{};
        if (!read_value(json, inner, limits, where, errors))
            return false;
        out = std::move(inner);
        return true;
    } else if constexpr (std::is_same_v<T, Json>) {
        out = json;
        return true;
    } else if constexpr (IsForeign<T>) {
        out.json = json;
        return true;
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (!json.is_string())
            return wrong(errors, where, "wrong_type");
        auto const& raw = json.get_ref<std::string const&>();
        if (limits.secret)
            out = raw;
        else
            out = limits.lines ? clean_body(raw) : clean_name(raw);
        auto const points = std::int64_t(count_points(out));
        if (points < limits.min)
            return wrong(errors, where, points == 0 ? "required" : "too_short");
        if (points > limits.max)
            return wrong(errors, where, "too_long");
        return true;
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!json.is_boolean())
            return wrong(errors, where, "wrong_type");
        out = json.get<bool>();
        return true;
    } else if constexpr (std::is_integral_v<T>) {
        if (!json.is_number_integer())
            return wrong(errors, where, "wrong_type");
        auto const value = number_in(json);
        if (!value || *value < limits.min)
            return wrong(errors, where, "too_small");
        if (*value > limits.max)
            return wrong(errors, where, "too_large");
        out = T(*value);
        return true;
    } else if constexpr (std::is_floating_point_v<T>) {
        if (!json.is_number())
            return wrong(errors, where, "wrong_type");
        out = json.get<T>();
        return true;
    } else if constexpr (IsId<T>) {
        if (!json.is_string())
            return wrong(errors, where, "wrong_type");
        auto id = T::parse(json.get_ref<std::string const&>());
        if (!id)
            return wrong(errors, where, "not_an_id");
        out = *id;
        return true;
    } else if constexpr (std::is_same_v<T, Instant>) {
        if (!json.is_string())
            return wrong(errors, where, "wrong_type");
        auto at = from_rfc3339(json.get_ref<std::string const&>());
        if (!at)
            return wrong(errors, where, "not_a_time");
        out = *at;
        return true;
    } else if constexpr (Worded<T>) {
        if (!json.is_string())
            return wrong(errors, where, "wrong_type");
        auto const value = from_word<T>(json.get_ref<std::string const&>());
        if (!value)
            return wrong(errors, where, "not_allowed");
        out = *value;
        return true;
    } else if constexpr (IsWord<T>) {
        if (!json.is_string())
            return wrong(errors, where, "wrong_type");
        out.text = json.get_ref<std::string const&>();
        return T::knows(out.text) || wrong(errors, where, "not_allowed");
    } else if constexpr (IsVector<T>) {
        if (!json.is_array())
            return wrong(errors, where, "wrong_type");
        if (std::int64_t(json.size()) < limits.min)
            return wrong(errors, where, json.empty() ? "required" : "too_few");
        if (std::int64_t(json.size()) > limits.max)
            return wrong(errors, where, "too_many");
        auto fine = true;
        for (std::size_t i = 0; i < json.size(); ++i) {
            typename T::value_type item{};
            fine &= read_value(json[i], item, Limits{.lines = limits.lines},
                               where + "[" + std::to_string(i) + "]", errors);
            out.push_back(std::move(item));
        }
        return fine;
    } else {
        static_assert(Described<T>, "a field of a type that fields.hpp does not know");
        return read_object(json, out, where, errors);
    }
}

// A path or query parameter is text; numbers and flags are read out of it.
template <class T>
Json from_parameter(std::string const& text)
{
    if constexpr (IsOptional<T>) {
        return from_parameter<typename T::value_type>(text);
    } else if constexpr (std::is_same_v<T, bool>) {
        return text == "true" || text == "1"  ? Json(true)
             : text == "false" || text == "0" ? Json(false)
                                              : Json(text);
    } else if constexpr (std::is_integral_v<T>) {
        Json const wrapped = {{"n", text}};
        auto const number = number_at(wrapped, "n");
        return number ? Json(*number) : Json(text);
    } else {
        return Json(text);
    }
}

template <Described T>
bool read_object(Json const& json, T& out, std::string const& where, Errors& errors)
{
    if (!json.is_object())
        return wrong(errors, where.empty() ? "body" : where, "wrong_type");
    auto const prefix = where.empty() ? std::string() : where + ".";
    auto fine = true;
    std::apply(
        [&](auto const&... field) {
            for (auto const& [key, value] : json.items())
                if (!((field.place == Place::body && field.name == key) || ...))
                    fine = wrong(errors, prefix + key, "unknown_field");
            [[maybe_unused]] auto const read = [&](auto const& f) {
                if (f.place != Place::body)
                    return;
                using M = std::remove_reference_t<decltype(out.*f.member)>;
                auto const name = prefix + std::string(f.name);
                auto const found = json.find(std::string(f.name));
                if (found != json.end())
                    fine &= read_value(*found, out.*f.member, f.limits, name, errors);
                else if (must_come<M>(f.limits))
                    fine = wrong(errors, name, "required");
            };
            (read(field), ...);
        },
        T::fields());
    return fine;
}

template <class T>
Json write_value(T const& value)
{
    if constexpr (IsOptional<T>)
        return value ? write_value(*value) : Json(nullptr);
    else if constexpr (IsId<T>)
        return value.text();
    else if constexpr (std::is_same_v<T, Instant>)
        return to_rfc3339(value);
    else if constexpr (Worded<T>)
        return std::string(word_of(value));
    else if constexpr (IsWord<T>)
        return value.text;
    else if constexpr (IsForeign<T>)
        return value.json;
    else if constexpr (IsVariant<T>)
        return std::visit([](auto const& one) { return write_value(one); }, value);
    else if constexpr (IsVector<T>) {
        auto list = Json::array();
        for (auto const& item : value)
            list.push_back(write_value(item));
        return list;
    } else if constexpr (Described<T>) {
        auto object = Json::object();
        std::apply(
            [&](auto const&... field) {
                ((object[std::string(field.name)] = write_value(value.*field.member)), ...);
            },
            T::fields());
        return object;
    } else {
        return Json(value);
    }
}

}  // namespace detail

// Fills a described struct from a request. Every wrong field is named; nothing is guessed.
template <Described T>
Result<T> read_input(Input const& input)
{
    T out{};
    std::vector<FieldError> errors;
    std::apply(
        [&](auto const&... field) {
            [[maybe_unused]] auto const read = [&](auto const& f) {
                if (f.place == Place::body)
                    return;
                using M = std::remove_reference_t<decltype(out.*f.member)>;
                auto const& from = f.place == Place::path ? input.path : input.query;
                auto const name = std::string(f.name);
                for (auto const& [key, value] : from)
                    if (key == name) {
                        detail::read_value(detail::from_parameter<M>(value), out.*f.member,
                                           f.limits, name, errors);
                        return;
                    }
                if constexpr (!IsOptional<M> && !std::is_same_v<M, bool>)
                    if (f.place == Place::path || f.limits.min > 0)
                        errors.push_back({name, "required"});
            };
            (read(field), ...);
            for (auto const& [key, value] : input.query)
                if (key != "workspace" &&
                    !((field.place == Place::query && field.name == key) || ...))
                    errors.push_back({key, "unknown_field"});
        },
        T::fields());
    auto const has_body = std::apply(
        [](auto const&... field) { return ((field.place == Place::body) || ...); }, T::fields());
    if (has_body)
        detail::read_object(input.body.is_null() ? Json::object() : input.body, out, "", errors);
    else if (!input.body.is_null() && !input.body.empty())
        errors.push_back({"body", "unknown_field"});
    if (!errors.empty())
        return Error{Fault::invalid, "invalid_input", "Look at the named fields.",
                     std::move(errors)};
    return out;
}

template <class T>
Json write_json(T const& value)
{
    return detail::write_value(value);
}

// A page of a list: what the API answers under `data`, and the cursor of the next one.
template <class T>
struct Page {
    std::vector<T> data;
    std::optional<std::string> next;

    static constexpr auto fields()
    {
        return std::tuple{
            body("data", &Page::data, "The rows of this page."),
            body("next", &Page::next, "Cursor of the next page; null on the last one."),
        };
    }
};

}  // namespace base
