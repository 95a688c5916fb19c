#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/world.hpp"
#include "crypto/secret.hpp"

// Backup stream v1: one encrypted, authenticated stream, written and read from front to back.
//   header: "SAPB" | 01 | how many keys 1 | 0 x2 | for each: kind 1 (1 backup key, 2 offline key),
//           the stream key sealed for it: 80 B (crypto_box_seal)
//   24 B secretstream header, then messages of 65,536 B (+ 17 B); the last one carries TAG_FINAL and
//   may be shorter, even empty. The first message's associated data is the header.
// Either key opens it: the backup key derived from the root key, or the secret half of an offline key
// whose public half was configured. Parts cannot be dropped, repeated, swapped or cut off.
namespace crypto {

// The pair behind Purpose::backup, and offline pairs (`sapa backup new-key`). 64 hex digits each.
struct BackupKeys {
    Secret<32> secret;
    std::string public_hex;
};
BackupKeys backup_keys(Secret<32> const& seed);
BackupKeys new_offline_keys();
// Refuses `offline_key_malformed`.
base::Result<BackupKeys> offline_keys_from(std::string_view secret_hex);
bool is_public_key(std::string_view hex);

// Where the bytes of a stream go to; whatever it refuses ends the writing.
using ByteSink = std::function<base::Result<void>(std::string_view)>;
// Fills up to `size` bytes; fewer only at the end.
using ByteSource = std::function<base::Result<std::size_t>(char* out, std::size_t size)>;

// One thread at a time; holds 128 KiB. Without finish() what was written does not verify.
class BackupWriter {
public:
    // `offline_public` as configured, if any. Refuses `offline_key_malformed` and what the sink does.
    static base::Result<BackupWriter> start(BackupKeys const& own,
                                            std::optional<std::string> const& offline_public,
                                            ByteSink sink);
    BackupWriter(BackupWriter&&) noexcept;
    BackupWriter& operator=(BackupWriter&&) noexcept;
    ~BackupWriter();

    base::Result<void> add(std::string_view bytes);
    base::Result<void> finish();

private:
    struct State;
    explicit BackupWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

// One thread at a time; holds 128 KiB.
class BackupReader {
public:
    // Refuses `backup_malformed`, `backup_other_key` (sealed for neither), and what the source does.
    static base::Result<BackupReader> start(BackupKeys const& keys, ByteSource source);
    BackupReader(BackupReader&&) noexcept;
    BackupReader& operator=(BackupReader&&) noexcept;
    ~BackupReader();

    // Fills up to `size` bytes, every one authenticated; fewer only at the end, and the end is given
    // only when the stream was finished and nothing follows. Refuses `backup_damaged` (also when cut).
    base::Result<std::size_t> read(char* out, std::size_t size);

private:
    struct State;
    explicit BackupReader(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace crypto
