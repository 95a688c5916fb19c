#include "db/match.hpp"

#include <doctest/doctest.h>

namespace db {

TEST_CASE("match: words are quoted and must all be there, the last may be a beginning")
{
    CHECK(match_words("") == "");
    CHECK(match_words("!!! --") == "");
    CHECK(match_words("ab") == R"("ab")");
    CHECK(match_words("abc") == R"("abc" *)");
    CHECK(match_words("where OR say\"ing") == R"("where" AND "OR" AND "say""ing" *)");
}

TEST_CASE("match: a long beginning is replaced by the words it stands for")
{
    std::string asked;
    WordsFrom const words_from = [&](std::string const& beginning) {
        asked = beginning;
        return std::vector<std::string>{"pesanan", "pesanannya"};
    };
    CHECK(match_words("Stok PESAN", words_from) == R"("Stok" AND ("pesanan" OR "pesanannya"))");
    CHECK(asked == "pesan");
    // Three letters have an index; where none are known, or too many, FTS5 looks itself.
    CHECK(match_words("pes", words_from) == R"("pes" *)");
    CHECK(match_words("são paulista", {}) == R"("são" AND "paulista" *)");
    CHECK(match_words("pesan", [](auto&) { return std::vector<std::string>{}; }) == R"("pesan" *)");
}

}  // namespace db
