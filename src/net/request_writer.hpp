#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/world.hpp"
#include "net/http_client.hpp"
#include "net/url.hpp"

namespace net {

// A request in the form it leaves in: head, then the body in pieces. Lives shorter than the request.
class RequestWriter {
public:
    // Refuses what could not be sent without changing its meaning: an unknown method, a header with
    // line ends, or one that is the client's own. `detail` says which, never a value.
    static base::Result<RequestWriter> create(HttpRequest const& request, Url const& url,
                                              std::string const& user_agent, base::Random& random);

    // The next piece, some 64 KB; empty at the end. Nothing when a source failed.
    std::optional<std::string> next();

private:
    struct Piece {
        std::string text;
        std::string_view body;       // after the text: the request's own, not copied
        Part const* part = nullptr;  // its source, after the text
    };
    std::vector<Piece> m_pieces;
    std::size_t m_at = 0;
    std::uint64_t m_offset = 0;
};

}  // namespace net
