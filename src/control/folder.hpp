#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace control {

// A lock on a file, for as long as this lives; the kernel drops it when the process ends.
class FileLock {
public:
    // Nothing when another process has it.
    static std::optional<FileLock> take(std::string const& path);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

private:
    explicit FileLock(int fd) : m_fd(fd) {}
    int m_fd;
};

// Commands run by root work with the rights of the folder's owner, so that no file of the server ends
// up as root's; the root key, which may be root's alone, is touched with these.
class RealRights {
public:
    RealRights();
    ~RealRights();
    RealRights(RealRights const&) = delete;
    RealRights& operator=(RealRights const&) = delete;

private:
    bool m_raised = false;
    unsigned m_user = 0;
};
// Takes on the rights of the folder's owner for the rest of the process, when run by root.
void take_rights_of(std::string const& folder);

// What the running server says about itself.
struct RunNote {
    std::string address;  // ADDR:PORT it listens on
    std::string url;      // where people reach it
    std::int64_t pid = 0;
    base::Instant started_at;
};

// The data folder:
//   control.db  keys.json  run.json  server.lock  work.lock
//   workspaces/<hex>.db   media/<hex>/...
class Folder {
public:
    // Makes what is missing, for this user only (0700). Refuses `folder_unusable`.
    static base::Result<Folder> prepare(std::string_view path);
    // Refuses `folder_missing` when nothing was ever made there.
    static base::Result<Folder> existing(std::string_view path);

    // Only names it; nothing is made or looked at.
    static base::Result<Folder> plain(std::string_view path);

    std::string const& path() const { return m_path; }
    std::string control_file() const { return m_path + "/control.db"; }
    // Room held back for a full disk (app::Ballast).
    std::string ballast_file() const { return m_path + "/ballast"; }
    std::string keys_file() const { return m_path + "/keys.json"; }
    std::string workspace_file(std::string_view file) const;
    std::string media(std::string_view file) const;
    std::string workspaces() const { return m_path + "/workspaces"; }
    std::string all_media() const { return m_path + "/media"; }
    // Where the root key is unless somebody says otherwise: beside the folder, never inside.
    std::string default_key_file() const { return m_path + ".key"; }
    bool has_control_file() const;

    // The server takes this for as long as it runs.
    std::optional<FileLock> lock_for_server() const;
    bool server_runs() const;
    // For work that must not overlap: rotations, backups, restores.
    std::optional<FileLock> lock_for_work() const;

    void write_run_note(RunNote const& note) const;
    std::optional<RunNote> run_note() const;

private:
    explicit Folder(std::string path) : m_path(std::move(path)) {}
    std::string m_path;
};

// Replaces a file as a whole: temp, fsync, rename, fsync of the folder; mode 0600. Throws
// std::system_error.
void replace_file(std::string const& path, std::string_view content);
// Makes renames in a folder last.
void sync_folder(std::string const& path);
// The whole of a small file (64 KiB at most); nothing when it is not there.
std::optional<std::string> read_small_file(std::string const& path);

}  // namespace control
