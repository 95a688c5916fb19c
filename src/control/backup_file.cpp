#include "control/backup_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/text.hpp"
#include "control/folder.hpp"

namespace control::backup_file {

using base::Error;
using base::Fault;
using base::Json;
using base::Result;

namespace fs = std::filesystem;

namespace {

constexpr std::string_view Magic = "SAPA-BACKUP-1\n";
constexpr std::size_t Piece = 64 << 10;
constexpr int MostEntries = 5'000'000;
constexpr std::uint64_t LargestEntry = 1ULL << 42;
constexpr std::uint64_t LargestManifest = 1ULL << 30;

Error malformed(std::string detail)
{
    return {Fault::unavailable, "backup_malformed", std::move(detail)};
}

Error unwritable(std::string const& path)
{
    auto const full = errno == ENOSPC || errno == EDQUOT;
    return {Fault::unavailable, full ? "disk_full" : "file_unwritable",
            path + ": " + std::strerror(errno)};
}

std::string big_endian(std::uint64_t value, int bytes)
{
    std::string out;
    for (int i = bytes - 1; i >= 0; --i)
        out += char(value >> (8 * i) & 0xff);
    return out;
}

std::uint64_t from_big_endian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (auto const c : bytes)
        value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

class OpenFile {
public:
    OpenFile(std::string const& path, int flags)
        : m_fd(::open(path.c_str(), flags | O_CLOEXEC, 0600))
    {
    }
    ~OpenFile()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    OpenFile(OpenFile const&) = delete;
    OpenFile& operator=(OpenFile const&) = delete;
    int fd() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }

private:
    int m_fd;
};

// Fewer than asked for only at the end; throws when the disk fails.
std::size_t read_some(int fd, char* out, std::size_t size)
{
    std::size_t done = 0;
    while (done < size) {
        auto const got = ::read(fd, out + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            throw std::system_error(errno, std::generic_category(), "read");
        if (got == 0)
            break;
        done += std::size_t(got);
    }
    return done;
}

bool write_all(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const put = ::write(fd, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes.remove_prefix(std::size_t(put));
    }
    return true;
}

bool is_hex32(std::string_view text)
{
    return text.size() == 32 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

// Head and position of the stream behind it.
Result<Json> read_head_of(int fd)
{
    char fixed[Magic.size() + 2];
    if (read_some(fd, fixed, sizeof fixed) != sizeof fixed ||
        std::string_view(fixed, Magic.size()) != Magic)
        return malformed("this is not a backup of Sapa");
    std::string text(from_big_endian({fixed + Magic.size(), 2}), '\0');
    if (read_some(fd, text.data(), text.size()) != text.size())
        return malformed("the backup is cut off");
    auto head = base::parse_json(text);
    if (!head || !head->is_object())
        return malformed("the head of the backup cannot be read");
    return std::move(*head);
}

Result<std::string> read_exactly(crypto::BackupReader& reader, std::size_t size)
{
    std::string out(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        auto const got = TRY(reader.read(out.data() + done, size - done));
        if (got == 0)
            return malformed("an entry is cut off");
        done += got;
    }
    return out;
}

// Copies one entry to a file; gives its hash.
Result<std::string> unpack_file(crypto::BackupReader& reader, std::uint64_t size,
                                std::string const& path)
{
    fs::create_directories(fs::path(path).parent_path());
    OpenFile const file(path, O_WRONLY | O_CREAT | O_EXCL);
    if (!file)
        return unwritable(path);
    crypto::Sha256 hash;
    while (size > 0) {
        auto const piece = TRY(
            read_exactly(reader, std::size_t(std::min<std::uint64_t>(size, Piece))));
        hash.add(piece);
        if (!write_all(file.fd(), piece))
            return unwritable(path);
        size -= piece.size();
    }
    if (::fsync(file.fd()) != 0)
        return unwritable(path);
    return base::to_hex(hash.done());
}

}  // namespace

bool is_entry_name(std::string_view name)
{
    if (name == "keys.json" || name == "control.db" || name == Manifest)
        return true;
    if (name.starts_with("workspaces/") && name.ends_with(".db"))
        return is_hex32(name.substr(11, name.size() - 14));
    if (!name.starts_with("media/") || name.size() < 40 || name[38] != '/')
        return false;
    auto const file = name.substr(39);
    return is_hex32(name.substr(6, 32)) && file.size() <= 100 && file.front() != '.' &&
           std::ranges::all_of(file, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' ||
                      c == '_';
           });
}

Pack::Pack(Pack&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_fd(std::exchange(other.m_fd, -1)),
      m_writer(std::move(other.m_writer)),
      m_bytes(other.m_bytes),
      m_hashes(std::move(other.m_hashes))
{
}

Pack::~Pack()
{
    if (m_fd < 0)
        return;
    ::close(m_fd);
    ::unlink((m_path + ".part").c_str());
}

Result<Pack> Pack::start(std::string const& path, Json const& head, crypto::BackupKeys const& own,
                         std::optional<std::string> const& offline_public)
{
    if (fs::exists(path))
        return Error{Fault::conflict, "file_exists", path + " is there already"};
    Pack pack(path);
    auto const part = path + ".part";
    ::unlink(part.c_str());
    pack.m_fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (pack.m_fd < 0)
        return unwritable(part);
    auto const text = base::to_text(head);
    if (!write_all(pack.m_fd, std::string(Magic) + big_endian(text.size(), 2) + text))
        return unwritable(part);
    auto const sink = [fd = pack.m_fd, part](std::string_view bytes) -> Result<void> {
        if (!write_all(fd, bytes))
            return unwritable(part);
        return {};
    };
    pack.m_writer = TRY(crypto::BackupWriter::start(own, offline_public, sink));
    return pack;
}

Result<void> Pack::begin(std::string_view name, std::uint64_t size)
{
    return put(big_endian(name.size(), 2) + big_endian(size, 8) + std::string(name));
}

Result<void> Pack::put(std::string_view bytes)
{
    m_bytes += bytes.size();
    return m_writer->add(bytes);
}

Result<bool> Pack::add_file(std::string_view name, std::string const& path)
{
    OpenFile const file(path, O_RDONLY);
    struct stat status = {};
    if (!file || ::fstat(file.fd(), &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    TRY(begin(name, std::uint64_t(status.st_size)));
    crypto::Sha256 hash;
    std::string piece(Piece, '\0');
    auto left = std::uint64_t(status.st_size);
    while (left > 0) {
        auto const got = read_some(file.fd(), piece.data(),
                                   std::size_t(std::min<std::uint64_t>(left, Piece)));
        if (got == 0)
            throw std::runtime_error(path + " became shorter while it was copied");
        hash.add({piece.data(), got});
        TRY(put({piece.data(), got}));
        left -= got;
    }
    m_hashes[std::string(name)] = base::to_hex(hash.done());
    return true;
}

Result<void> Pack::add_text(std::string_view name, std::string_view text)
{
    TRY(begin(name, text.size()));
    m_hashes[std::string(name)] = crypto::sha256_hex(text);
    return put(text);
}

Result<void> Pack::finish()
{
    TRY(m_writer->finish());
    auto const part = m_path + ".part";
    if (::fsync(m_fd) != 0 || ::rename(part.c_str(), m_path.c_str()) != 0)
        return unwritable(m_path);
    ::close(std::exchange(m_fd, -1));
    auto const parent = fs::path(m_path).parent_path().string();
    sync_folder(parent.empty() ? "." : parent);
    return {};
}

Result<Json> read_head(std::string const& path)
{
    OpenFile const file(path, O_RDONLY);
    if (!file)
        return Error{Fault::not_found, "file_missing", path + ": " + std::strerror(errno)};
    return read_head_of(file.fd());
}

Result<Json> unpack(std::string const& path, crypto::BackupKeys const& keys,
                    std::string const& folder)
{
    OpenFile const file(path, O_RDONLY);
    if (!file)
        return Error{Fault::not_found, "file_missing", path + ": " + std::strerror(errno)};
    TRY(read_head_of(file.fd()));
    auto const source = [&file](char* out, std::size_t size) -> Result<std::size_t> {
        return read_some(file.fd(), out, size);
    };
    auto reader = TRY(crypto::BackupReader::start(keys, source));
    auto const below = folder + "/";
    auto found = Json::object();
    for (int entries = 0; entries < MostEntries; ++entries) {
        auto const head = TRY(read_exactly(reader, 10));
        auto const name = TRY(read_exactly(reader, from_big_endian(head.substr(0, 2))));
        auto const size = from_big_endian(head.substr(2));
        if (!is_entry_name(name) || size > LargestEntry || found.contains(name))
            return malformed("an entry has a name or size that no backup of ours has");
        if (name != Manifest) {
            found[name] = TRY(unpack_file(reader, size, below + name));
            continue;
        }
        if (size > LargestManifest)
            return malformed("the manifest is too large");
        auto const text = TRY(read_exactly(reader, size));
        char more = 0;
        if (TRY(reader.read(&more, 1)) != 0)
            return malformed("something follows the manifest");
        auto manifest = base::parse_json(text, {.bytes = LargestManifest, .keys = MostEntries});
        if (!manifest || base::object_at(*manifest, "sha256") != found)
            return malformed("what is inside differs from the manifest");
        return std::move(*manifest);
    }
    return malformed("there are too many entries");
}

}  // namespace control::backup_file
