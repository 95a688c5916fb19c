#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "crypto/media_file.hpp"

// For this room: the bytes of media file v1 (see media_file.hpp), without any file.
namespace crypto::media_chunk {

inline constexpr std::size_t HeaderSize = 64;
inline constexpr std::size_t TextSize = 65'536;
inline constexpr std::size_t TagSize = 16;
inline constexpr std::size_t FullSize = TextSize + TagSize;

std::string header(FileId const& id, std::string_view nonce_prefix);
// Whether it is a header of this version for this file.
bool is_header(std::string_view bytes, FileId const& id);

// What binds the chunks of one file together.
struct Binding {
    std::string ad;
    std::string nonce_prefix;

    Binding(std::string_view header, base::WorkspaceId workspace);
};

void seal(std::string& out, std::string_view text, std::uint64_t number, bool last,
          Binding const& binding, Secret<32> const& key);
bool open(std::string& out, std::string_view sealed, std::uint64_t number, bool last,
          Binding const& binding, Secret<32> const& key);

}  // namespace crypto::media_chunk
