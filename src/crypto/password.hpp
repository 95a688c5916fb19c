#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace crypto {

// Argon2id's price. Owasp's least is 46 MiB with one pass (cheat sheet "Password Storage", read
// 2026-11-20).
struct PasswordCost {
    unsigned long long passes;
    std::size_t memory;
};
inline constexpr PasswordCost FullCost{2, 64U << 20};
inline constexpr PasswordCost SmallCost{1, 46U << 20};
// Small below 1 GB of memory, the limit of our control group counted.
PasswordCost cost_for_this_machine();

// Hashes passwords, at most two at once. Some 70 ms each: never inside a transaction or on the
// thread of the edge. Any thread; who waits over 2 s for a turn is refused with `busy` (unavailable).
class PasswordHasher {
public:
    explicit PasswordHasher(PasswordCost cost = cost_for_this_machine(),
                            std::chrono::milliseconds wait = std::chrono::seconds(2))
        : m_cost(cost), m_wait(wait)
    {
    }

    // What to store: "$argon2id$v=19$...", salt and price inside.
    base::Result<std::string> hash(std::string_view password);
    // Nothing stored (nobody of that name, or no password yet) costs the same and is never right.
    // Refuses `password_unverifiable` when the stored text is no hash or memory is short.
    base::Result<bool> is_right(std::optional<std::string> const& stored,
                                std::string_view password);
    // Made at another price than today's: hash anew at the next sign-in.
    bool needs_rehash(std::string const& stored) const;

private:
    class Turn;

    PasswordCost const m_cost;
    std::chrono::milliseconds const m_wait;
    std::mutex m_mutex;
    std::condition_variable m_free;
    int m_running = 0;
};

// What a password may be: 10 to 256 characters, not a common one, and more than a name it must not
// lean on (the product's, the workspace's, the person's own name and e-mail). Codes: `too_short`,
// `too_long`, `too_common`, `contains_name`; nothing when it is fine.
std::optional<std::string> password_problem(std::string_view password,
                                            std::vector<std::string> const& names);

// Whether guessing lists hold it: 2,300 well-known passwords and words (English, Indonesian, Malay,
// Portuguese, Arabic as people type it in Latin letters), alone or two in a row, each also with
// digits and signs around it, letters written as digits, and repeated; rows of keys; counting; bare
// numbers; few different characters.
bool is_common_password(std::string_view password);

}  // namespace crypto
