#include "crypto/media_file.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <random>

#include "crypto/hash.hpp"
#include "fixed.hpp"

namespace crypto {

namespace {

FileId counted_id()
{
    FileId id{};
    for (std::size_t i = 0; i < id.size(); ++i)
        id[i] = std::uint8_t(i);
    return id;
}

std::string const Name = "000102030405060708090a0b0c0d0e0f";

// A folder with room for files under one key.
struct Album {
    Folder folder;
    Secret<32> key = counted_key();

    MediaPlace place(std::int64_t workspace = 12, FileId id = counted_id()) const
    {
        return {folder.path(), id, {workspace}, key};
    }
    std::string path() const { return folder / Name; }
    std::string bytes() const
    {
        std::ifstream in(path(), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void put(std::string const& bytes) const { std::ofstream(path(), std::ios::binary) << bytes; }
    void write(std::string_view text, std::size_t step = 10'000) const
    {
        auto writer = std::move(MediaWriter::create(place(), base::real_world().random)).value();
        for (; !text.empty(); text.remove_prefix(std::min(step, text.size())))
            REQUIRE(writer.add(text.substr(0, step)));
        REQUIRE(writer.finish());
    }
    // What reading all of it says: "" when it is whole.
    std::string refusal() const
    {
        auto reader = MediaReader::open(place());
        if (!reader)
            return reader.error().code;
        auto const text = reader->read(0, SIZE_MAX);
        return text ? "" : text.error().code;
    }
};

std::string patterned(std::size_t size)
{
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        text[i] = char(i * 7);
    return text;
}

}  // namespace

TEST_CASE("media file: known answers (V1)")
{
    Album album;
    {
        Counting random(16);
        auto writer = std::move(MediaWriter::create(album.place(), random)).value();
        auto const text = patterned(65'536) + "tail!";
        REQUIRE(writer.add(text));
        CHECK(*writer.finish() == 65'541);
    }
    CHECK(album.bytes().size() == 65'637);
    CHECK(sha256_hex(album.bytes()) ==
          "9174c5a3bc8cd1421a79b9faa3562c60489a56632adf341a9940e66cfaf58d5f");
    std::filesystem::remove(album.path());
    {
        Counting random(16);
        auto writer = std::move(MediaWriter::create(album.place(), random)).value();
        CHECK(*writer.finish() == 0);
    }
    CHECK(base::to_hex(album.bytes()) ==
          "5341504d01100000000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f00000000"
          "0000000000000000000000000000000000000000b6b1b29da0cff42744ed90380f7007b0");
    CHECK(std::move(MediaReader::open(album.place())).value().size() == 0);
}

TEST_CASE("media file: 10,000 random ranges read what was written (V5)")
{
    Album album;
    auto const text = patterned(300'000);
    album.write(text);
    auto reader = std::move(MediaReader::open(album.place())).value();
    CHECK(reader.size() == 300'000);
    std::mt19937_64 chance(5);
    bool all_same = true;
    for (int i = 0; i < 10'000; ++i) {
        auto const offset = chance() % 310'000;
        auto const limit = i % 10 == 0 ? chance() % 200'000 : chance() % 5'000;
        auto const part = reader.read(offset, limit);
        REQUIRE(part);
        all_same = all_same && *part == (offset < text.size() ? text.substr(offset, limit) : "");
    }
    CHECK(all_same);
    CHECK(reader.read(299'999, 100).value().size() == 1);
    CHECK(reader.read(300'000, 100).value().empty());
    CHECK(reader.read(UINT64_MAX, 100).value().empty());
    CHECK(reader.read(0, SIZE_MAX).value() == text);
}

TEST_CASE("media file: every size around a chunk comes back, with the size foretold")
{
    for (std::size_t const size : {0, 1, 65'535, 65'536, 65'537, 131'071, 131'072, 131'073}) {
        Album album;
        auto const text = patterned(size);
        album.write(text, 4096);
        CHECK(album.bytes().size() == media_file_size(size));
        auto reader = std::move(MediaReader::open(album.place())).value();
        CHECK(reader.read(0, SIZE_MAX).value() == text);
    }
}

TEST_CASE("media file: no byte can be changed (V3)")
{
    Album album;
    album.write(patterned(140'000));
    auto const whole = album.bytes();
    std::mt19937_64 chance(7);
    for (std::size_t i = 0; i < 400; ++i) {
        // All of the header, then anywhere.
        auto const at = i < 64 ? i : chance() % whole.size();
        auto damaged = whole;
        damaged[at] = char(damaged[at] ^ (1 << (i % 8)));
        album.put(damaged);
        CHECK(album.refusal() == "media_damaged");
    }
    album.put(whole);
    CHECK(album.refusal() == "");
}

TEST_CASE("media file: a cut, longer or reordered file is refused (V4)")
{
    Album album;
    album.write(patterned(4 * 65'536));
    auto const whole = album.bytes();
    constexpr std::size_t Chunk = 65'552;
    for (std::size_t const size :
         {std::size_t(0), std::size_t(63), std::size_t(64), std::size_t(79), std::size_t(80),
          64 + Chunk, 64 + 2 * Chunk, 64 + 3 * Chunk, whole.size() - 1}) {
        album.put(whole.substr(0, size));
        CHECK(album.refusal() == "media_damaged");
    }
    album.put(whole + std::string(16, '\0'));
    CHECK(album.refusal() == "media_damaged");
    album.put(whole + whole.substr(64, Chunk));
    CHECK(album.refusal() == "media_damaged");

    auto swapped = whole;
    swapped.replace(64, Chunk, whole, 64 + Chunk, Chunk);
    swapped.replace(64 + Chunk, Chunk, whole, 64, Chunk);
    album.put(swapped);
    CHECK(album.refusal() == "media_damaged");
    // What is whole can still be read, what is not cannot.
    auto reader = std::move(MediaReader::open(album.place())).value();
    CHECK(reader.read(2 * 65'536, 10).ok());
    CHECK(reader.read(65'536, 10).error().code == "media_damaged");

    auto without_second = whole;
    without_second.erase(64 + Chunk, Chunk);
    album.put(without_second);
    CHECK(album.refusal() == "media_damaged");
}

TEST_CASE("media file: another workspace, key or name does not open it (V2)")
{
    Album album;
    album.write("a picture");
    CHECK(MediaReader::open(album.place(13)).error().code == "media_damaged");
    auto const other = counted_key(1);
    CHECK(MediaReader::open({album.folder.path(), counted_id(), {12}, other}).error().code ==
          "media_damaged");
    CHECK(MediaReader::open(album.place(12, FileId{})).error().code == "media_missing");
    std::filesystem::copy(album.path(), album.folder / std::string(32, '0'));
    CHECK(MediaReader::open(album.place(12, FileId{})).error().code == "media_damaged");
}

TEST_CASE("media file: it appears only when finished, private, and never over another")
{
    Album album;
    {
        auto writer =
            std::move(MediaWriter::create(album.place(), base::real_world().random)).value();
        REQUIRE(writer.add(patterned(200'000)));
        CHECK_FALSE(std::filesystem::exists(album.path()));
        CHECK(std::filesystem::exists(album.path() + ".part"));
        CHECK(MediaReader::open(album.place()).error().code == "media_missing");
    }
    CHECK(std::filesystem::is_empty(album.folder.path()));

    album.write("x");
    struct stat status = {};
    REQUIRE(::stat(album.path().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK(MediaWriter::create(album.place(), base::real_world().random).error().code ==
          "media_exists");
    CHECK(MediaWriter::create({album.folder / "no", counted_id(), {12}, album.key},
                              base::real_world().random)
              .error()
              .code == "media_unwritable");

    std::ofstream(album.folder / "left.part") << "x";
    CHECK(remove_unfinished(album.folder.path()) == 1);
    CHECK(album.refusal() == "");
}

TEST_CASE("media file: names are hex digits and nothing else")
{
    CHECK(blob_name(counted_id()) == Name);
    CHECK(*file_id_of(Name) == counted_id());
    for (auto const* wrong : {"", "..", "../../../../../../etc/passwd0000",
                              "000102030405060708090A0B0C0D0E0F", "00010203"})
        CHECK(file_id_of(wrong).error().code == "not_a_blob_name");
}

}  // namespace crypto
