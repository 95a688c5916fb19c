#include "media/file.hpp"

#include "media/sniff.hpp"

namespace media {

using base::Error;
using base::Fault;

namespace {
constexpr std::size_t KeyBytes = 32;
}

workspace::Sealer::Place place_of_key(MediaId id, base::ChannelId channel)
{
    return {"media", "file_key", id.value, channel};
}

struct NewFile::Parts {
    crypto::Secret<KeyBytes> key;
    std::string blob;
    std::optional<crypto::MediaWriter> writer;
};

base::Result<NewFile> NewFile::create(workspace::Workspace& workspace, MediaId id,
                                      base::ChannelId channel)
{
    auto& random = workspace.world().random;
    auto const file = crypto::new_file_id(random);
    auto const parts = std::make_shared<Parts>(crypto::new_media_key(random),
                                               crypto::blob_name(file), std::nullopt);
    TRY(workspace.write(
        [&](db::Writer& tx) {
            auto const bytes = parts->key.bytes();
            auto const view = std::string_view(reinterpret_cast<char const*>(bytes.data()),
                                               bytes.size());
            store::set_place(tx, id, parts->blob,
                             workspace.sealer().seal(view, place_of_key(id, channel)));
        },
        db::Priority::background));
    parts->writer = TRY(crypto::MediaWriter::create(
        {workspace.media_folder(), file, workspace.id(), parts->key}, random));
    return NewFile(parts);
}

base::Result<void> NewFile::add(std::string_view bytes)
{
    if (m_head.size() < HeadBytes)
        m_head.append(bytes.substr(0, HeadBytes - m_head.size()));
    m_size += bytes.size();
    return m_parts->writer->add(bytes);
}

std::string const& NewFile::blob() const { return m_parts->blob; }

base::Result<std::uint64_t> NewFile::finish() { return m_parts->writer->finish(); }

base::Result<std::shared_ptr<crypto::MediaReader>> open_file(workspace::Workspace const& workspace,
                                                             store::Row const& row)
{
    struct Held {
        crypto::Secret<KeyBytes> key;
        std::optional<crypto::MediaReader> reader;
    };
    auto const damaged = Error{Fault::unavailable, "media_damaged"};
    if (!row.blob || !row.file_key)
        return damaged;
    auto const file = crypto::file_id_of(*row.blob);
    auto key = workspace.sealer().open(*row.file_key, place_of_key(row.id, row.channel));
    if (!file || !key || key->size() != KeyBytes)
        return damaged;
    auto const held = std::make_shared<Held>();
    std::copy(key->begin(), key->end(), held->key.bytes().begin());
    crypto::wipe(*key);
    auto reader = crypto::MediaReader::open(
        {workspace.media_folder(), *file, workspace.id(), held->key});
    if (!reader)
        return Error{Fault::unavailable, "media_damaged", reader.error().code};
    held->reader = std::move(*reader);
    // The reader lives inside what also holds its key.
    return std::shared_ptr<crypto::MediaReader>(held, &*held->reader);
}

Media show(store::Row const& row)
{
    return {
        .id = row.id,
        .kind = row.kind,
        .state = row.state,
        .mime = row.mime,
        .name = row.name,
        .bytes = row.bytes,
        .voice = row.voice,
        .url = "/api/v1/media/" + row.id.text(),
        .error = row.error,
    };
}

}  // namespace media
