#include "app/ballast.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "db/scratch.hpp"

namespace {

std::uint64_t on_disk(std::string const& file)
{
    struct stat found = {};
    return ::stat(file.c_str(), &found) == 0 ? std::uint64_t(found.st_blocks) * 512 : 0;
}

constexpr app::BallastSizes Small{.bytes = 1 << 20, .beside = 1 << 20};

}  // namespace

TEST_CASE("ballast: it takes its room, gives it back when the disk is full, and takes it again")
{
    db::Scratch const scratch;
    auto const file = scratch / "ballast";
    app::Ballast ballast(file, Small);
    CHECK(ballast.bytes() == 0);
    ballast.look(false);
    CHECK(ballast.bytes() == 1 << 20);
    CHECK(on_disk(file) >= 1 << 20);

    ballast.look(true);
    CHECK(ballast.bytes() == 0);
    CHECK(on_disk(file) == 0);
    // Not while it is still full, whatever the file system says of free room.
    ballast.look(true);
    CHECK(on_disk(file) == 0);
    ballast.look(false);
    CHECK(on_disk(file) >= 1 << 20);
}

TEST_CASE("ballast: a disk with little room is left alone, and one that is there is found again")
{
    db::Scratch const scratch;
    auto const file = scratch / "ballast";
    app::Ballast none(file, {.bytes = 1 << 20, .beside = 1ULL << 60});
    none.look(false);
    CHECK(none.bytes() == 0);
    CHECK_FALSE(std::filesystem::exists(file));

    app::Ballast(file, Small).look(false);
    CHECK(app::Ballast(file, Small).bytes() == 1 << 20);
}
