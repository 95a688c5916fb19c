#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

// A disk whose power can fail. The program it is linked into records what it does to the files below
// one folder: the calls themselves are wrapped (--wrap, tests/CMakeLists.txt), so that SQLite, the
// media files, backups and key files are all on it. Afterwards the record gives what such a disk
// could hold had the power gone at any moment: everything that was synced, and of the rest any part,
// in any order, down to single sectors.
namespace powercut {

struct Event {
    enum class Kind { create, folder, remove, rename, write, resize, sync_begins, sync_ends };
    static constexpr int NoFile = -1;

    Kind kind = Kind::write;
    int file = NoFile;       // create, write, resize; a sync of a folder has none
    std::string name = {};   // below the root; of a folder that is synced
    std::string other = {};  // rename: the new name
    std::int64_t at = 0;  // write: where; resize: how large; sync_ends: the number of its beginning
    std::string bytes = {};
};
using Tape = std::vector<Event>;

// How a disk breaks a promise. Only to see that the tests notice.
enum class Lie {
    none,
    file_sync,    // nothing is on the disk before its file is removed from the cache
    folder_sync,  // names are not
};

// What lies on the disk for sure, and what may.
class Platter {
public:
    // Everything below `root` as it is, safe.
    static Platter of(std::string const& root);

    // Goes on to the moment before event `to`. The tape must outlive the platter.
    void play(Tape const& tape, std::size_t to, Lie lie = Lie::none);
    // Writes one of the possible remains into an empty folder.
    void cut(std::uint64_t seed, std::string const& folder) const;

    // In the order of their numbers, which Event::file counts from 0.
    std::vector<std::string> const& first_names() const { return m_first; }
    std::set<std::string> const& folders() const { return m_folders; }

private:
    struct File {
        std::string bytes;
        std::vector<std::size_t> waiting;  // events that are not synced
    };

    void begin_sync(Event const& event, std::size_t before, Lie lie);
    static void name(std::map<std::string, int>& names, std::set<std::string>& folders,
                     Event const& event);
    std::string remains(File const& file, std::mt19937_64& chance, double keep, double tear) const;

    std::vector<std::string> m_first;
    std::map<std::string, int> m_names;
    std::set<std::string> m_folders;
    std::map<int, File> m_files;
    std::vector<std::size_t> m_renaming;  // events about names that are not synced
    Tape const* m_tape = nullptr;
    std::size_t m_at = 0;
};

// Records until it is taken. One at a time in a process; any thread may write meanwhile.
class Recording {
public:
    explicit Recording(std::string const& root);
    ~Recording();
    Recording(Recording const&) = delete;

    // How many events there are by now: what is promised now must outlast a cut at this place.
    std::size_t position() const;
    Tape take();
};

}  // namespace powercut
