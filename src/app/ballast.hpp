#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace app {

struct BallastSizes {
    std::uint64_t bytes = 64ULL << 20;
    // Free beside it before it is made: a disk with less has better use for it.
    std::uint64_t beside = 512ULL << 20;
};

// A file that holds room on the disk of the data folder. When that disk is full it is given back, so
// that what is under way can be written to its end and somebody has time to make room; with room
// again it is made anew. One thread looks; any may ask for its size.
class Ballast {
public:
    explicit Ballast(std::string file, BallastSizes sizes = {});

    // Now and then. `full`: something was refused because the disk is.
    void look(bool full);
    // 0: given back, or there never was room for it.
    std::uint64_t bytes() const { return m_held; }

private:
    void give_back();
    void make();

    std::string m_file;
    BallastSizes m_sizes;
    std::atomic<std::uint64_t> m_held = 0;
};

}  // namespace app
