#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "crypto/file.hpp"
#include "crypto/media_chunk.hpp"
#include "crypto/media_file.hpp"

namespace crypto {

namespace {

using base::Error;
using base::Fault;
using base::Result;

constexpr std::uint64_t None = UINT64_MAX;

}  // namespace

struct MediaReader::State {
    std::string path;
    OpenFile file;
    Secret<32> key;
    media_chunk::Binding binding;
    std::uint64_t chunks;
    std::uint64_t size;
    std::string sealed = {};
    // The chunk that is open, for readers that ask in small steps.
    std::string text = {};
    std::uint64_t opened = None;

    ~State() { wipe(text); }

    Error damaged() const { return {Fault::unavailable, "media_damaged", path}; }

    Result<void> open_chunk(std::uint64_t number)
    {
        if (number == opened)
            return {};
        opened = None;
        auto const last = number + 1 == chunks;
        auto const text_size = last ? size - number * media_chunk::TextSize : media_chunk::TextSize;
        sealed.resize(text_size + media_chunk::TagSize);
        auto const got = file.read_at(sealed.data(), sealed.size(),
                                      media_chunk::HeaderSize + number * media_chunk::FullSize);
        if (got < 0)
            return Error{Fault::unavailable, "media_unreadable", path};
        if (std::size_t(got) != sealed.size() ||
            !media_chunk::open(text, sealed, number, last, binding, key))
            return damaged();
        opened = number;
        return {};
    }
};

MediaReader::MediaReader(std::unique_ptr<State> state) : m_state(std::move(state)) {}
MediaReader::MediaReader(MediaReader&&) noexcept = default;
MediaReader& MediaReader::operator=(MediaReader&&) noexcept = default;
MediaReader::~MediaReader() = default;

Result<MediaReader> MediaReader::open(MediaPlace const& place)
{
    auto const path = place.folder + "/" + blob_name(place.id);
    OpenFile file(path, O_RDONLY);
    if (!file)
        return Error{Fault::unavailable, errno == ENOENT ? "media_missing" : "media_unreadable",
                     path};
    Error const damaged{Fault::unavailable, "media_damaged", path};
    struct stat status = {};
    std::string head(media_chunk::HeaderSize, '\0');
    if (::fstat(file.fd(), &status) != 0)
        return Error{Fault::unavailable, "media_unreadable", path};
    auto const got = file.read_at(head.data(), head.size(), 0);
    if (got < 0)
        return Error{Fault::unavailable, "media_unreadable", path};
    if (std::size_t(got) != head.size() || !media_chunk::is_header(head, place.id))
        return damaged;

    auto const payload = std::uint64_t(status.st_size) - media_chunk::HeaderSize;
    auto const chunks = (payload + media_chunk::FullSize - 1) / media_chunk::FullSize;
    auto const rest = chunks == 0 ? 0 : payload - (chunks - 1) * media_chunk::FullSize;
    // Only an empty file ends in an empty chunk.
    if (chunks == 0 || rest < media_chunk::TagSize || (rest == media_chunk::TagSize && chunks > 1))
        return damaged;
    std::unique_ptr<State> state(new State{path, std::move(file),
                                           Secret<32>::copy_of(place.key.bytes()),
                                           media_chunk::Binding(head, place.workspace), chunks,
                                           payload - chunks * media_chunk::TagSize});
    // The last chunk is sealed as the last, so a file cut between two chunks does not get past this.
    TRY(state->open_chunk(chunks - 1));
    return MediaReader(std::move(state));
}

std::uint64_t MediaReader::size() const { return m_state->size; }

Result<std::string> MediaReader::read(std::uint64_t offset, std::size_t limit)
{
    auto& state = *m_state;
    std::string out;
    if (offset >= state.size)
        return out;
    auto const end = offset + std::min<std::uint64_t>(limit, state.size - offset);
    out.reserve(end - offset);
    while (offset < end) {
        TRY(state.open_chunk(offset / media_chunk::TextSize));
        auto const at = offset % media_chunk::TextSize;
        auto const part = std::min<std::uint64_t>(end - offset, state.text.size() - at);
        out.append(state.text, at, part);
        offset += part;
    }
    return out;
}

}  // namespace crypto
