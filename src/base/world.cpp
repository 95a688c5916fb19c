#include "base/world.hpp"

#include <sys/random.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace base {

namespace {

class SystemClock final : public Clock {
public:
    Instant now() const override
    {
        using namespace std::chrono;
        auto const since = system_clock::now().time_since_epoch();
        return {duration_cast<milliseconds>(since).count()};
    }
    std::chrono::milliseconds monotonic() const override
    {
        using namespace std::chrono;
        return duration_cast<milliseconds>(steady_clock::now().time_since_epoch());
    }
};

class KernelRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override
    {
        while (!out.empty()) {
            auto const got = ::getrandom(out.data(), out.size(), 0);
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                throw std::system_error(errno, std::generic_category(), "getrandom");
            out = out.subspan(std::size_t(got));
        }
    }
};

}  // namespace

std::uint64_t Random::number()
{
    std::uint8_t raw[8];
    fill(raw);
    std::uint64_t value = 0;
    std::memcpy(&value, raw, sizeof value);
    return value;
}

std::uint64_t Random::number_below(std::uint64_t below)
{
    // Rejection keeps every value equally likely.
    auto const limit = UINT64_MAX - UINT64_MAX % below;
    for (;;) {
        auto const value = number();
        if (value < limit)
            return value % below;
    }
}

std::string Random::bytes(std::size_t count)
{
    std::string out(count, '\0');
    fill({reinterpret_cast<std::uint8_t*>(out.data()), out.size()});
    return out;
}

World real_world()
{
    static SystemClock clock;
    static KernelRandom random;
    return {clock, random};
}

}  // namespace base
