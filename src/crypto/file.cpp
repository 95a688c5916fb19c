#include "crypto/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace crypto {

OpenFile::OpenFile(std::string const& path, int flags, mode_t mode)
    : m_fd(::open(path.c_str(), flags | O_CLOEXEC, mode))
{
}

OpenFile::OpenFile(OpenFile&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept
{
    std::swap(m_fd, other.m_fd);
    return *this;
}

OpenFile::~OpenFile()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

bool OpenFile::write_all(std::string_view bytes) const
{
    while (!bytes.empty()) {
        auto const put = ::write(m_fd, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes.remove_prefix(std::size_t(put));
    }
    return true;
}

ssize_t OpenFile::read_at(void* out, std::size_t size, std::uint64_t offset) const
{
    std::size_t done = 0;
    while (done < size) {
        auto const got = ::pread(m_fd, static_cast<char*>(out) + done, size - done,
                                 off_t(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += std::size_t(got);
    }
    return ssize_t(done);
}

ssize_t OpenFile::read_next(void* out, std::size_t size) const
{
    std::size_t done = 0;
    while (done < size) {
        auto const got = ::read(m_fd, static_cast<char*>(out) + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += std::size_t(got);
    }
    return ssize_t(done);
}

bool OpenFile::sync() const { return ::fsync(m_fd) == 0; }

bool sync_folder_of(std::string const& path)
{
    auto const slash = path.rfind('/');
    OpenFile const folder(slash == path.npos ? "." : path.substr(0, slash + 1),
                          O_RDONLY | O_DIRECTORY);
    return folder && folder.sync();
}

}  // namespace crypto
