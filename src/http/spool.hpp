#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/world.hpp"
#include "http/message.hpp"

namespace http {

// Spool in a nameless file of `folder`, ChaCha20 under a key that dies with the object. It hides
// content from whoever reads the disk; it does not authenticate, which a live file needs not.
class SpoolFile final : public Spool {
public:
    // `total` counts the bytes of all spools, for the cap. Throws std::system_error.
    SpoolFile(std::string const& folder, base::Random& random,
              std::shared_ptr<std::atomic<std::uint64_t>> total);
    ~SpoolFile() override;
    SpoolFile(SpoolFile const&) = delete;

    void append(std::string bytes);
    std::uint64_t size() const override { return m_size; }
    std::string read(std::uint64_t offset, std::size_t max) const override;

private:
    void crypt(std::uint64_t offset, std::string& bytes) const;

    int m_fd = -1;
    std::uint64_t m_size = 0;
    std::array<std::uint8_t, 32> m_key{};
    std::shared_ptr<std::atomic<std::uint64_t>> m_total;
};

}  // namespace http
