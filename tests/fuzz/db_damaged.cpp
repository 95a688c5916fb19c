// libFuzzer target: a file whose bytes have gone bad. It is refused with a word, or it reads what was
// written; nothing in between, and no crash.
#include "parts.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>

#include "db/reader.hpp"

namespace {

constexpr char Word[] = "what was written";

db::File file()
{
    static std::array<std::uint8_t, 32> const key{9};
    return {fuzz::scratch_file(), {key, {4, 5, 6}}};
}

std::string const& sound()
{
    static auto const bytes = [] {
        ::unlink(file().path.c_str());
        {
            auto made = db::Connection::open(file(), db::OpenMode::create);
            fuzz::must(made.ok());
            made->run_script("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT");
            db::Transaction tx(*made);
            for (int i = 0; i < 100; ++i)
                tx.writer().run(R"sql(INSERT INTO note (text) VALUES (?1))sql", std::string(Word));
            tx.commit();
            made->run_script("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        std::ifstream in(file().path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    }();
    return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto bytes = sound();
    // Three bytes each: where, and what is there now.
    for (std::size_t i = 0; i + 3 <= size; i += 3)
        bytes[(data[i] << 8 | data[i + 1]) % bytes.size()] = char(data[i + 2]);
    if (size % 3 == 1)
        bytes.resize(bytes.size() * data[size - 1] / 256);
    for (auto const* const other : {"-wal", "-shm"})
        ::unlink((file().path + other).c_str());
    std::ofstream(file().path, std::ios::binary | std::ios::trunc) << bytes;
    auto opened = db::Connection::open(file(), db::OpenMode::write);
    if (!opened) {
        fuzz::must(opened.error().code.starts_with("db_"));
        return 0;
    }
    try {
        db::Reader const reader(*opened);
        for (auto const& text : reader.all<std::string>(R"sql(SELECT text FROM note)sql"))
            fuzz::must(text == Word);
    } catch (db::Broken const&) {
        return 0;
    }
    return 0;
}
