#include "cli/checkup.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/text.hpp"
#include "control/folder.hpp"

namespace cli {

namespace fs = std::filesystem;
using State = Finding::State;
using namespace std::chrono_literals;

namespace {

// Signatures of the provider carry no time, but its tokens, our second factor and TLS do.
constexpr auto SlightlyOff = std::chrono::milliseconds(30s);
constexpr auto FarOff = std::chrono::milliseconds(5min);

constexpr std::uint64_t NoSpace = 256ULL << 20;
constexpr std::uint64_t LittleSpace = 2ULL << 30;
constexpr std::uint64_t EnoughForReserve = 576ULL << 20;

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MB"; }

// Permission bits of group and others, or nothing when it cannot be looked at.
std::optional<unsigned> open_bits(std::string const& path)
{
    struct stat status = {};
    if (::lstat(path.c_str(), &status) != 0)
        return std::nullopt;
    return S_ISLNK(status.st_mode) ? 0U : unsigned(status.st_mode & 077);
}

// The value of the last line that sets it, as systemd reads a unit.
std::optional<std::string> setting(std::string_view unit, std::string_view name)
{
    std::optional<std::string> found;
    while (!unit.empty()) {
        auto const end = std::min(unit.find('\n'), unit.size());
        auto const line = base::trim(unit.substr(0, end));
        unit.remove_prefix(std::min(end + 1, unit.size()));
        if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == '=')
            found = std::string(base::trim(line.substr(name.size() + 1)));
    }
    return found;
}

std::string first_word(std::string const& text) { return text.substr(0, text.find(' ')); }

}  // namespace

Finding judge_clock(base::Instant now, std::string_view built,
                    std::optional<base::Instant> provider)
{
    auto const born = base::from_rfc3339(std::string(built) + "T00:00:00Z");
    auto const here = base::to_rfc3339(now);
    if (born && now < *born - 24h)
        return {State::problem, "clock",
                here + " is before this executable was built (" + std::string(built) +
                    "); set it, and let the machine keep time (NTP)"};
    if (!provider)
        return {State::fine, "clock", here + "; no provider could be asked"};
    auto const off = now - *provider;
    auto const distance = off < 0ms ? -off : off;
    auto const by = std::to_string(distance.count() / 1000) + " s " +
                    (off < 0ms ? "behind" : "ahead of") + " the provider's";
    if (distance > FarOff)
        return {State::problem, "clock", here + " is " + by + "; let the machine keep time (NTP)"};
    if (distance > SlightlyOff)
        return {State::notice, "clock", here + " is " + by + "; let the machine keep time (NTP)"};
    return {State::fine, "clock", here + ", as the provider's"};
}

Finding judge_space(std::uint64_t free, std::uint64_t used)
{
    auto const words = megabytes(free) + " free, " + megabytes(used) + " used";
    if (free < NoSpace)
        return {State::problem, "disk", words + "; deliveries are refused when it is full"};
    // A backup beside the data, or a file that changes its key, takes as much again.
    if (free < LittleSpace || free < used)
        return {State::notice, "disk",
                words + (free < used ? "; a backup does not fit beside the data" : "")};
    return {State::fine, "disk", words};
}

Finding judge_reserve(std::uint64_t free, std::uint64_t held)
{
    if (held > 0)
        return {State::fine, "disk reserve", megabytes(held) + " held back for a full disk"};
    if (free < EnoughForReserve)
        return {State::notice, "disk reserve",
                "none: the disk was full or has little room; it is taken again with " +
                    megabytes(EnoughForReserve) + " free"};
    return {State::fine, "disk reserve", "none yet; a running server takes it"};
}

Finding judge_folder(std::string const& folder)
{
    if (open_bits(folder).value_or(0) != 0)
        return {State::problem, "data folder", folder + " may be read by others; chmod 700 it"};
    // Below a closed folder nothing is reached, but copies of what lies there keep their modes.
    std::string open;
    auto const look = [&](std::string const& path) {
        if (open.empty() && open_bits(path).value_or(0) != 0)
            open = path;
    };
    for (auto const* inside : {"/control.db", "/keys.json", "/workspaces", "/media"})
        look(folder + inside);
    std::error_code gone;
    for (auto const& entry : fs::directory_iterator(folder + "/workspaces", gone))
        look(entry.path().string());
    if (!open.empty())
        return {State::notice, "data folder",
                open + " says that others may read it; chmod -R go= " + folder};
    return {State::fine, "data folder", folder};
}

Finding judge_key_file(std::string const& file)
{
    if (file.empty())
        return {State::fine, "root key", "not in a file"};
    struct stat status = {};
    if (::stat(file.c_str(), &status) != 0)
        return {State::problem, "root key", file + " cannot be looked at"};
    if ((status.st_mode & 077) != 0)
        return {State::problem, "root key", file + " may be read by others; chmod 600 it"};
    return {State::fine, "root key", file};
}

std::vector<Finding> judge_unit(std::string const& file, std::string_view text)
{
    std::vector<Finding> list;
    auto const command = setting(text, "ExecStart").value_or("");
    auto const program = first_word(command);
    if (command.empty() || ::access(program.c_str(), X_OK) != 0)
        list.push_back(
            {State::problem, "service",
             file + ": ExecStart names no program: " + (program.empty() ? "-" : program)});
    if (auto const key = setting(text, "LoadCredential")) {
        auto const source = key->substr(std::min(key->find(':'), key->size() - 1) + 1);
        if (source.starts_with('/') && ::access(source.c_str(), F_OK) != 0)
            list.push_back({State::problem, "service", file + ": no root key at " + source});
        else if (source.starts_with('/') && open_bits(source).value_or(0) != 0)
            list.push_back(
                {State::problem, "service", source + " may be read by others; chmod 600 it"});
    }
    auto const settings = setting(text, "EnvironmentFile").value_or("");
    if (settings.starts_with('/') && ::access(settings.c_str(), F_OK) != 0)
        list.push_back({State::problem, "service", file + ": no settings at " + settings});
    // What the unit of this version has and one of before, or one of one's own, may lack.
    if (!setting(text, "WatchdogSec"))
        list.push_back({State::notice, "service",
                        file + " has no WatchdogSec: a stuck server is not started anew"});
    if (setting(text, "NoNewPrivileges") != "yes" || setting(text, "ProtectSystem") != "strict")
        list.push_back({State::notice, "service",
                        file + " is less closed than the one that comes with this version"});
    if (list.empty())
        list.push_back({State::fine, "service", file});
    return list;
}

std::vector<Finding> judge_service(std::vector<std::string> const& folders)
{
    for (auto const& folder : folders) {
        auto const file = folder + "/sapa.service";
        if (auto const text = control::read_small_file(file))
            return judge_unit(file, *text);
    }
    return {{State::fine, "service", "not installed (packaging/install does it)"}};
}

}  // namespace cli
