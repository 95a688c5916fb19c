#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "base/text.hpp"
#include "base/world.hpp"
#include "crypto/secret.hpp"

namespace crypto {

// "Chance" that counts upwards: 100, 101, 102 ...
class Counting final : public base::Random {
public:
    explicit Counting(std::uint8_t first = 100) : m_next(first) {}
    void fill(std::span<std::uint8_t> out) override
    {
        for (auto& byte : out)
            byte = m_next++;
    }

private:
    std::uint8_t m_next;
};

// The key 00 01 02 ... 1f, or another start.
inline Secret<32> counted_key(std::uint8_t first = 0)
{
    Secret<32> key;
    for (auto& byte : key.bytes())
        byte = first++;
    return key;
}

class Folder {
public:
    Folder()
    {
        std::string pattern = "/tmp/crypto_test.XXXXXX";
        m_path = ::mkdtemp(pattern.data()) ? pattern : "";
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    std::string operator/(std::string const& name) const { return m_path + "/" + name; }
    std::string const& path() const { return m_path; }

private:
    std::string m_path;
};

inline std::string hex(std::span<std::uint8_t const> bytes)
{
    return base::to_hex({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

}  // namespace crypto
