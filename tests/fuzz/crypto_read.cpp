// libFuzzer target: nothing that only looks like a sealed value, a wrapped key, a chunk of a media
// file, a backup or a token may crash what opens it, and nothing that was not sealed opens. No search
// finds a key, so most begin with something rightly sealed and change it: the first byte says which.
#include <cstring>

#include "crypto/backup_stream.hpp"
#include "crypto/base32.hpp"
#include "crypto/hmac.hpp"
#include "crypto/media_chunk.hpp"
#include "crypto/sealed.hpp"
#include "crypto/token.hpp"
#include "parts.hpp"

using fuzz::must;

namespace {

// The same bytes in every run, so that what was found is found again.
class EvenRandom final : public base::Random {
public:
    void fill(std::span<std::uint8_t> out) override { std::ranges::fill(out, std::uint8_t(9)); }
};

crypto::Secret<32> const& fixed_key()
{
    static auto const key = [] {
        crypto::Secret<32> made;
        std::ranges::fill(made.bytes(), std::uint8_t(7));
        return made;
    }();
    return key;
}

crypto::KeyRing const& ring()
{
    static auto const made = [] {
        crypto::KeyRing keys;
        keys.add({1, crypto::Secret<32>::copy_of(fixed_key().bytes())});
        return keys;
    }();
    return made;
}

constexpr crypto::Place Here{{1}, {}, "channel", "access_token", 1};

base::Result<std::string> read_backup(std::string_view bytes)
{
    static auto const keys = crypto::backup_keys(fixed_key());
    auto reader = TRY(crypto::BackupReader::start(keys, [&](char* out, std::size_t size) {
        auto const part = bytes.substr(0, size);
        std::memcpy(out, part.data(), part.size());
        bytes.remove_prefix(part.size());
        return base::Result<std::size_t>(part.size());
    }));
    std::string out;
    char piece[4096];
    while (auto const got = TRY(reader.read(piece, sizeof piece)))
        out.append(piece, got);
    return out;
}

bool open_chunk(std::string_view bytes, std::string& out)
{
    using namespace crypto::media_chunk;
    Binding const binding(header({}, std::string(16, 'n')), base::WorkspaceId{1});
    return open(out, bytes, 0, true, binding, fixed_key());
}

void by_strangers(std::string_view bytes)
{
    static_cast<void>(crypto::media_chunk::is_header(bytes, {}));
    std::string out;
    must(!crypto::unseal(bytes, Here, ring()) && !crypto::unwrap(bytes, fixed_key(), {1}, 1));
    must(!crypto::open_signed_request("secret", bytes, {}) && !open_chunk(bytes, out));
    must(!read_backup(bytes));
}

void tokens(std::string_view bytes)
{
    if (auto const id = crypto::api_token_id(bytes))
        must(id->size() == 8);
    if (auto const code = crypto::recovery_code_of(bytes))
        must(crypto::recovery_code_of(*code) == code);
    must(!crypto::is_token(bytes) || bytes.size() == 43);
    if (auto const plain = crypto::from_base64url(bytes))
        must(crypto::to_base64url(*plain) == bytes);
    must(crypto::from_base64url(crypto::to_base64url(bytes)) == bytes);
    must(crypto::from_base32(crypto::base32(bytes)) == bytes);
}

// What the provider would sign: whatever is inside, only our algorithm and a time make it good.
void signed_request(std::string_view payload)
{
    auto const encoded = crypto::to_base64url(payload);
    auto const text = crypto::to_base64url(crypto::hmac_sha256("secret", encoded)) + "." + encoded;
    auto const json = crypto::open_signed_request("secret", text, {1'795'000'000'000});
    must(!json || (base::text_at(*json, "algorithm") == "HMAC-SHA256" &&
                   base::number_at(*json, "issued_at").has_value()));
    must(!crypto::open_signed_request("other", text, {1'795'000'000'000}));
}

std::string const& sound_backup()
{
    static auto const bytes = [] {
        std::string out;
        auto writer = crypto::BackupWriter::start(crypto::backup_keys(fixed_key()), std::nullopt,
                                                  [&](std::string_view part) {
                                                      out += part;
                                                      return base::Result<void>();
                                                  });
        must(writer && writer->add(std::string(70'000, 'b')) && writer->finish());
        return out;
    }();
    return bytes;
}

std::string sound_chunk()
{
    using namespace crypto::media_chunk;
    std::string out;
    seal(out, std::string(100, 'm'), 0, true,
         Binding(header({}, std::string(16, 'n')), base::WorkspaceId{1}), fixed_key());
    return out;
}

// What is sealed opens; changed by a bit, cut or made longer it does not.
template <class Opens>
void changed(std::string const& sound, std::string_view bytes, Opens const& opens)
{
    auto now = sound;
    // Three bytes each: where, and which bits are turned.
    for (; bytes.size() >= 3; bytes.remove_prefix(3)) {
        auto const at = std::size_t(std::uint8_t(bytes[0])) << 8 | std::uint8_t(bytes[1]);
        now[at % now.size()] = char(now[at % now.size()] ^ bytes[2]);
    }
    if (bytes.size() == 1)
        now.resize(now.size() * std::uint8_t(bytes[0]) / 256);
    if (bytes.size() == 2)
        now.append(std::uint8_t(bytes[0]), bytes[1]);
    must(opens(now) == (now == sound));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0)
        return 0;
    static EvenRandom random;
    static auto const sealed = *crypto::seal("a secret of theirs", Here, ring(), random);
    static auto const wrapped = crypto::wrap(*ring().find(1), fixed_key(), {1}, random);
    static auto const chunk = sound_chunk();
    auto const bytes = fuzz::text_of(data + 1, size - 1);
    switch (data[0] % 7) {
    case 0: by_strangers(bytes); break;
    case 1: tokens(bytes); break;
    case 2: signed_request(bytes); break;
    case 3:
        changed(sealed, bytes,
                [](auto const& now) { return crypto::unseal(now, Here, ring()).ok(); });
        break;
    case 4:
        changed(wrapped, bytes,
                [](auto const& now) { return crypto::unwrap(now, fixed_key(), {1}, 1).ok(); });
        break;
    case 5:
        changed(chunk, bytes, [](auto const& now) {
            std::string out;
            return open_chunk(now, out);
        });
        break;
    default: changed(sound_backup(), bytes, [](auto const& now) { return read_backup(now).ok(); });
    }
    return 0;
}
