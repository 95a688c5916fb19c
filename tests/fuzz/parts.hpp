#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

// What the fuzz targets share. Each reads bytes as some stranger sent them, and aborts when what was
// made of them does not hold together.
namespace fuzz {

inline std::string_view text_of(std::uint8_t const* data, std::size_t size)
{
    return {reinterpret_cast<char const*>(data), size};
}

inline void must(bool holds)
{
    if (!holds)
        std::abort();
}

// A file of this process, gone with what belongs to it at the end.
inline std::string const& scratch_file()
{
    static auto const folder = std::filesystem::temp_directory_path() /
                               ("sapa_fuzz_" + std::to_string(::getpid()));
    static auto const path = [] {
        std::filesystem::create_directories(folder);
        std::atexit([] {
            std::error_code ignored;
            std::filesystem::remove_all(folder, ignored);
        });
        return (folder / "a.db").string();
    }();
    return path;
}

// Calls with the bytes in pieces whose lengths the bytes themselves choose.
template <class Take>
void in_pieces(std::string_view bytes, Take const& take)
{
    for (std::size_t at = 0; at < bytes.size();) {
        auto const size = std::size_t(1) + static_cast<unsigned char>(bytes[at]) % 37;
        if (!take(bytes.substr(at, size)))
            return;
        at += size;
    }
}

}  // namespace fuzz
