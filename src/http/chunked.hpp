#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace http {

// Undoes chunked coding (RFC 9112 7.1) as bytes arrive, strictly: no chunk extensions, no trailer
// fields, sizes of at most 8 hex digits, every line end CR LF.
class Unchunker {
public:
    enum class State { more, done, bad };

    // Takes what it understands from the front of `input` and appends content to `out`. Stops at
    // the end of the body; the rest of `input` is the next request's.
    State feed(std::string_view& input, std::string& out);

private:
    enum class Step { size, size_end, data, data_cr, data_lf, last_cr, last_lf, done };

    Step m_step = Step::size;
    std::uint64_t m_left = 0;
    int m_digits = 0;
};

}  // namespace http
