#include <set>

#include "control/token.hpp"
#include "front.hpp"

using tests::Ask;
using tests::Front;

namespace {

struct Lists {
    Lists()
    {
        for (int i = 1; i <= 5; ++i)
            talk = front.customer(i);
        for (int i = 0; i < 5; ++i)
            REQUIRE(front
                        .page(front.owner, {"POST",
                                            "/conversations/" + talk.text() + "/notes",
                                            {},
                                            R"({"text":"catatan"})",
                                            {}})
                        .status == 201);
        messages = "/conversations/" + talk.text() + "/messages";
    }
    tests::Got get(std::string const& path, tests::Pairs query)
    {
        if (path == "/search")
            query.emplace_back("q", "catatan");
        return front.page(front.owner, {"GET", path, std::move(query)});
    }
    std::vector<std::string> all() const
    {
        return {"/conversations", messages, "/contacts", "/search", "/audit"};
    }

    Front front;
    base::ConversationId talk;
    std::string messages;
};

}  // namespace

TEST_CASE("paging: pages of two hold every row once, and the last one has no next")
{
    Lists lists;
    for (std::string const& path : {std::string("/conversations"), lists.messages,
                                    std::string("/contacts"), std::string("/search")}) {
        std::set<std::string> seen;
        std::string cursor;
        int pages = 0;
        for (; pages < 10; ++pages) {
            tests::Pairs query{{"limit", "2"}};
            if (!cursor.empty())
                query.emplace_back("cursor", cursor);
            auto const got = lists.get(path, query);
            REQUIRE_MESSAGE(got.status == 200, path, " ", got.body);
            auto const page = got.json();
            CHECK(page.at("data").size() <= 2);
            for (auto const& row : page.at("data")) {
                auto const& one = row.contains("message") ? row.at("message") : row;
                CHECK_MESSAGE(seen.insert(one.at("id").get<std::string>()).second, path);
            }
            if (page.at("next").is_null())
                break;
            cursor = page.at("next").get<std::string>();
        }
        CHECK_MESSAGE(seen.size() == 5, path);
        CHECK_MESSAGE(pages == 2, path);
    }
}

TEST_CASE("paging: a cursor that is not one of ours is refused and never breaks")
{
    Lists lists;
    for (auto const& path : lists.all())
        for (std::string const cursor :
             {"", "abc", "1;DROP TABLE message", "1.2.3", "0x10", "+1", "1e3", "\xff",
              "99999999999999999999999999", "18446744073709551616.1", ".", "1.", "..",
              "1111111111111111111111111111111111111111"}) {
            auto const got = lists.get(path, {{"cursor", cursor}});
            CHECK_MESSAGE((got.status == 422 || got.status == 400), path, " ", cursor, " ",
                          got.status);
        }
}

TEST_CASE("paging: a cursor of another list or of nowhere gives rows of this list or none")
{
    Lists lists;
    for (auto const& path : lists.all())
        for (std::string const cursor :
             {"0", "1", "9223372036854775807", "0.0", "9223372036854775807.9223372036854775807"}) {
            auto const got = lists.get(path, {{"cursor", cursor}});
            CHECK_MESSAGE((got.status == 200 || got.status == 422), path, " ", cursor);
        }
    for (std::string const id : {"1", "9223372036854775807"}) {
        CHECK(lists.get(lists.messages, {{"around", id}}).status < 500);
        CHECK(lists.get(lists.messages, {{"after", id}}).status < 500);
    }
}

TEST_CASE("paging: limits are whole numbers from one to a hundred")
{
    Lists lists;
    for (auto const& path : lists.all()) {
        for (std::string const limit :
             {"0", "-1", "101", "9223372036854775808", "ten", "1e1", "", "2.0", "1 "})
            CHECK_MESSAGE(lists.get(path, {{"limit", limit}}).status == 422, path, " ", limit);
        CHECK(lists.get(path, {{"limit", "1"}}).json().at("data").size() <= 1);
        CHECK(lists.get(path, {{"limit", path == "/search" ? "50" : "100"}}).status == 200);
        // Two that differ cannot both be meant.
        auto const two = lists.get(path, {{"limit", "1"}, {"limit", "2"}});
        CHECK_MESSAGE((two.status == 422 || two.json().at("data").size() <= 2), path);
    }
}
