#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <sys/types.h>

// For this room: files by descriptor. errno says what went wrong.
namespace crypto {

class OpenFile {
public:
    OpenFile() = default;
    OpenFile(std::string const& path, int flags, mode_t mode = 0);
    OpenFile(OpenFile&& other) noexcept;
    OpenFile& operator=(OpenFile&& other) noexcept;
    ~OpenFile();

    int fd() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }

    bool write_all(std::string_view bytes) const;
    // How many bytes were read: fewer only at the end; -1 when it failed.
    ssize_t read_at(void* out, std::size_t size, std::uint64_t offset) const;
    ssize_t read_next(void* out, std::size_t size) const;
    bool sync() const;

private:
    int m_fd = -1;
};

// Makes a name that was created, renamed or removed in the folder of `path` last through a power cut.
bool sync_folder_of(std::string const& path);

}  // namespace crypto
