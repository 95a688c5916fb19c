// libFuzzer target: what people type into the search. Whatever it is, SQLite takes it as words, never
// as operators: no query is a syntax error.
#include "parts.hpp"

#include "base/text.hpp"
#include "db/match.hpp"
#include "db/reader.hpp"

namespace {

db::Connection& index()
{
    static auto connection = [] {
        static std::array<std::uint8_t, 32> const key{7};
        auto made = db::Connection::open({fuzz::scratch_file(), {key, {1, 2, 3}}},
                                         db::OpenMode::create);
        fuzz::must(made.ok());
        made->run_script("CREATE VIRTUAL TABLE word USING fts5 (text, tokenize = 'unicode61');"
                         "CREATE VIRTUAL TABLE part USING fts5 (text, tokenize = 'trigram')");
        return std::move(*made);
    }();
    return connection;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    // As the API hands it over: text.
    auto const text = base::to_utf8(fuzz::text_of(data, size));
    db::Reader const reader(index());
    auto const words_from = [](std::string const& beginning) {
        return std::vector<std::string>{beginning, beginning + "an"};
    };
    for (auto const& query : {db::match_words(text), db::match_words(text, words_from)})
        if (!query.empty())
            static_cast<void>(reader.all<std::int64_t>(
                R"sql(SELECT rowid FROM word WHERE word MATCH ?1)sql", query));
    if (auto const query = db::match_phrase(text); !query.empty())
        static_cast<void>(
            reader.all<std::int64_t>(R"sql(SELECT rowid FROM part WHERE part MATCH ?1)sql", query));
    return 0;
}
