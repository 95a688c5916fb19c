#pragma once

#include <span>
#include <string_view>

namespace base {

// A file of a web page inside the executable, in the forms it can be sent. All views
// live as long as the process.
struct Embedded {
    std::string_view path;  // as in the URL, starting with "/"
    std::string_view content_type;
    std::string_view etag;  // quoted, of the raw bytes
    std::string_view raw;   // empty when only pages ask for it: every browser takes `gz`
    std::string_view br;    // empty when compressing does not pay
    std::string_view gz;    // empty when compressing does not pay
    bool immutable;         // its name carries a hash of its content
};

// A file of the source tree inside the executable: "schema.sql", "LICENSE",
// "licences.txt", "ca-certificates.crt", "db/migrations/NAME" and what lies in a
// room's data folder as "ROOM/data/NAME".
struct EmbeddedFile {
    std::string_view name;
    std::string_view text;
};

// The dashboard, and the phone page of the simulator. Sorted by path; empty when the executable
// was built without them.
std::span<Embedded const> embedded_web();
std::span<Embedded const> embedded_phone();

// Sorted by name.
std::span<EmbeddedFile const> embedded_files();

// The file of that name; empty when there is none.
std::string_view embedded_file(std::string_view name);

inline std::string_view embedded_schema() { return embedded_file("schema.sql"); }
inline std::string_view embedded_ca_bundle() { return embedded_file("ca-certificates.crt"); }

}  // namespace base
