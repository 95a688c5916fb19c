#include "app/ballast.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/log.hpp"

namespace app {

Ballast::Ballast(std::string file, BallastSizes sizes) : m_file(std::move(file)), m_sizes(sizes)
{
    struct stat found = {};
    if (::stat(m_file.c_str(), &found) == 0)
        m_held = std::uint64_t(found.st_size);
}

void Ballast::look(bool full)
{
    if (full && m_held > 0)
        return give_back();
    if (full || m_held > 0)
        return;
    auto const folder = m_file.substr(0, m_file.rfind('/'));
    struct statvfs space = {};
    if (::statvfs(folder.c_str(), &space) != 0)
        return;
    auto const free = std::uint64_t(space.f_bavail) * space.f_frsize;
    if (free >= m_sizes.bytes + m_sizes.beside)
        make();
}

void Ballast::give_back()
{
    if (::unlink(m_file.c_str()) != 0 && errno != ENOENT)
        return base::log(base::LogLevel::error, "app",
                         "the reserve on the disk cannot be given back",
                         {{"why", std::strerror(errno)}});
    base::log(base::LogLevel::error, "app", "the disk is full; the reserve on it was given back",
              {{"mb", m_held >> 20}});
    m_held = 0;
}

// Beside its place and renamed, so that half of one is never taken for a whole.
void Ballast::make()
{
    auto const part = m_file + ".tmp";
    auto const fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    auto const held = ::posix_fallocate(fd, 0, off_t(m_sizes.bytes)) == 0;
    ::close(fd);
    if (!held || ::rename(part.c_str(), m_file.c_str()) != 0) {
        ::unlink(part.c_str());
        return;
    }
    m_held = m_sizes.bytes;
}

}  // namespace app
