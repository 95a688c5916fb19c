#include "control/folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/json.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace fs = std::filesystem;

std::optional<FileLock> FileLock::take(std::string const& path)
{
    auto const fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        throw std::system_error(errno, std::generic_category(), path);
    FileLock lock(fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0)
        return std::nullopt;
    return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept
{
    std::swap(m_fd, other.m_fd);
    return *this;
}

FileLock::~FileLock()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

RealRights::RealRights() : m_user(::geteuid())
{
    m_raised = ::getuid() == 0 && m_user != 0 && ::seteuid(0) == 0;
}

RealRights::~RealRights()
{
    if (m_raised && ::seteuid(m_user) != 0)
        std::abort();
}

void take_rights_of(std::string const& folder)
{
    struct stat status = {};
    if (::geteuid() != 0 || ::stat(folder.c_str(), &status) != 0 || status.st_uid == 0)
        return;
    if (::setegid(status.st_gid) != 0 || ::seteuid(status.st_uid) != 0)
        throw std::system_error(errno, std::generic_category(), "seteuid");
}

namespace {

// The folder's own spelling, so that FOLDER.key is beside it whatever was typed.
std::string spelled(std::string_view path)
{
    auto full = fs::absolute(fs::path(path)).lexically_normal().string();
    while (full.size() > 1 && full.back() == '/')
        full.pop_back();
    return full;
}

bool make_private(std::string const& path)
{
    if (::mkdir(path.c_str(), 0700) != 0)
        return errno == EEXIST && fs::is_directory(path);
    // Not where we may not look: whoever made the parent keeps it.
    if (auto const parent = fs::path(path).parent_path().string();
        ::access(parent.c_str(), R_OK) == 0)
        sync_folder(parent);
    return true;
}

bool write_all(int fd, std::string_view content)
{
    while (!content.empty()) {
        auto const put = ::write(fd, content.data(), content.size());
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        content.remove_prefix(std::size_t(put));
    }
    return true;
}

}  // namespace

Result<Folder> Folder::prepare(std::string_view text)
{
    auto const path = spelled(text);
    std::error_code fault;
    if (!fs::exists(fs::path(path).parent_path(), fault))
        fs::create_directories(fs::path(path).parent_path(), fault);
    if (!make_private(path) || !make_private(path + "/workspaces") ||
        !make_private(path + "/media"))
        return Error{Fault::unavailable, "folder_unusable", path + ": " + std::strerror(errno)};
    if (::access(path.c_str(), R_OK | W_OK | X_OK) != 0)
        return Error{Fault::unavailable, "folder_unusable",
                     path + ": this user may not read and write there"};
    return Folder(path);
}

Result<Folder> Folder::existing(std::string_view text)
{
    auto const path = spelled(text);
    std::error_code fault;
    if (!fs::exists(path + "/keys.json", fault) && !fs::exists(path + "/control.db", fault))
        return Error{Fault::not_found, "folder_missing",
                     path + " holds no data of Sapa yet; `sapa setup` or `sapa serve` makes it"};
    return prepare(path);
}

Result<Folder> Folder::plain(std::string_view path)
{
    if (path.empty())
        return Error{Fault::invalid, "folder_missing", "no data folder is named"};
    return Folder(spelled(path));
}

std::string Folder::workspace_file(std::string_view file) const
{
    return m_path + "/workspaces/" + std::string(file) + ".db";
}

std::string Folder::media(std::string_view file) const
{
    return m_path + "/media/" + std::string(file);
}

bool Folder::has_control_file() const { return fs::exists(control_file()); }

std::optional<FileLock> Folder::lock_for_server() const
{
    return FileLock::take(m_path + "/server.lock");
}

bool Folder::server_runs() const { return !lock_for_server(); }

std::optional<FileLock> Folder::lock_for_work() const
{
    return FileLock::take(m_path + "/work.lock");
}

void Folder::write_run_note(RunNote const& note) const
{
    base::Json const json = {{"address", note.address},
                             {"url", note.url},
                             {"pid", note.pid},
                             {"started_at", note.started_at.ms}};
    replace_file(m_path + "/run.json", base::to_text(json) + "\n");
}

std::optional<RunNote> Folder::run_note() const
{
    auto const text = read_small_file(m_path + "/run.json");
    auto const json = base::parse_json(text.value_or("null"));
    if (!json || !json->is_object())
        return std::nullopt;
    RunNote note;
    note.address = base::text_at(*json, "address").value_or("");
    note.url = base::text_at(*json, "url").value_or("");
    note.pid = base::number_at(*json, "pid").value_or(0);
    note.started_at = {base::number_at(*json, "started_at").value_or(0)};
    return note;
}

void replace_file(std::string const& path, std::string_view content)
{
    auto const temporary = path + ".tmp";
    auto const fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        throw std::system_error(errno, std::generic_category(), temporary);
    auto const written = write_all(fd, content) && ::fsync(fd) == 0;
    auto const fault = errno;
    ::close(fd);
    if (!written || ::rename(temporary.c_str(), path.c_str()) != 0)
        throw std::system_error(written ? errno : fault, std::generic_category(), path);
    auto const folder = fs::path(path).parent_path().string();
    sync_folder(folder.empty() ? "." : folder);
}

void sync_folder(std::string const& path)
{
    auto const fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        throw std::system_error(errno, std::generic_category(), path);
    auto const synced = ::fsync(fd) == 0;
    auto const fault = errno;
    ::close(fd);
    if (!synced)
        throw std::system_error(fault, std::generic_category(), path);
}

std::optional<std::string> read_small_file(std::string const& path)
{
    auto const fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return std::nullopt;
    std::string out(64 << 10, '\0');
    std::size_t size = 0;
    for (;;) {
        auto const got = ::read(fd, out.data() + size, out.size() - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        size += std::size_t(got);
    }
    ::close(fd);
    out.resize(size);
    return out;
}

}  // namespace control
