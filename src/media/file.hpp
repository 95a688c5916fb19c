#pragma once

#include <memory>
#include <string>

#include "crypto/media_file.hpp"
#include "media/store.hpp"

namespace media {

// A file that is being written: its row knows the place before the first byte, so that whatever a
// crash leaves is swept with the row.
class NewFile {
public:
    // Makes a key and a name, and commits both in the row.
    static base::Result<NewFile> create(workspace::Workspace& workspace, MediaId id,
                                        base::ChannelId channel);

    // Refuses `disk_full`, `media_unwritable`.
    base::Result<void> add(std::string_view bytes);
    base::Result<std::uint64_t> finish();
    std::uint64_t size() const { return m_size; }
    // Its name in the media folder.
    std::string const& blob() const;
    // The first bytes, for detect().
    std::string const& head() const { return m_head; }

private:
    struct Parts;
    explicit NewFile(std::shared_ptr<Parts> parts) : m_parts(std::move(parts)) {}

    std::shared_ptr<Parts> m_parts;  // shared only so that this class moves
    std::string m_head;
    std::uint64_t m_size = 0;
};

// The file of a row that has one. Refuses unavailable `media_damaged`.
base::Result<std::shared_ptr<crypto::MediaReader>> open_file(workspace::Workspace const& workspace,
                                                             store::Row const& row);

// Where its key is sealed.
workspace::Sealer::Place place_of_key(MediaId id, base::ChannelId channel);

Media show(store::Row const& row);

}  // namespace media
