#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "http/message.hpp"

namespace http {

// One part of a multipart/form-data body; its content stays where the request has it.
struct FormPart {
    std::string name;
    std::string file_name;     // as sent: hostile until cleaned
    std::string content_type;  // lower case, without parameters; empty when not given
    std::uint64_t offset = 0;  // of the content, for Request::read_body
    std::uint64_t size = 0;
};

// Splits the body, in memory or spooled, reading it once in pieces. At most 32 parts, 2 KB for
// the head of one, 256 bytes for a name. Refuses `not_multipart` and `bad_multipart`.
base::Result<std::vector<FormPart>> read_multipart(Request const& request);

}  // namespace http
