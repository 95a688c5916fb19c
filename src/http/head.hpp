#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "http/message.hpp"

namespace http {

// Limits of a request head.
inline constexpr std::size_t MaxHeadBytes = 8 << 10;
inline constexpr std::size_t MaxHeadFields = 100;

// Why a request is turned away before any handler sees it. `code` is stable.
struct Turned {
    int status = 400;
    std::string_view code;
    std::string_view message;
};

// A request head as it is on the wire, checked strictly (RFC 9112): one reading of its framing is
// possible, or it is turned away. Values are raw.
struct Head {
    enum class Framing { none, length, chunked };

    std::size_t bytes = 0;  // of the whole head, empty line included
    std::string method;
    std::string target;
    bool old_version = false;  // HTTP/1.0
    Headers headers;
    Framing framing = Framing::none;
    std::uint64_t length = 0;  // of Framing::length
    bool keep_alive = true;
    bool expects_continue = false;
    std::string host;  // lower case, as sent otherwise
};

struct NeedMore {};

// Reads the head at the start of `bytes`. What cannot become a good head is turned away as soon as
// it shows. `seen` is how many of the bytes an earlier call has looked at; the caller keeps it.
std::variant<NeedMore, Turned, Head> scan_head(std::string_view bytes, std::size_t& seen);

// Checks an origin-form target before it is decoded: visible ASCII, whole percent escapes, no
// control byte, no dot segment and no hidden slash after decoding, UTF-8, at most 100 pairs.
std::optional<Turned> check_target(std::string_view target);

// A token as in RFC 9110 5.6.2.
bool is_token(std::string_view text);
// Visible bytes, blanks and tabs: no CR, LF, NUL or other control byte.
bool is_field_value(std::string_view text);

}  // namespace http
