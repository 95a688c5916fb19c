#include "crypto/backup_stream.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>

#include "fixed.hpp"

namespace crypto {

namespace {

std::string written(std::string_view text, BackupKeys const& own,
                    std::optional<std::string> const& offline = {})
{
    std::string out;
    auto writer = std::move(BackupWriter::start(own, offline, [&](std::string_view bytes) {
                      out.append(bytes);
                      return base::Result<void>();
                  })).value();
    for (; !text.empty(); text.remove_prefix(std::min<std::size_t>(text.size(), 9'999)))
        REQUIRE(writer.add(text.substr(0, 9'999)));
    REQUIRE(writer.finish());
    return out;
}

ByteSource from(std::string_view bytes)
{
    return [bytes, at = std::size_t(0)](char* out, std::size_t size) mutable {
        auto const part = std::min(size, bytes.size() - at);
        std::memcpy(out, bytes.data() + at, part);
        at += part;
        return base::Result<std::size_t>(part);
    };
}

// The whole text, or "!" and the code.
std::string read_all(std::string_view bytes, BackupKeys const& keys)
{
    auto reader = BackupReader::start(keys, from(bytes));
    if (!reader)
        return "!" + reader.error().code;
    std::string text;
    char part[7'000];
    for (;;) {
        auto const got = reader->read(part, sizeof part);
        if (!got)
            return "!" + got.error().code;
        text.append(part, *got);
        if (*got < sizeof part)
            return text;
    }
}

std::string lines(std::size_t size)
{
    std::string text;
    for (int i = 0; text.size() < size; ++i)
        text += std::to_string(i) + "\n";
    text.resize(size);
    return text;
}

}  // namespace

TEST_CASE("backup stream: what was written is read, at every size around a message")
{
    auto const keys = backup_keys(counted_key());
    for (std::size_t const size : {0, 1, 65'535, 65'536, 65'537, 131'072, 300'000}) {
        auto const bytes = written(lines(size), keys);
        CHECK(read_all(bytes, keys) == lines(size));
        CHECK(bytes.find("1\n2\n3") == std::string::npos);
    }
}

TEST_CASE("backup stream: the own key or the offline key opens it, no other")
{
    auto const own = backup_keys(counted_key());
    auto const offline = new_offline_keys();
    CHECK(is_public_key(offline.public_hex));
    auto const bytes = written("hello", own, offline.public_hex);
    CHECK(read_all(bytes, own) == "hello");
    auto const from_paper = offline_keys_from(hex(offline.secret.bytes()));
    REQUIRE(from_paper);
    CHECK(from_paper->public_hex == offline.public_hex);
    CHECK(read_all(bytes, *from_paper) == "hello");
    CHECK(read_all(bytes, backup_keys(counted_key(1))) == "!backup_other_key");
    CHECK(read_all(written("hello", own), offline) == "!backup_other_key");
    CHECK(backup_keys(counted_key()).public_hex == own.public_hex);

    CHECK_FALSE(is_public_key("xyz"));
    CHECK(offline_keys_from("xyz").error().code == "offline_key_malformed");
    CHECK(BackupWriter::start(own, "xyz", [](std::string_view) { return base::Result<void>(); })
              .error()
              .code == "offline_key_malformed");
}

TEST_CASE("backup stream: a flipped bit anywhere is noticed before its bytes are given")
{
    auto const keys = backup_keys(counted_key());
    auto const text = lines(70'000);
    auto const bytes = written(text, keys);
    for (std::size_t at = 0; at < bytes.size(); at += at < 200 ? 1 : 997) {
        auto damaged = bytes;
        damaged[at] = char(damaged[at] ^ 1);
        CHECK(read_all(damaged, keys).starts_with("!backup_"));
    }
}

TEST_CASE("backup stream: a cut, longer or reordered stream is refused")
{
    auto const keys = backup_keys(counted_key());
    auto const bytes = written(lines(4 * 65'536), keys);
    constexpr std::size_t Head = 8 + 81 + 24;
    constexpr std::size_t Message = 65'536 + 17;
    for (std::size_t const size :
         {std::size_t(0), std::size_t(7), std::size_t(8), std::size_t(60), Head, Head + 5,
          Head + Message, Head + 2 * Message, Head + 3 * Message, bytes.size() - 1})
        CHECK(read_all(bytes.substr(0, size), keys).starts_with("!backup_"));
    CHECK(read_all(bytes + "x", keys) == "!backup_damaged");
    auto swapped = bytes;
    swapped.replace(Head, Message, bytes, Head + Message, Message);
    swapped.replace(Head + Message, Message, bytes, Head, Message);
    CHECK(read_all(swapped, keys) == "!backup_damaged");
    auto shorter = bytes;
    shorter.erase(Head + Message, Message);
    CHECK(read_all(shorter, keys) == "!backup_damaged");

    std::string unfinished;
    {
        auto writer = std::move(BackupWriter::start(keys, {}, [&](std::string_view part) {
                          unfinished.append(part);
                          return base::Result<void>();
                      })).value();
        REQUIRE(writer.add(lines(200'000)));
    }
    CHECK(read_all(unfinished, keys) == "!backup_damaged");
}

TEST_CASE("backup stream: what the sink or the source refuses is handed on")
{
    auto const keys = backup_keys(counted_key());
    base::Error const full{base::Fault::unavailable, "disk_full"};
    int calls = 0;
    auto writer = std::move(BackupWriter::start(keys, {}, [&](std::string_view) {
                      return ++calls > 1 ? base::Result<void>(full) : base::Result<void>();
                  })).value();
    CHECK(writer.finish().error().code == "disk_full");
    CHECK(BackupReader::start(keys,
                              [&](char*, std::size_t) { return base::Result<std::size_t>(full); })
              .error()
              .code == "disk_full");
}

}  // namespace crypto
