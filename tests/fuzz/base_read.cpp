// libFuzzer target: outside JSON and text. What the limits let in can be written and read again, and
// what is cleaned is text that can be shown and stays as it is when it is cleaned once more.
#include <cstring>

#include "parts.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const bytes = fuzz::text_of(data, size);
    base::JsonLimits const tight{.bytes = 4096, .depth = 8, .keys = 64, .string_bytes = 256};
    if (auto const json = base::parse_json(bytes, tight)) {
        auto const text = base::to_text(*json);
        auto const again = base::parse_json(text, {.bytes = 1 << 20, .depth = 8, .keys = 64});
        must(again && base::to_text(*again) == text);
        static_cast<void>(base::text_at(*json, "id"));
        static_cast<void>(base::number_at(*json, "timestamp"));
        static_cast<void>(base::array_at(*json, "data").size());
    } else {
        must(!json.error().code.empty());
    }
    auto const body = base::clean_body(bytes);
    must(base::is_utf8(body) && base::clean_body(body) == body);
    auto const name = base::clean_name(bytes);
    must(base::is_utf8(name) && base::clean_name(name) == name);
    must(base::is_utf8(base::to_utf8(bytes)));
    if (base::is_utf8(bytes)) {
        auto const first = base::first_points(bytes, 5);
        must(base::is_utf8(first) && base::count_points(first) <= 5);
    }
    if (auto const at = base::from_rfc3339(bytes))
        must(base::from_rfc3339(base::to_rfc3339(*at))->ms == at->ms);
    base::Instant any;
    std::memcpy(&any.ms, bytes.data(), std::min(bytes.size(), sizeof any.ms));
    must(base::from_rfc3339(base::to_rfc3339(any)).ok());
    must(base::from_hex(base::to_hex(bytes)) == bytes);
    return 0;
}
