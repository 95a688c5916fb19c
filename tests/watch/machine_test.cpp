#include "watch/machine.hpp"

#include <doctest/doctest.h>

TEST_CASE("machine: numbers are read behind their name, and only there")
{
    constexpr auto Status = "Name:\tVmRSS: 7\nVmRSSX:\t 1 kB\nVmRSS:\t   15320 kB\nThreads:\t17\n";
    CHECK(watch::number_of(Status, "VmRSS") == 15320);
    CHECK(watch::number_of(Status, "Threads") == 17);
    CHECK(watch::number_of(Status, "VmSwap") == 0);
    CHECK(watch::number_of("", "VmRSS") == 0);
}

TEST_CASE("machine: a program's name cannot shift the fields of its times")
{
    constexpr auto Stat = "77 (sapa) 9 9) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0";
    CHECK(watch::cpu_of(Stat, 100) == doctest::Approx(3.0));
    CHECK(watch::cpu_of("", 100) == 0);
}

TEST_CASE("machine: this process takes memory, files and threads, and its disk has room")
{
    auto const seen = watch::machine("/");
    CHECK(seen.memory_bytes > 1'000'000);
    CHECK(seen.open_files >= 3);
    CHECK(seen.open_files_limit >= seen.open_files);
    CHECK(seen.threads >= 1);
    CHECK(seen.disk_total_bytes >= seen.disk_free_bytes);
    CHECK(seen.disk_total_bytes > 0);
    CHECK(seen.machine_memory_bytes >= seen.machine_memory_free_bytes);
    CHECK(seen.machine_memory_free_bytes > 0);
}
