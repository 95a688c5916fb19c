#include "crypto/backup_stream.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/text.hpp"

namespace crypto {

namespace {

using base::Error;
using base::Fault;
using base::Result;

constexpr std::string_view BackupMagic = "SAPB";
constexpr char BackupVersion = 1;
constexpr char OwnKey = 1;
constexpr char OfflineKey = 2;
constexpr std::size_t FixedHead = 8;
constexpr std::size_t SealedKeySize = 32 + crypto_box_SEALBYTES;
constexpr std::size_t MostKeys = 2;
constexpr std::size_t MessageSize = 65'536;
constexpr std::size_t SealedMessageSize = MessageSize +
                                          crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t StreamHead = crypto_secretstream_xchacha20poly1305_HEADERBYTES;

Error const Malformed{Fault::invalid, "backup_malformed"};
Error const Damaged{Fault::invalid, "backup_damaged"};

unsigned char* raw_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

unsigned char const* raw_of(std::string_view text)
{
    return reinterpret_cast<unsigned char const*>(text.data());
}

}  // namespace

// The key of one stream and where libsodium is in it.
struct BackupCipher {
    Secret<32> key;
    Secret<sizeof(crypto_secretstream_xchacha20poly1305_state)> memory;
    // Associated data of the next message: the header before the first one, nothing after.
    std::string ad;

    crypto_secretstream_xchacha20poly1305_state* state()
    {
        return reinterpret_cast<crypto_secretstream_xchacha20poly1305_state*>(
            memory.bytes().data());
    }
};

namespace {

void add_sealed_key(std::string& head, char kind, std::string_view public_hex,
                    BackupCipher const& stream)
{
    std::string sealed(SealedKeySize, '\0');
    auto const public_half = base::from_hex(public_hex);
    crypto_box_seal(raw_of(sealed), stream.key.bytes().data(), stream.key.bytes().size(),
                    raw_of(public_half));
    head.push_back(kind);
    head.append(sealed);
}

// Whether one of the sealed keys in the header is for us.
bool open_stream_key(BackupCipher& stream, std::string_view sealed_keys, BackupKeys const& keys)
{
    auto const public_half = base::from_hex(keys.public_hex);
    for (; sealed_keys.size() > SealedKeySize; sealed_keys.remove_prefix(1 + SealedKeySize))
        if (crypto_box_seal_open(stream.key.bytes().data(), raw_of(sealed_keys.substr(1)),
                                 SealedKeySize, raw_of(public_half),
                                 keys.secret.bytes().data()) == 0)
            return true;
    return false;
}

}  // namespace

struct BackupWriter::State {
    explicit State(ByteSink s) : sink(std::move(s)) {}

    ByteSink sink;
    BackupCipher stream = {};
    std::string waiting = {};
    std::string sealed = {};

    ~State() { wipe(waiting); }

    Result<void> write_message(unsigned char tag)
    {
        sealed.resize(waiting.size() + crypto_secretstream_xchacha20poly1305_ABYTES);
        crypto_secretstream_xchacha20poly1305_push(
            stream.state(), raw_of(sealed), nullptr, raw_of(std::string_view(waiting)),
            waiting.size(), raw_of(std::string_view(stream.ad)), stream.ad.size(), tag);
        stream.ad.clear();
        waiting.clear();
        return sink(sealed);
    }
};

BackupWriter::BackupWriter(std::unique_ptr<State> state) : m_state(std::move(state)) {}
BackupWriter::BackupWriter(BackupWriter&&) noexcept = default;
BackupWriter& BackupWriter::operator=(BackupWriter&&) noexcept = default;
BackupWriter::~BackupWriter() = default;

Result<BackupWriter> BackupWriter::start(BackupKeys const& own,
                                         std::optional<std::string> const& offline_public,
                                         ByteSink sink)
{
    init();
    if (offline_public && !is_public_key(*offline_public))
        return Error{Fault::invalid, "offline_key_malformed"};
    auto state = std::make_unique<State>(std::move(sink));
    auto& stream = state->stream;
    crypto_secretstream_xchacha20poly1305_keygen(stream.key.bytes().data());

    std::string head(BackupMagic);
    head.push_back(BackupVersion);
    head.push_back(char(offline_public ? 2 : 1));
    head.resize(FixedHead);
    add_sealed_key(head, OwnKey, own.public_hex, stream);
    if (offline_public)
        add_sealed_key(head, OfflineKey, *offline_public, stream);
    stream.ad = head;

    std::string stream_head(StreamHead, '\0');
    crypto_secretstream_xchacha20poly1305_init_push(stream.state(), raw_of(stream_head),
                                                    stream.key.bytes().data());
    state->waiting.reserve(MessageSize);
    TRY(state->sink(head + stream_head));
    return BackupWriter(std::move(state));
}

Result<void> BackupWriter::add(std::string_view bytes)
{
    auto& state = *m_state;
    while (!bytes.empty()) {
        if (state.waiting.size() == MessageSize)
            TRY(state.write_message(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE));
        auto const part = bytes.substr(0, MessageSize - state.waiting.size());
        state.waiting.append(part);
        bytes.remove_prefix(part.size());
    }
    return {};
}

Result<void> BackupWriter::finish()
{
    return m_state->write_message(crypto_secretstream_xchacha20poly1305_TAG_FINAL);
}

struct BackupReader::State {
    explicit State(ByteSource s) : source(std::move(s)) {}

    ByteSource source;
    BackupCipher stream = {};
    std::string sealed = {};
    std::string text = {};
    std::size_t taken = 0;
    bool ended = false;

    ~State() { wipe(text); }

    Result<std::string> exactly(std::size_t size)
    {
        std::string out(size, '\0');
        if (TRY(source(out.data(), size)) != size)
            return Malformed;
        return out;
    }

    Result<void> read_message()
    {
        sealed.resize(SealedMessageSize);
        auto const got = TRY(source(sealed.data(), sealed.size()));
        if (got < crypto_secretstream_xchacha20poly1305_ABYTES)
            return Damaged;
        text.resize(got - crypto_secretstream_xchacha20poly1305_ABYTES);
        taken = 0;
        unsigned char tag = 0;
        if (crypto_secretstream_xchacha20poly1305_pull(
                stream.state(), raw_of(text), nullptr, &tag, raw_of(std::string_view(sealed)), got,
                raw_of(std::string_view(stream.ad)), stream.ad.size()) != 0) {
            text.clear();
            return Damaged;
        }
        stream.ad.clear();
        ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        char beyond = 0;
        if (ended && TRY(source(&beyond, 1)) != 0)
            return Damaged;
        // Only the last message may be short.
        if (!ended && got != SealedMessageSize)
            return Damaged;
        return {};
    }
};

BackupReader::BackupReader(std::unique_ptr<State> state) : m_state(std::move(state)) {}
BackupReader::BackupReader(BackupReader&&) noexcept = default;
BackupReader& BackupReader::operator=(BackupReader&&) noexcept = default;
BackupReader::~BackupReader() = default;

Result<BackupReader> BackupReader::start(BackupKeys const& keys, ByteSource source)
{
    init();
    auto state = std::make_unique<State>(std::move(source));
    auto head = TRY(state->exactly(FixedHead));
    auto const count = static_cast<unsigned char>(head[5]);
    if (!head.starts_with(BackupMagic) || head[4] != BackupVersion || count < 1 ||
        count > MostKeys || head[6] != 0 || head[7] != 0)
        return Malformed;
    head += TRY(state->exactly(count * (1 + SealedKeySize)));
    auto const stream_head = TRY(state->exactly(StreamHead));
    auto& stream = state->stream;
    if (!open_stream_key(stream, std::string_view(head).substr(FixedHead), keys))
        return Error{Fault::invalid, "backup_other_key"};
    stream.ad = head;
    if (crypto_secretstream_xchacha20poly1305_init_pull(
            stream.state(), raw_of(std::string_view(stream_head)), stream.key.bytes().data()) != 0)
        return Malformed;
    return BackupReader(std::move(state));
}

Result<std::size_t> BackupReader::read(char* out, std::size_t size)
{
    auto& state = *m_state;
    std::size_t done = 0;
    while (done < size) {
        if (state.taken == state.text.size()) {
            if (state.ended)
                break;
            TRY(state.read_message());
            continue;
        }
        auto const part = std::min(size - done, state.text.size() - state.taken);
        std::copy_n(state.text.data() + state.taken, part, out + done);
        state.taken += part;
        done += part;
    }
    return done;
}

}  // namespace crypto
