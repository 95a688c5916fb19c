#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace simulator {

struct FormPart {
    std::string name;
    std::string file_name;
    std::string content_type;
    std::string content;
};

// Reads multipart/form-data (RFC 7578). At most 32 parts, heads of 2 KB, a boundary of 70.
base::Result<std::vector<FormPart>> read_multipart(std::string_view content_type,
                                                   std::string_view body);

}  // namespace simulator
