#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace base {

using Json = nlohmann::json;

// Limits for outside JSON (docs/architecture.md, "Parsing limits").
struct JsonLimits {
    std::size_t bytes = 1 << 20;
    int depth = 64;
    int keys = 10'000;
    std::size_t string_bytes = 256 << 10;
};

inline constexpr JsonLimits WebhookJson{
    .bytes = 4 << 20, .depth = 64, .keys = 400'000, .string_bytes = 1 << 20};
// What a provider's API may answer.
inline constexpr JsonLimits AnswerJson{
    .bytes = 1 << 20, .depth = 64, .keys = 20'000, .string_bytes = 256 << 10};

// The only way outside bytes become JSON. Refuses (`json_too_large`, `json_too_deep`,
// `json_too_many_keys`, `json_string_too_long`, `json_duplicate_key`, `json_bad_utf8`, `json_syntax`)
// instead of throwing. Integers stay integers; any thread.
Result<Json> parse_json(std::string_view text, JsonLimits limits = {});

// Compact text. Text that is not valid UTF-8 (it cannot get in through parse_json) is replaced, so
// that writing an answer cannot throw.
std::string to_text(Json const& json);

// Tolerant readers for what providers send: absent, null or of another type gives nothing.
std::optional<std::string> text_at(Json const& object, std::string_view key);
// A number, or a string of digits (providers use both for time stamps and sizes).
std::optional<std::int64_t> number_at(Json const& object, std::string_view key);
// The value itself as a signed 64-bit integer; none when it is no integer or does not fit.
std::optional<std::int64_t> number_in(Json const& value);
// Finite; text that holds a number too.
std::optional<double> real_at(Json const& object, std::string_view key);
std::optional<bool> bool_at(Json const& object, std::string_view key);
// The member when it is an object / array, else an empty one.
Json const& object_at(Json const& object, std::string_view key);
Json const& array_at(Json const& object, std::string_view key);

}  // namespace base
