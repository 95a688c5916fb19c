#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "powercut/disk.hpp"

namespace powercut {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t Sector = 512;

std::string folder_of(std::string const& name)
{
    auto const slash = name.rfind('/');
    return slash == name.npos ? std::string() : name.substr(0, slash);
}

std::string content(fs::path const& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

double share(std::mt19937_64& chance)
{
    return std::uniform_real_distribution<double>(0, 1)(chance);
}

double one_of(std::mt19937_64& chance, std::initializer_list<double> choices)
{
    return choices.begin()[chance() % choices.size()];
}

void put(std::string& into, std::size_t at, std::string_view bytes)
{
    if (into.size() < at + bytes.size())
        into.resize(at + bytes.size());
    std::copy(bytes.begin(), bytes.end(), into.begin() + std::ptrdiff_t(at));
}

// Some sectors of it: those before a place, or any.
void put_torn(std::string& into, std::size_t at, std::string_view bytes, std::mt19937_64& chance)
{
    auto const in_order = chance() % 2 == 0;
    auto const sectors = bytes.size() / Sector + 2;
    auto const end = chance() % sectors;
    std::size_t from = 0;
    for (std::size_t i = 0; from < bytes.size(); ++i) {
        auto const size = std::min(Sector - (at + from) % Sector, bytes.size() - from);
        if (in_order ? i < end : chance() % 2 == 0)
            put(into, at + from, bytes.substr(from, size));
        from += size;
    }
}

// The index of the write-ahead log lives in memory that is never synced: whatever is there after a
// cut must not matter.
bool is_shared_memory(std::string const& name) { return name.ends_with("-shm"); }

std::string noise(std::mt19937_64& chance)
{
    std::string bytes(32768, '\0');
    for (auto& byte : bytes)
        byte = char(chance());
    return bytes;
}

}  // namespace

Platter Platter::of(std::string const& root)
{
    Platter platter;
    for (auto const& entry : fs::recursive_directory_iterator(root)) {
        auto const name = fs::relative(entry.path(), root).string();
        if (entry.is_directory())
            platter.m_folders.insert(name);
        else
            platter.m_first.push_back(name);
    }
    std::ranges::sort(platter.m_first);
    for (std::size_t i = 0; i < platter.m_first.size(); ++i) {
        platter.m_names[platter.m_first[i]] = int(i);
        platter.m_files[int(i)].bytes = content(fs::path(root) / platter.m_first[i]);
    }
    return platter;
}

void Platter::name(std::map<std::string, int>& names, std::set<std::string>& folders,
                   Event const& event)
{
    switch (event.kind) {
    case Event::Kind::create: names[event.name] = event.file; break;
    case Event::Kind::folder: folders.insert(event.name); break;
    case Event::Kind::remove:
        names.erase(event.name);
        folders.erase(event.name);
        break;
    case Event::Kind::rename: {
        if (auto const found = names.find(event.name); found != names.end()) {
            names[event.other] = found->second;
            names.erase(event.name);
        }
        // A folder takes what is in it along.
        if (folders.erase(event.name) == 0)
            break;
        folders.insert(event.other);
        std::map<std::string, int> moved;
        for (auto const& [path, file] : names)
            moved[path.starts_with(event.name + "/") ? event.other + path.substr(event.name.size())
                                                     : path] = file;
        names = std::move(moved);
        break;
    }
    default: break;
    }
}

void Platter::begin_sync(Event const& event, std::size_t before, Lie lie)
{
    if (event.file != Event::NoFile) {
        auto& file = m_files[event.file];
        if (lie == Lie::file_sync)
            return;
        auto const split = std::ranges::lower_bound(file.waiting, before);
        for (auto at = file.waiting.begin(); at != split; ++at) {
            auto const& change = (*m_tape)[*at];
            if (change.kind == Event::Kind::resize)
                file.bytes.resize(std::size_t(change.at));
            else
                put(file.bytes, std::size_t(change.at), change.bytes);
        }
        file.waiting.erase(file.waiting.begin(), split);
        return;
    }
    if (lie == Lie::folder_sync)
        return;
    std::erase_if(m_renaming, [&](std::size_t at) {
        auto const& change = (*m_tape)[at];
        auto const here = folder_of(change.name) == event.name ||
                          (!change.other.empty() && folder_of(change.other) == event.name);
        if (at >= before || !here)
            return false;
        name(m_names, m_folders, change);
        return true;
    });
}

void Platter::play(Tape const& tape, std::size_t to, Lie lie)
{
    m_tape = &tape;
    for (; m_at < to; ++m_at) {
        auto const& event = tape[m_at];
        switch (event.kind) {
        case Event::Kind::write:
        case Event::Kind::resize: m_files[event.file].waiting.push_back(m_at); break;
        case Event::Kind::sync_begins: break;
        case Event::Kind::sync_ends: begin_sync(event, std::size_t(event.at), lie); break;
        default: m_renaming.push_back(m_at);
        }
    }
}

std::string Platter::remains(File const& file, std::mt19937_64& chance, double keep,
                             double tear) const
{
    auto bytes = file.bytes;
    for (auto const at : file.waiting) {
        auto const& change = (*m_tape)[at];
        auto const kept = share(chance) < keep;
        if (change.kind == Event::Kind::resize) {
            if (kept)
                bytes.resize(std::size_t(change.at));
        } else if (!kept) {
            // The file may have grown all the same.
            if (auto const end = std::size_t(change.at) + change.bytes.size();
                end > bytes.size() && chance() % 4 == 0)
                bytes.resize(end);
        } else if (share(chance) < tear) {
            put_torn(bytes, std::size_t(change.at), change.bytes, chance);
        } else {
            put(bytes, std::size_t(change.at), change.bytes);
        }
    }
    return bytes;
}

void Platter::cut(std::uint64_t seed, std::string const& folder) const
{
    std::mt19937_64 chance(seed);
    auto names = m_names;
    auto folders = m_folders;
    // Names are kept in their order: file systems with a journal keep that.
    auto const most = m_renaming.size();
    auto const kept = chance() % 3 == 0 ? 0 : chance() % 2 == 0 ? most : chance() % (most + 1);
    for (std::size_t i = 0; i < kept; ++i)
        name(names, folders, (*m_tape)[m_renaming[i]]);

    auto const keep = one_of(chance, {0, 0.1, 0.5, 0.9, 1});
    auto const tear = one_of(chance, {0, 0.3, 1});
    for (auto const& name : folders)
        fs::create_directories(fs::path(folder) / name);
    for (auto const& [name, file] : names) {
        auto const path = fs::path(folder) / name;
        // What lies in a folder whose own name is lost is lost with it.
        if (auto const parent = folder_of(name); !parent.empty() && !folders.contains(parent))
            continue;
        if (is_shared_memory(name) && chance() % 2 == 0)
            continue;
        auto const found = m_files.find(file);
        auto const bytes = is_shared_memory(name) ? noise(chance)
                         : found == m_files.end() ? std::string()
                                                  : remains(found->second, chance, keep, tear);
        std::ofstream out(path, std::ios::binary);
        out.write(bytes.data(), std::streamsize(bytes.size()));
        if (!out.flush())
            throw std::runtime_error("cannot write " + path.string());
        // As everything of ours is made.
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    }
}

}  // namespace powercut
