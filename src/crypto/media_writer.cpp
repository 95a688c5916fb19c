#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "base/text.hpp"
#include "crypto/file.hpp"
#include "crypto/media_chunk.hpp"
#include "crypto/media_file.hpp"

namespace crypto {

namespace {

using base::Error;
using base::Fault;
using base::Result;

constexpr std::string_view Unfinished = ".part";

Error unwritable(std::string const& path)
{
    return {Fault::unavailable,
            errno == ENOSPC || errno == EDQUOT ? "disk_full" : "media_unwritable", path};
}

}  // namespace

FileId new_file_id(base::Random& random)
{
    FileId id{};
    random.fill(id);
    return id;
}

std::string blob_name(FileId const& id)
{
    return base::to_hex({reinterpret_cast<char const*>(id.data()), id.size()});
}

Result<FileId> file_id_of(std::string_view blob_name)
{
    FileId id{};
    auto const bytes = base::from_hex(blob_name);
    if (bytes.size() != id.size() || base::to_hex(bytes) != blob_name)
        return Error{Fault::invalid, "not_a_blob_name"};
    std::copy(bytes.begin(), bytes.end(), id.begin());
    return id;
}

Secret<32> new_media_key(base::Random& random)
{
    Secret<32> key;
    random.fill(key.bytes());
    return key;
}

std::uint64_t media_file_size(std::uint64_t text_size)
{
    auto const chunks = std::max<std::uint64_t>(1, (text_size + media_chunk::TextSize - 1) /
                                                       media_chunk::TextSize);
    return media_chunk::HeaderSize + text_size + chunks * media_chunk::TagSize;
}

int remove_unfinished(std::string const& folder)
{
    int removed = 0;
    std::error_code failed;
    for (auto const& entry : std::filesystem::directory_iterator(folder, failed))
        if (entry.path().extension() == Unfinished && std::filesystem::remove(entry.path(), failed))
            removed += 1;
    return removed;
}

bool sync_media_folder(std::string const& folder) { return sync_folder_of(folder + "/"); }

struct MediaWriter::State {
    std::string path;
    OpenFile file;
    Secret<32> key;
    media_chunk::Binding binding;
    // Up to one chunk. A full one waits for more, because the last one is sealed as such.
    std::string waiting = {};
    std::string sealed = {};
    std::uint64_t chunks = 0;
    std::uint64_t size = 0;
    bool finished = false;

    std::string unfinished_path() const { return path + std::string(Unfinished); }

    ~State()
    {
        if (file && !finished)
            ::unlink(unfinished_path().c_str());
        wipe(waiting);
    }

    Result<void> write_chunk(bool last)
    {
        media_chunk::seal(sealed, waiting, chunks, last, binding, key);
        if (!file.write_all(sealed))
            return unwritable(path);
        chunks += 1;
        waiting.clear();
        return {};
    }
};

MediaWriter::MediaWriter(std::unique_ptr<State> state) : m_state(std::move(state)) {}
MediaWriter::MediaWriter(MediaWriter&&) noexcept = default;
MediaWriter& MediaWriter::operator=(MediaWriter&&) noexcept = default;
MediaWriter::~MediaWriter() = default;

Result<MediaWriter> MediaWriter::create(MediaPlace const& place, base::Random& random)
{
    auto const path = place.folder + "/" + blob_name(place.id);
    if (::access(path.c_str(), F_OK) == 0)
        return Error{Fault::conflict, "media_exists", path};
    auto const head = media_chunk::header(place.id, random.bytes(16));
    std::unique_ptr<State> state(new State{path,
                                           {},
                                           Secret<32>::copy_of(place.key.bytes()),
                                           media_chunk::Binding(head, place.workspace)});
    state->file = OpenFile(state->unfinished_path(), O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (!state->file || !state->file.write_all(head))
        return unwritable(path);
    state->waiting.reserve(media_chunk::TextSize);
    return MediaWriter(std::move(state));
}

Result<void> MediaWriter::add(std::string_view bytes)
{
    auto& state = *m_state;
    while (!bytes.empty()) {
        if (state.waiting.size() == media_chunk::TextSize)
            TRY(state.write_chunk(false));
        auto const part = bytes.substr(0, media_chunk::TextSize - state.waiting.size());
        state.waiting.append(part);
        state.size += part.size();
        bytes.remove_prefix(part.size());
    }
    return {};
}

Result<std::uint64_t> MediaWriter::finish()
{
    auto& state = *m_state;
    TRY(state.write_chunk(true));
    if (!state.file.sync() || std::rename(state.unfinished_path().c_str(), state.path.c_str()) != 0)
        return unwritable(state.path);
    state.finished = true;
    if (!sync_folder_of(state.path))
        return unwritable(state.path);
    return state.size;
}

}  // namespace crypto
