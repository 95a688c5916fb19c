#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

namespace control {

class Control;

// rights_version() for thousands of streams that ask once a second: one read in a quarter of one
// serves them all. Any thread.
class RightsWatch {
public:
    std::int64_t version(Control& control);

private:
    std::mutex m_mutex;
    std::chrono::milliseconds m_read_at{-1'000'000};
    std::int64_t m_version = 0;
};

}  // namespace control
