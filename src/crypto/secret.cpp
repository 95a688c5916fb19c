#include "crypto/secret.hpp"

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <new>
#include <stdexcept>
#include <utility>

namespace crypto {

void init()
{
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium cannot start");
}

bool harden_process()
{
    struct rlimit const none = {0, 0};
    auto const no_core = ::setrlimit(RLIMIT_CORE, &none) == 0;
    return ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && no_core;
}

bool same(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool same(std::span<std::uint8_t const> a, std::span<std::uint8_t const> b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::string& text)
{
    sodium_memzero(text.data(), text.size());
    text.clear();
}

SecretMemory::SecretMemory(std::size_t size) : m_size(size)
{
    init();
    m_data = static_cast<std::uint8_t*>(sodium_malloc(size));
    if (m_data == nullptr)
        throw std::bad_alloc();
}

SecretMemory::SecretMemory(SecretMemory&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0))
{
}

SecretMemory& SecretMemory::operator=(SecretMemory&& other) noexcept
{
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

SecretMemory::~SecretMemory() { sodium_free(m_data); }

SecretText::SecretText(std::string_view text) : m_memory(text.size())
{
    std::copy(text.begin(), text.end(), m_memory.data());
}

}  // namespace crypto
