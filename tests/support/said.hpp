#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <string>

namespace tests {

// What this process writes to standard error while one of these is there: its log.
class Said {
public:
    Said() : m_before(::dup(STDERR_FILENO)), m_file(std::tmpfile())
    {
        if (m_before < 0 || m_file == nullptr || ::dup2(::fileno(m_file), STDERR_FILENO) < 0)
            throw std::runtime_error("tests: standard error cannot be kept");
    }
    ~Said()
    {
        ::dup2(m_before, STDERR_FILENO);
        ::close(m_before);
        std::fclose(m_file);
    }
    Said(Said const&) = delete;
    Said& operator=(Said const&) = delete;

    std::string text() const
    {
        std::string out(std::size_t(::lseek(::fileno(m_file), 0, SEEK_END)), '\0');
        auto const got = ::pread(::fileno(m_file), out.data(), out.size(), 0);
        out.resize(got < 0 ? 0 : std::size_t(got));
        return out;
    }
    int times(std::string_view words) const
    {
        auto const all = text();
        auto count = 0;
        for (auto at = all.find(words); at != all.npos; at = all.find(words, at + 1))
            ++count;
        return count;
    }

private:
    int m_before;
    std::FILE* m_file;
};

}  // namespace tests
