#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "http/head.hpp"

namespace http {

// What of a request decides how its answer is written.
struct Asked {
    std::string id;
    bool is_head = false;
    bool is_get = false;
    bool old_version = false;
    bool keep_alive = true;
    std::string range;
    std::string if_range;
    std::string if_none_match;

    static Asked about(Head const& head, std::string id);
};

// An answer ready for the socket: `bytes`, then `fixed`, then the stretch of `source`.
struct Written {
    std::shared_ptr<std::string const> bytes;
    std::string_view fixed;
    std::shared_ptr<BodySource> source;
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    bool close = false;
};

using DefaultHeaders = std::vector<std::pair<std::string, std::string>>;

// Serialises, with conditions (If-None-Match) and a single byte range applied. A response whose
// headers would break the framing becomes a 500, and says so in the log. Any thread.
Written write_answer(Response response, Asked const& asked, DefaultHeaders const& defaults,
                     base::Instant now);

// Head of an event stream, which ends when the connection does.
std::string write_stream_head(Headers headers, Asked const& asked, DefaultHeaders const& defaults,
                              base::Instant now);

// Which bytes of `size` a Range header asks for: one range, or none that is usable.
struct ByteRange {
    enum class Kind { whole, part, unsatisfiable };
    Kind kind = Kind::whole;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};
ByteRange read_range(std::string_view header, std::uint64_t size);

}  // namespace http
