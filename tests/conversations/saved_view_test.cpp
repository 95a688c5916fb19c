#include "conversations/saved_view.hpp"

#include "conversations/house.hpp"
#include "conversations/tend.hpp"

using namespace std::chrono_literals;
using namespace conversations;
using tests::Inbox;

namespace {

struct Views : Inbox {
    workspace::Desk desk_of(std::int64_t user)
    {
        auto desk = world.desk();
        desk.asker.user = {user};
        return desk;
    }
    std::vector<std::string> names(std::int64_t user)
    {
        auto desk = desk_of(user);
        std::vector<std::string> all;
        auto const views = *list_views(desk, {});
        for (auto const& view : views.data)
            all.push_back(view.name + (view.shared ? "*" : ""));
        return all;
    }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("views: one's own are seen by nobody else, shared ones by everybody, each by name")
{
    Views house;
    auto ana = house.desk_of(1);
    auto budi = house.desk_of(2);
    REQUIRE(add_view(ana, {"Zamrud", "view=mine"}).ok());
    REQUIRE(add_view(ana, {"Anggrek", "view=mine&unread=true"}).ok());
    REQUIRE(share_view(budi, {"Penting", "sort=waiting"}).ok());
    CHECK(house.names(1) == Names{"Penting*", "Anggrek", "Zamrud"});
    CHECK(house.names(2) == Names{"Penting*"});
}

TEST_CASE("views: what does not fit GET /conversations is refused by its field")
{
    Views house;
    auto desk = house.desk_of(1);
    for (auto const* const query : {"view=nowhere", "label_id=x", "view", "limit=5", "cursor=1.2",
                                    "view=mine&&unread=true", "view=%6Dine"}) {
        auto const refused = add_view(desk, {"Nama", query});
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().fields.at(0).field == "query");
    }
    CHECK(house.names(1).empty());
    CHECK(add_view(desk, {"Semua", ""}).ok());
}

TEST_CASE("views: count what fits now, for who asks")
{
    Views house;
    for (int i = 0; i < 3; ++i)
        house.take(house.text("wamid." + std::to_string(i),
                              tests::somebody("ID." + std::to_string(i), std::nullopt), 1s * i));
    auto ana = house.desk_of(1);
    auto budi = house.desk_of(2);
    ChangeConversation take;
    take.conversation = house.all().front().id;
    take.assignee = base::UserId{2};
    REQUIRE(change(ana, take).ok());
    REQUIRE(share_view(ana, {"Milikku", "view=mine"}).ok());
    REQUIRE(share_view(ana, {"Terbuka", "view=open"}).ok());
    auto const counts = [](workspace::Desk& desk) {
        auto const all = list_views(desk, {})->data;
        return std::pair{all.at(0).count, all.at(1).count};
    };
    CHECK(counts(ana) == std::pair<std::int64_t, std::int64_t>{0, 3});
    CHECK(counts(budi) == std::pair<std::int64_t, std::int64_t>{1, 3});
}

TEST_CASE("views: names are taken once by each owner, whatever their case")
{
    Views house;
    auto ana = house.desk_of(1);
    auto budi = house.desk_of(2);
    auto const first = *add_view(ana, {"Besar", "view=mine"});
    CHECK(add_view(ana, {"BESAR", ""}).error().code == "view_exists");
    CHECK(add_view(budi, {"Besar", ""}).ok());
    CHECK(share_view(ana, {"Besar", ""}).ok());
    auto const other = *add_view(ana, {"Kecil", ""});
    EditView rename{other.id, "besar", {}};
    CHECK(edit_view(ana, rename).error().code == "view_exists");
    rename.view = first.id;
    CHECK(edit_view(ana, rename)->name == "besar");
}

TEST_CASE("views: nobody touches what is another's")
{
    Views house;
    auto ana = house.desk_of(1);
    auto budi = house.desk_of(2);
    auto const own = *add_view(ana, {"Ana", ""});
    auto const shared = *share_view(ana, {"Semua", ""});
    CHECK(edit_view(budi, {own.id, "x", {}}).error().code == "not_found");
    CHECK(remove_view(budi, {own.id}).error().code == "not_found");
    CHECK(remove_shared_view(budi, {own.id}).error().code == "not_found");
    CHECK(edit_view(ana, {shared.id, "x", {}}).error().code == "not_found");
    CHECK(edit_shared_view(budi, {shared.id, {}, "view=done"})->query == "view=done");
    CHECK(remove_shared_view(budi, {shared.id}).ok());
    CHECK(remove_view(ana, {own.id}).ok());
    CHECK(house.names(1).empty());
}

TEST_CASE("views: fifty are enough")
{
    Views house;
    auto desk = house.desk_of(1);
    for (int i = 0; i < 50; ++i)
        REQUIRE(add_view(desk, {"v" + std::to_string(i), ""}).ok());
    CHECK(add_view(desk, {"one more", ""}).error().code == "too_many_views");
    CHECK(share_view(desk, {"one more", ""}).ok());
}
