#pragma once

#include <stdlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "db/connection.hpp"

namespace db {

// A folder that goes away with the test.
class Scratch {
public:
    explicit Scratch(std::string const& parent = "/tmp")
    {
        auto pattern = parent + "/db_test.XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr)
            throw std::runtime_error("mkdtemp");
        m_path = pattern;
    }
    ~Scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Scratch(Scratch const&) = delete;
    Scratch& operator=(Scratch const&) = delete;

    std::string operator/(std::string const& name) const { return m_path + "/" + name; }

private:
    std::string m_path;
};

inline constexpr std::array<std::uint8_t, 32> TestKey = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
inline constexpr std::array<std::uint8_t, 32> OtherKey = {9, 9, 9};

inline File test_file(std::string const& path) { return {path, {TestKey, {0xA1, 0xA2, 0xA3}}}; }
inline File foreign_file(std::string const& path) { return {path, {OtherKey, {0xB1, 0xB2}}}; }

inline Connection opened(File const& file, OpenMode mode)
{
    auto connection = Connection::open(file, mode);
    if (!connection)
        throw std::runtime_error(connection.error().code + " " + connection.error().detail);
    return std::move(connection).value();
}

inline std::string bytes_of(std::string const& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Replaces one byte by its opposite.
inline void flip(std::string const& path, std::size_t at)
{
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(std::streamoff(at));
    auto const byte = char(file.get());
    file.seekp(std::streamoff(at));
    file.put(char(~byte));
}

}  // namespace db
