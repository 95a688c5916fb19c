#include "watch/machine.hpp"

#include <sys/statvfs.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.hpp"

namespace watch {

namespace fs = std::filesystem;

namespace {

// Files of /proc say no size, so they are read to their end.
std::string slurp(std::string const& path)
{
    std::ifstream const file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

std::int64_t leading_number(std::string_view text)
{
    text = base::trim(text);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::int64_t entries_of(std::string const& folder)
{
    std::int64_t count = 0;
    std::error_code gone;
    for (auto at = fs::directory_iterator(folder, gone); !gone && at != fs::directory_iterator();
         at.increment(gone))
        ++count;
    return count;
}

// "Max open files            65536                65536                files"
std::int64_t files_limit(std::string_view limits)
{
    constexpr std::string_view Name = "Max open files";
    auto const at = limits.find(Name);
    return at == limits.npos ? 0 : leading_number(limits.substr(at + Name.size()));
}

}  // namespace

std::int64_t number_of(std::string_view text, std::string_view name)
{
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto const line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ':')
            return leading_number(line.substr(name.size() + 1));
    }
    return 0;
}

double cpu_of(std::string_view stat, long ticks)
{
    // The second field is the program's name in parentheses and may hold anything.
    auto const end = stat.rfind(')');
    if (end == stat.npos || ticks <= 0)
        return 0;
    std::istringstream rest{std::string(stat.substr(end + 1))};
    std::string skipped;
    for (int i = 3; i < 14; ++i)
        rest >> skipped;
    std::int64_t user = 0;
    std::int64_t kernel = 0;
    rest >> user >> kernel;
    return double(user + kernel) / double(ticks);
}

Machine machine(std::string const& folder, std::int64_t pid)
{
    Machine out;
    auto const process = "/proc/" + (pid == 0 ? std::string("self") : std::to_string(pid));
    auto const status = slurp(process + "/status");
    out.memory_bytes = number_of(status, "VmRSS") * 1024;
    out.swap_bytes = number_of(status, "VmSwap") * 1024;
    out.threads = number_of(status, "Threads");
    out.open_files = entries_of(process + "/fd");
    out.open_files_limit = files_limit(slurp(process + "/limits"));
    out.cpu_s = cpu_of(slurp(process + "/stat"), ::sysconf(_SC_CLK_TCK));
    // The service's own /proc has no meminfo (ProcSubset=pid).
    struct sysinfo memory = {};
    if (::sysinfo(&memory) == 0) {
        out.machine_memory_bytes = std::int64_t(memory.totalram * memory.mem_unit);
        out.machine_memory_free_bytes = std::int64_t((memory.freeram + memory.bufferram) *
                                                     memory.mem_unit);
    }
    if (auto const available = number_of(slurp("/proc/meminfo"), "MemAvailable"); available > 0)
        out.machine_memory_free_bytes = available * 1024;
    struct statvfs space = {};
    if (::statvfs(folder.c_str(), &space) == 0) {
        out.disk_free_bytes = std::int64_t(space.f_bavail * space.f_frsize);
        out.disk_total_bytes = std::int64_t(space.f_blocks * space.f_frsize);
    }
    return out;
}

}  // namespace watch
