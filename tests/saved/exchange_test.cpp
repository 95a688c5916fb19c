#include "saved/exchange.hpp"

#include "saved/house.hpp"

using saved::FileFormat;
using tests::Desktop;

namespace {

void furnish(Desktop& house)
{
    house.add("halo", "Halo, \"kak\"\napa kabar?");
    saved::AddReply in;
    in.shortcut = "harga";
    in.text = "=lihat katalog";
    in.language = "id";
    in.team = base::TeamId{7};
    in.buttons = {"Ya", "Tidak"};
    REQUIRE(saved::add(house.desk, in).ok());
}

}  // namespace

TEST_CASE("saved: what is exported is imported as it was, in both formats")
{
    for (auto const format : {FileFormat::csv, FileFormat::json}) {
        Desktop from;
        furnish(from);
        auto const file = saved::export_replies(from.desk, {format});
        REQUIRE(file.ok());
        Desktop to;
        auto const done = saved::import_replies(to.desk, {format, file->file});
        REQUIRE(done.ok());
        CHECK(done->added == 2);
        CHECK(done->refused == 0);
        auto const all = to.all();
        REQUIRE(all.size() == 2);
        CHECK(all[0].text == "Halo, \"kak\"\napa kabar?");
        CHECK(all[1].text == "=lihat katalog");
        CHECK(all[1].language == "id");
        CHECK(all[1].team == base::TeamId{7});
        CHECK(all[1].buttons == std::vector<std::string>{"Ya", "Tidak"});
        // Once more changes what is there.
        auto const again = saved::import_replies(to.desk, {format, file->file});
        CHECK(again->changed == 2);
        CHECK(to.all().size() == 2);
    }
}

TEST_CASE("saved: a spreadsheet sees no formula in what is exported")
{
    Desktop house;
    furnish(house);
    auto const file = saved::export_replies(house.desk, {FileFormat::csv});
    CHECK(file->file.find(",'=lihat katalog,") != std::string::npos);
}

TEST_CASE("saved: rows that are wrong are passed over, and named")
{
    Desktop house;
    auto const done = saved::import_replies(
        house.desk, {FileFormat::csv, "Shortcut,TEXT,language\nok,Baik,\n,tanpa nama,\n"
                                      "dua kata,x,\nbuku,{{harga}},\nkosong,,id\n"});
    REQUIRE(done.ok());
    CHECK(done->added == 1);
    CHECK(done->refused == 4);
    std::string rows;
    for (auto const& row : done->rows)
        rows += std::to_string(row.line) + ":" + row.field + ":" + row.code + " ";
    CHECK(rows == "3:shortcut:required 4:shortcut:bad_format 5:text:not_allowed 6:text:required ");
    CHECK(house.all().front().shortcut == "ok");

    auto const list = saved::import_replies(
        house.desk, {FileFormat::json, R"([{"shortcut":"a","text":"b"},{"text":1},3])"});
    CHECK(list->added == 1);
    REQUIRE(list->rows.size() == 2);
    CHECK(list->rows[1].line == 3);
}

TEST_CASE("saved: a file that is no table is refused whole")
{
    Desktop house;
    for (auto const* const text : {"a,b\n1,2\n", "shortcut\nx\n"})
        CHECK(Desktop::refusal(saved::import_replies(house.desk, {FileFormat::csv, text})) ==
              "file:bad_format");
    for (auto const* const text : {"{}", "[", "x"})
        CHECK(Desktop::refusal(saved::import_replies(house.desk, {FileFormat::json, text})) ==
              "file:bad_format");
}
