#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdio>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "powercut/disk.hpp"

// The linker sends every call of these here, and the real ones are under __real_.
extern "C" {
int __real_open(char const* path, int flags, ...);
int __real_open64(char const* path, int flags, ...);
ssize_t __real_write(int fd, void const* data, size_t size);
ssize_t __real_pwrite(int fd, void const* data, size_t size, off_t at);
ssize_t __real_pwrite64(int fd, void const* data, size_t size, off_t at);
int __real_ftruncate(int fd, off_t size);
int __real_ftruncate64(int fd, off_t size);
int __real_fsync(int fd);
int __real_fdatasync(int fd);
int __real_rename(char const* from, char const* to);
int __real_renameat2(int from_in, char const* from, int to_in, char const* to, unsigned flags);
int __real_unlink(char const* path);
int __real_unlinkat(int folder, char const* path, int flags);
int __real_remove(char const* path);
int __real_mkdir(char const* path, mode_t mode);
int __real_rmdir(char const* path);
}

namespace powercut {

namespace {

using Kind = Event::Kind;

struct State {
    std::string root;
    dev_t device = 0;
    std::map<ino_t, int> files;
    std::map<ino_t, std::string> folders;
    int next = 0;
    Tape tape;
};

// Held round the real call and its note, so that the tape has the order of the disk.
std::mutex g_mutex;
std::optional<State> g_state;

std::optional<std::string> name_below(char const* path)
{
    auto const& root = g_state->root;
    std::string_view const text(path);
    if (!text.starts_with(root) || text.size() <= root.size() || text[root.size()] != '/')
        return std::nullopt;
    auto name = std::string(text.substr(root.size() + 1));
    while (name.ends_with('/'))
        name.pop_back();
    // Two slashes in a row mean one.
    for (auto at = name.find("//"); at != name.npos; at = name.find("//"))
        name.erase(at, 1);
    return name;
}

std::optional<struct stat> status_of(int fd)
{
    struct stat status{};
    if (::fstat(fd, &status) != 0 || status.st_dev != g_state->device)
        return std::nullopt;
    return status;
}

std::optional<int> file_of(int fd)
{
    auto const status = status_of(fd);
    if (!status)
        return std::nullopt;
    auto const found = g_state->files.find(status->st_ino);
    return found == g_state->files.end() ? std::nullopt : std::optional(found->second);
}

void add(Event event) { g_state->tape.push_back(std::move(event)); }

template <class Real>
auto about_name(char const* path, Kind kind, Real real)
{
    std::scoped_lock const lock(g_mutex);
    auto const done = real();
    if (g_state && done == 0)
        if (auto const name = name_below(path))
            add({.kind = kind, .name = *name});
    return done;
}

template <class Real>
int opened(char const* path, int flags, Real real)
{
    std::scoped_lock const lock(g_mutex);
    auto const name = g_state ? name_below(path) : std::nullopt;
    struct stat before{};
    auto const fresh = name && (flags & O_CREAT) != 0 && ::lstat(path, &before) != 0;
    auto const fd = real();
    if (fd < 0 || !name)
        return fd;
    auto const status = status_of(fd);
    if (fresh && status) {
        g_state->files[status->st_ino] = g_state->next;
        add({.kind = Kind::create, .file = g_state->next++, .name = *name});
    } else if ((flags & O_TRUNC) != 0) {
        if (auto const file = file_of(fd))
            add({.kind = Kind::resize, .file = *file});
    }
    return fd;
}

template <class Real>
ssize_t written(int fd, void const* data, std::optional<off_t> at, Real real)
{
    std::scoped_lock const lock(g_mutex);
    auto const file = g_state ? file_of(fd) : std::nullopt;
    if (file && !at) {
        auto const appends = (::fcntl(fd, F_GETFL) & O_APPEND) != 0;
        at = appends ? status_of(fd)->st_size : ::lseek(fd, 0, SEEK_CUR);
    }
    auto const done = real();
    if (file && done > 0)
        add({.kind = Kind::write,
             .file = *file,
             .at = *at,
             .bytes = std::string(static_cast<char const*>(data), std::size_t(done))});
    return done;
}

template <class Real>
int resized(int fd, off_t size, Real real)
{
    std::scoped_lock const lock(g_mutex);
    auto const done = real();
    if (g_state && done == 0)
        if (auto const file = file_of(fd))
            add({.kind = Kind::resize, .file = *file, .at = size});
    return done;
}

// Only what was written before it began is safe when it ends.
template <class Real>
int synced(int fd, Real real)
{
    std::optional<Event> event;
    std::size_t begun = 0;
    {
        std::scoped_lock const lock(g_mutex);
        if (g_state) {
            auto const file = file_of(fd);
            auto const status = status_of(fd);
            if (file)
                event = Event{.kind = Kind::sync_begins, .file = *file};
            else if (status && S_ISDIR(status->st_mode) &&
                     g_state->folders.contains(status->st_ino))
                event = Event{.kind = Kind::sync_begins, .name = g_state->folders[status->st_ino]};
        }
        if (event) {
            begun = g_state->tape.size();
            add(*event);
        }
    }
    auto const done = real();
    if (event && done == 0) {
        std::scoped_lock const lock(g_mutex);
        event->kind = Kind::sync_ends;
        event->at = std::int64_t(begun);
        if (g_state)
            add(*event);
    }
    return done;
}

template <class Real>
int renamed(char const* from, char const* to, Real real)
{
    std::scoped_lock const lock(g_mutex);
    auto const done = real();
    auto const old_name = g_state && done == 0 ? name_below(from) : std::nullopt;
    auto const new_name = g_state && done == 0 ? name_below(to) : std::nullopt;
    if (!old_name || !new_name)
        return done;
    add({.kind = Kind::rename, .name = *old_name, .other = *new_name});
    for (auto& [inode, name] : g_state->folders)
        if (name == *old_name)
            name = *new_name;
    return done;
}

int made_folder(char const* path, mode_t mode)
{
    std::scoped_lock const lock(g_mutex);
    auto const done = __real_mkdir(path, mode);
    auto const name = g_state && done == 0 ? name_below(path) : std::nullopt;
    struct stat status{};
    if (name && ::stat(path, &status) == 0) {
        g_state->folders[status.st_ino] = *name;
        add({.kind = Kind::folder, .name = *name});
    }
    return done;
}

}  // namespace

Recording::Recording(std::string const& root)
{
    auto const platter = Platter::of(root);
    State state;
    state.root = root;
    while (state.root.ends_with('/'))
        state.root.pop_back();
    struct stat status{};
    if (::stat(state.root.c_str(), &status) != 0)
        throw std::runtime_error("no folder to record");
    state.device = status.st_dev;
    state.folders[status.st_ino] = "";
    for (auto const& name : platter.folders())
        if (::stat((state.root + "/" + name).c_str(), &status) == 0)
            state.folders[status.st_ino] = name;
    for (auto const& name : platter.first_names())
        if (::stat((state.root + "/" + name).c_str(), &status) == 0)
            state.files[status.st_ino] = state.next++;
    std::scoped_lock const lock(g_mutex);
    if (g_state)
        throw std::logic_error("one recording at a time");
    g_state = std::move(state);
}

Recording::~Recording()
{
    std::scoped_lock const lock(g_mutex);
    g_state.reset();
}

std::size_t Recording::position() const
{
    std::scoped_lock const lock(g_mutex);
    return g_state ? g_state->tape.size() : 0;
}

Tape Recording::take()
{
    std::scoped_lock const lock(g_mutex);
    auto tape = std::move(g_state->tape);
    g_state.reset();
    return tape;
}

}  // namespace powercut

using namespace powercut;

namespace {

mode_t mode_in(int flags, va_list rest)
{
    return (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
}

}  // namespace

extern "C" {

int __wrap_open(char const* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    auto const mode = mode_in(flags, rest);
    va_end(rest);
    return opened(path, flags, [&] { return __real_open(path, flags, mode); });
}

int __wrap_open64(char const* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    auto const mode = mode_in(flags, rest);
    va_end(rest);
    return opened(path, flags, [&] { return __real_open64(path, flags, mode); });
}

ssize_t __wrap_write(int fd, void const* data, size_t size)
{
    return written(fd, data, {}, [&] { return __real_write(fd, data, size); });
}

ssize_t __wrap_pwrite(int fd, void const* data, size_t size, off_t at)
{
    return written(fd, data, at, [&] { return __real_pwrite(fd, data, size, at); });
}

ssize_t __wrap_pwrite64(int fd, void const* data, size_t size, off_t at)
{
    return written(fd, data, at, [&] { return __real_pwrite64(fd, data, size, at); });
}

int __wrap_ftruncate(int fd, off_t size)
{
    return resized(fd, size, [&] { return __real_ftruncate(fd, size); });
}

int __wrap_ftruncate64(int fd, off_t size)
{
    return resized(fd, size, [&] { return __real_ftruncate64(fd, size); });
}

int __wrap_fsync(int fd)
{
    return synced(fd, [&] { return __real_fsync(fd); });
}

int __wrap_fdatasync(int fd)
{
    return synced(fd, [&] { return __real_fdatasync(fd); });
}

int __wrap_rename(char const* from, char const* to)
{
    return renamed(from, to, [&] { return __real_rename(from, to); });
}

// Ours are whole paths.
int __wrap_renameat2(int from_in, char const* from, int to_in, char const* to, unsigned flags)
{
    return renamed(from, to, [&] { return __real_renameat2(from_in, from, to_in, to, flags); });
}

int __wrap_unlink(char const* path)
{
    return about_name(path, Kind::remove, [&] { return __real_unlink(path); });
}

// How whole folders are removed.
int __wrap_unlinkat(int folder, char const* path, int flags)
{
    char where[4096] = {};
    auto const link = "/proc/self/fd/" + std::to_string(folder);
    auto const full = ::readlink(link.c_str(), where, sizeof where - 1) > 0
                        ? std::string(where) + "/" + path
                        : std::string(path);
    return about_name(full.c_str(), Kind::remove,
                      [&] { return __real_unlinkat(folder, path, flags); });
}

int __wrap_remove(char const* path)
{
    return about_name(path, Kind::remove, [&] { return __real_remove(path); });
}

int __wrap_mkdir(char const* path, mode_t mode) { return made_folder(path, mode); }

int __wrap_rmdir(char const* path)
{
    return about_name(path, Kind::remove, [&] { return __real_rmdir(path); });
}
}
