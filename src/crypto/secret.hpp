#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace crypto {

// Starts libsodium; every function of this room calls it, once is enough. Throws when the kernel has
// no randomness.
void init();

// No core dumps, no ptrace by others of the same user (RLIMIT_CORE=0, PR_SET_DUMPABLE=0). The program
// calls it before it reads a key. False when the kernel refused one of them.
bool harden_process();

// Compares without telling by its duration where the first difference is. Lengths may be told.
bool same(std::string_view a, std::string_view b);
bool same(std::span<std::uint8_t const> a, std::span<std::uint8_t const> b);

// Overwrites, in a way the compiler keeps.
void wipe(std::string& text);

// For this room: locked pages with guards around, wiped when freed. 16 KB of address space each.
class SecretMemory {
public:
    explicit SecretMemory(std::size_t size);
    SecretMemory(SecretMemory&& other) noexcept;
    SecretMemory& operator=(SecretMemory&& other) noexcept;
    ~SecretMemory();

    std::uint8_t* data() const { return m_data; }
    std::size_t size() const { return m_size; }

private:
    std::uint8_t* m_data;
    std::size_t m_size;
};

// A key of N bytes. Moves, never copies; cannot be printed; compared only with same().
template <std::size_t N>
class Secret {
public:
    Secret() : m_memory(N) {}
    Secret(Secret&&) noexcept = default;
    Secret& operator=(Secret&&) noexcept = default;

    static Secret copy_of(std::span<std::uint8_t const, N> bytes)
    {
        Secret secret;
        std::copy(bytes.begin(), bytes.end(), secret.m_memory.data());
        return secret;
    }

    std::span<std::uint8_t, N> bytes() { return std::span<std::uint8_t, N>(m_memory.data(), N); }
    std::span<std::uint8_t const, N> bytes() const
    {
        return std::span<std::uint8_t const, N>(m_memory.data(), N);
    }

private:
    SecretMemory m_memory;
};

// A secret text of any length: a provider's token, an app secret. `view()` is for the one call that
// needs it; do not keep it.
class SecretText {
public:
    explicit SecretText(std::string_view text);
    // To be filled through bytes().
    static SecretText of_size(std::size_t size) { return SecretText(SecretMemory(size)); }
    SecretText(SecretText&&) noexcept = default;
    SecretText& operator=(SecretText&&) noexcept = default;

    std::string_view view() const
    {
        return {reinterpret_cast<char const*>(m_memory.data()), m_memory.size()};
    }
    bool empty() const { return m_memory.size() == 0; }
    std::uint8_t* bytes() { return m_memory.data(); }

private:
    explicit SecretText(SecretMemory memory) : m_memory(std::move(memory)) {}

    SecretMemory m_memory;
};

}  // namespace crypto
