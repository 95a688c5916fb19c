#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "crypto/backup_stream.hpp"
#include "crypto/hash.hpp"

// For backup.cpp: entries in and out of a backup file.
namespace control::backup_file {

inline constexpr std::string_view Manifest = "manifest.json";

// Only names a data folder has; nothing else is ever written to disk.
bool is_entry_name(std::string_view name);

// Writes to PATH.part; finish() gives it its name.
class Pack {
public:
    // Refuses `file_exists`, `file_unwritable`.
    static base::Result<Pack> start(std::string const& path, base::Json const& head,
                                    crypto::BackupKeys const& own,
                                    std::optional<std::string> const& offline_public);
    Pack(Pack&& other) noexcept;
    ~Pack();

    // False when the file is not there any more (it was deleted meanwhile).
    base::Result<bool> add_file(std::string_view name, std::string const& path);
    base::Result<void> add_text(std::string_view name, std::string_view text);
    base::Result<void> finish();

    std::uint64_t bytes() const { return m_bytes; }
    base::Json const& hashes() const { return m_hashes; }

private:
    explicit Pack(std::string path) : m_path(std::move(path)) {}
    base::Result<void> begin(std::string_view name, std::uint64_t size);
    base::Result<void> put(std::string_view bytes);

    std::string m_path;
    int m_fd = -1;
    std::optional<crypto::BackupWriter> m_writer;
    std::uint64_t m_bytes = 0;
    base::Json m_hashes = base::Json::object();
};

// The clear head of a backup: what is needed to find its key. Refuses `file_missing`,
// `backup_malformed`.
base::Result<base::Json> read_head(std::string const& path);

// Writes every entry below `folder`, which exists, and gives the manifest after comparing every hash
// with it.
base::Result<base::Json> unpack(std::string const& path, crypto::BackupKeys const& keys,
                                std::string const& folder);

}  // namespace control::backup_file
