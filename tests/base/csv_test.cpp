#include "base/csv.hpp"

#include <doctest/doctest.h>

namespace {

std::vector<std::vector<std::string>> all(std::string_view text)
{
    base::CsvReader reader(text);
    std::vector<std::vector<std::string>> out;
    for (std::vector<std::string> cells; reader.next(cells);)
        out.push_back(cells);
    return out;
}

}  // namespace

TEST_CASE("csv: a quoted cell holds separators, quotes and line ends, and lines are counted")
{
    base::CsvReader reader("\xEF\xBB\xBF"
                           "a,b\r\n\"x, \"\"y\"\"\nz\",2\n3,4");
    std::vector<std::string> cells;
    REQUIRE(reader.next(cells));
    CHECK(cells == std::vector<std::string>{"a", "b"});
    REQUIRE(reader.next(cells));
    CHECK(cells == std::vector<std::string>{"x, \"y\"\nz", "2"});
    CHECK(reader.line() == 2);
    REQUIRE(reader.next(cells));
    CHECK(reader.line() == 4);
    CHECK_FALSE(reader.next(cells));
    CHECK(all("a;b\n1,5;2") == std::vector<std::vector<std::string>>{{"a", "b"}, {"1,5", "2"}});
    CHECK(all("a\n\"never closed\nb").size() == 2);
}

TEST_CASE("csv: what is written is read back, and no cell is a formula")
{
    std::vector<std::string> const cells = {"=SUM(A1)", "a \"b\", c\nd", "", "-5", "plain"};
    auto const line = base::csv_line(cells);
    CHECK(line == "'=SUM(A1),\"a \"\"b\"\", c\nd\",,'-5,plain\r\n");
    auto back = all(line).front();
    for (auto& cell : back)
        cell = std::string(base::without_formula_guard(cell));
    CHECK(back == cells);
    CHECK(base::without_formula_guard("'tis") == "'tis");
}
