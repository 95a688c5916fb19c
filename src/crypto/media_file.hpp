#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/world.hpp"
#include "crypto/secret.hpp"

// Media file v1: one encrypted file, readable from any place without reading the rest.
//   header 64 B: "SAPM" | 01 | log2 of the chunk size (16) | 0 x2 | file id 16 | nonce prefix 16 | 0 x24
//   chunk i: XChaCha20-Poly1305(file key, nonce = prefix | i as 7 B BE | 1 B: is it the last one,
//            AD = header | workspace id in decimal), 65,536 B of text and 16 B of tag; the last one is
//            shorter, and empty only in an empty file.
namespace crypto {

using FileId = std::array<std::uint8_t, 16>;

FileId new_file_id(base::Random& random);
// The file's name in the media folder: 32 hex digits, never what people called it.
std::string blob_name(FileId const& id);
// Refuses `not_a_blob_name`.
base::Result<FileId> file_id_of(std::string_view blob_name);
Secret<32> new_media_key(base::Random& random);

// What one media file is bound to. The key must outlive what is opened with it.
struct MediaPlace {
    std::string folder;
    FileId id;
    base::WorkspaceId workspace;
    Secret<32> const& key;
};

// Writes one file, as its bytes arrive. It appears under its name, whole and synced, only when
// finish() says so; a writer that goes away before leaves nothing (a crash leaves NAME.part, see
// remove_unfinished). One thread at a time. Holds 64 KiB.
class MediaWriter {
public:
    // Refuses `media_exists`, `disk_full`, `media_unwritable`; so do the others.
    static base::Result<MediaWriter> create(MediaPlace const& place, base::Random& random);
    MediaWriter(MediaWriter&&) noexcept;
    MediaWriter& operator=(MediaWriter&&) noexcept;
    ~MediaWriter();

    base::Result<void> add(std::string_view bytes);
    // Gives the size of the text. Write the row after this, never before.
    base::Result<std::uint64_t> finish();

private:
    struct State;
    explicit MediaWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

// Reads any part of one file. Each byte is authenticated before it is given; a file that was cut,
// reordered, changed or swapped is refused. One thread at a time. Holds 64 KiB.
class MediaReader {
public:
    // Refuses `media_missing`, `media_damaged`, `media_unreadable`. Checks header, size and last chunk.
    static base::Result<MediaReader> open(MediaPlace const& place);
    MediaReader(MediaReader&&) noexcept;
    MediaReader& operator=(MediaReader&&) noexcept;
    ~MediaReader();

    std::uint64_t size() const;
    // Up to `limit` bytes from `offset` on; fewer only at the end. Refuses `media_damaged`,
    // `media_unreadable`.
    base::Result<std::string> read(std::uint64_t offset, std::size_t limit);

private:
    struct State;
    explicit MediaReader(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

// How large the file of a text of this size is; for quotas.
std::uint64_t media_file_size(std::uint64_t text_size);
// Removes what crashed writers left in a folder. At start only, when nobody writes. Gives how many.
int remove_unfinished(std::string const& folder);
// Makes what was removed in the folder stay removed through a power cut; false when that failed.
bool sync_media_folder(std::string const& folder);

}  // namespace crypto
