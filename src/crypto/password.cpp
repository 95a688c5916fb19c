#include "crypto/password.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>

#include "crypto/secret.hpp"

namespace crypto {

namespace {

using base::Error;
using base::Fault;
using base::Result;

constexpr int MostAtOnce = 2;
constexpr std::uint64_t SmallMachine = 1000U << 20;

// A number in a file of the kernel's; nothing when it says "max" or is not there.
std::optional<std::uint64_t> number_in(char const* path)
{
    auto const fd = ::open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return std::nullopt;
    char text[32];
    auto const size = ::read(fd, text, sizeof text);
    ::close(fd);
    std::uint64_t number = 0;
    if (size <= 0 || std::from_chars(text, text + size, number).ec != std::errc())
        return std::nullopt;
    return number;
}

// A hash of nobody's password. Checking against it costs what a real one costs.
std::string decoy(PasswordCost cost)
{
    return "$argon2id$v=19$m=" + std::to_string(cost.memory / 1024) +
           ",t=" + std::to_string(cost.passes) + ",p=1$" + std::string(22, 'A') + "$" +
           std::string(43, 'A');
}

}  // namespace

PasswordCost cost_for_this_machine()
{
    auto memory = std::uint64_t(::sysconf(_SC_PHYS_PAGES)) * std::uint64_t(::sysconf(_SC_PAGESIZE));
    if (auto const limit = number_in("/sys/fs/cgroup/memory.max"))
        memory = std::min(memory, *limit);
    return memory < SmallMachine ? SmallCost : FullCost;
}

// One of the two places, held while it is in scope.
class PasswordHasher::Turn {
public:
    explicit Turn(PasswordHasher& hasher) : m_hasher(hasher)
    {
        std::unique_lock lock(hasher.m_mutex);
        m_got = hasher.m_free.wait_for(lock, hasher.m_wait,
                                       [&] { return hasher.m_running < MostAtOnce; });
        hasher.m_running += m_got ? 1 : 0;
    }
    ~Turn()
    {
        if (!m_got)
            return;
        {
            std::lock_guard const lock(m_hasher.m_mutex);
            m_hasher.m_running -= 1;
        }
        m_hasher.m_free.notify_one();
    }
    Turn(Turn const&) = delete;
    Turn& operator=(Turn const&) = delete;
    explicit operator bool() const { return m_got; }

private:
    PasswordHasher& m_hasher;
    bool m_got = false;
};

Result<std::string> PasswordHasher::hash(std::string_view password)
{
    init();
    Turn const turn(*this);
    if (!turn)
        return Error{Fault::unavailable, "busy", {}, {}, 2};
    char text[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(text, password.data(), password.size(), m_cost.passes, m_cost.memory) !=
        0)
        return Error{Fault::unavailable, "out_of_memory"};
    return std::string(text);
}

Result<bool> PasswordHasher::is_right(std::optional<std::string> const& stored,
                                      std::string_view password)
{
    init();
    Turn const turn(*this);
    if (!turn)
        return Error{Fault::unavailable, "busy", {}, {}, 2};
    auto const text = stored ? *stored : decoy(m_cost);
    if (crypto_pwhash_str_needs_rehash(text.c_str(), m_cost.passes, m_cost.memory) < 0)
        return Error{Fault::unavailable, "password_unverifiable"};
    errno = 0;
    auto const fits = crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
    // libsodium sets EINVAL when the password is wrong; anything else means it could not tell.
    if (!fits && errno != EINVAL)
        return Error{Fault::unavailable, "password_unverifiable"};
    return fits && stored.has_value();
}

bool PasswordHasher::needs_rehash(std::string const& stored) const
{
    return crypto_pwhash_str_needs_rehash(stored.c_str(), m_cost.passes, m_cost.memory) != 0;
}

}  // namespace crypto
