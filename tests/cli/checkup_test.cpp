#include "cli/checkup.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;
using namespace cli;
using namespace std::chrono_literals;
using State = Finding::State;

namespace {

base::Instant at(char const* text) { return *base::from_rfc3339(text); }

struct Scratch {
    Scratch()
        : path(
              (fs::temp_directory_path() / ("sapa_checkup_" + std::to_string(::getpid()))).string())
    {
        fs::remove_all(path);
        fs::create_directories(path + "/workspaces");
        fs::permissions(path, fs::perms::owner_all);
        fs::permissions(path + "/workspaces", fs::perms::owner_all);
    }
    ~Scratch() { fs::remove_all(path); }
    std::string file(std::string const& name, unsigned mode, std::string const& text = "x") const
    {
        std::ofstream(path + "/" + name) << text;
        ::chmod((path + "/" + name).c_str(), mode);
        return path + "/" + name;
    }
    std::string path;
};

std::string unit(std::string const& key, std::string const& more = "WatchdogSec=30\n")
{
    return "[Service]\nExecStart=/bin/sh serve\nLoadCredential=root_key:" + key +
           "\nNoNewPrivileges=yes\nProtectSystem=strict\n" + more;
}

}  // namespace

TEST_CASE("doctor: a clock before the day of the build is a problem, with or without a provider")
{
    auto const early = judge_clock(at("2025-01-01T00:00:00Z"), "2026-11-22", std::nullopt);
    CHECK(early.state == State::problem);
    CHECK(early.detail.find("2026-11-22") != std::string::npos);
    CHECK(judge_clock(at("2026-11-21T20:00:00Z"), "2026-11-22", std::nullopt).state == State::fine);
    CHECK(judge_clock(at("2026-11-22T08:00:00Z"), "2026-11-22", std::nullopt).state == State::fine);
    CHECK(judge_clock(at("1970-01-01T00:00:00Z"), "2026-11-22", at("1970-01-01T00:00:00Z")).state ==
          State::problem);
}

TEST_CASE("doctor: a clock is held against the provider's")
{
    auto const now = at("2026-12-01T12:00:00Z");
    CHECK(judge_clock(now, "2026-11-22", now + 30s).state == State::fine);
    CHECK(judge_clock(now, "2026-11-22", now + 31s).state == State::notice);
    CHECK(judge_clock(now, "2026-11-22", now - 5min).state == State::notice);
    auto const far = judge_clock(now, "2026-11-22", now + 6min);
    CHECK(far.state == State::problem);
    CHECK(far.detail.find("360 s behind the provider's") != std::string::npos);
}

TEST_CASE("doctor: space must do for a backup beside the data")
{
    CHECK(judge_space(10ULL << 30, 1ULL << 30).state == State::fine);
    CHECK(judge_space(10ULL << 30, 11ULL << 30).state == State::notice);
    CHECK(judge_space(1ULL << 30, 1ULL << 20).state == State::notice);
    CHECK(judge_space(100ULL << 20, 1ULL << 20).state == State::problem);
    CHECK(judge_reserve(10ULL << 30, 64ULL << 20).detail == "64 MB held back for a full disk");
    CHECK(judge_reserve(10ULL << 30, 0).state == State::fine);
    CHECK(judge_reserve(100ULL << 20, 0).state == State::notice);
}

TEST_CASE("doctor: a folder or file that others may read is a problem")
{
    Scratch const scratch;
    scratch.file("control.db", 0600);
    scratch.file("workspaces/a.db", 0600);
    CHECK(judge_folder(scratch.path).state == State::fine);
    auto const open = scratch.file("workspaces/b.db", 0640);
    auto const found = judge_folder(scratch.path);
    CHECK(found.state == State::notice);
    CHECK(found.detail.starts_with(open));
    ::chmod(scratch.path.c_str(), 0755);
    CHECK(judge_folder(scratch.path).state == State::problem);
    ::chmod(scratch.path.c_str(), 0700);

    CHECK(judge_key_file("").state == State::fine);
    CHECK(judge_key_file(scratch.file("key", 0600)).state == State::fine);
    CHECK(judge_key_file(scratch.file("key", 0644)).state == State::problem);
    CHECK(judge_key_file(scratch.path + "/none").state == State::problem);
}

TEST_CASE("doctor: a unit that could not start, or lacks what ours has, is told")
{
    Scratch const scratch;
    auto const key = scratch.file("root.key", 0600);
    auto const fine = judge_unit("u", unit(key));
    REQUIRE(fine.size() == 1);
    CHECK(fine[0].state == State::fine);

    auto const missing = judge_unit("u", unit(scratch.path + "/none"));
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].state == State::problem);

    ::chmod(key.c_str(), 0644);
    CHECK(judge_unit("u", unit(key))[0].state == State::problem);
    ::chmod(key.c_str(), 0600);

    auto const old = judge_unit("u", unit(key, ""));
    REQUIRE(old.size() == 1);
    CHECK(old[0].state == State::notice);
    CHECK(old[0].detail.find("WatchdogSec") != std::string::npos);

    CHECK(judge_unit("u", "[Service]\nExecStart=/no/such/program serve\n")[0].state ==
          State::problem);
    CHECK(judge_service({scratch.path + "/nowhere"})[0].state == State::fine);
}
