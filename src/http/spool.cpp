#include "http/spool.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace http {

namespace {

constexpr std::uint64_t CipherBlock = 64;

[[noreturn]] void broken(char const* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

SpoolFile::SpoolFile(std::string const& folder, base::Random& random,
                     std::shared_ptr<std::atomic<std::uint64_t>> total)
    : m_total(std::move(total))
{
    random.fill(m_key);
    m_fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (m_fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
        // A file system without nameless files: make one and take its name away.
        auto path = folder + "/spool-XXXXXX";
        m_fd = ::mkostemp(path.data(), O_CLOEXEC);
        if (m_fd >= 0)
            ::unlink(path.c_str());
    }
    if (m_fd < 0)
        broken("spool: open");
}

SpoolFile::~SpoolFile()
{
    ::close(m_fd);
    *m_total -= m_size;
    OPENSSL_cleanse(m_key.data(), m_key.size());
}

void SpoolFile::append(std::string bytes)
{
    crypt(m_size, bytes);
    std::string_view rest = bytes;
    while (!rest.empty()) {
        auto const wrote = ::pwrite(m_fd, rest.data(), rest.size(), off_t(m_size));
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            broken("spool: write");
        rest.remove_prefix(std::size_t(wrote));
        m_size += std::uint64_t(wrote);
        *m_total += std::uint64_t(wrote);
    }
}

std::string SpoolFile::read(std::uint64_t offset, std::size_t max) const
{
    if (offset >= m_size)
        return {};
    std::string bytes(std::size_t(std::min<std::uint64_t>(max, m_size - offset)), '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
        auto const count = ::pread(m_fd, bytes.data() + got, bytes.size() - got,
                                   off_t(offset + got));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            broken("spool: read");
        got += std::size_t(count);
    }
    crypt(offset, bytes);
    return bytes;
}

void SpoolFile::crypt(std::uint64_t offset, std::string& bytes) const
{
    // OpenSSL's ChaCha20 takes 16 bytes: the block counter, little endian, then the nonce. The key
    // is used for one file, so the nonce stays 0 (docs.openssl.org EVP_chacha20, 2026-11-21).
    std::array<std::uint8_t, 16> start{};
    auto block = offset / CipherBlock;
    for (std::size_t at = 0; at < 8; ++at, block >>= 8)
        start[at] = std::uint8_t(block);
    auto const skip = std::size_t(offset % CipherBlock);
    std::string work(skip, '\0');
    work.append(bytes);

    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> const context(
        EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    auto const data = reinterpret_cast<unsigned char*>(work.data());
    auto count = 0;
    if (!context ||
        EVP_EncryptInit_ex(context.get(), EVP_chacha20(), nullptr, m_key.data(), start.data()) !=
            1 ||
        EVP_EncryptUpdate(context.get(), data, &count, data, int(work.size())) != 1)
        throw std::runtime_error("spool: cipher");
    bytes.assign(work, skip, std::string::npos);
}

}  // namespace http
