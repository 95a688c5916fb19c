#include "contacts/fields/field.hpp"

#include "changes/feed.hpp"
#include "contacts/fields/value.hpp"
#include "conversations/house.hpp"
#include "conversations/labels.hpp"

using namespace std::chrono_literals;
using contacts::FieldKind;
using tests::Inbox;

namespace {

struct Shop : Inbox {
    base::ContactId somebody(std::string name, std::string phone)
    {
        take(text("wamid." + phone, tests::somebody("ID." + phone, phone, name), 0s));
        auto desk = world.desk();
        return contacts::list(desk, {})->data.front().id;
    }
    contacts::Field field(std::string name, FieldKind kind, std::vector<std::string> choices = {})
    {
        auto desk = world.desk();
        auto made = contacts::add_field(desk, {std::move(name), kind, std::move(choices)});
        REQUIRE(made.ok());
        return *made;
    }
    base::Result<contacts::Contact> set(base::ContactId who, contacts::FieldId field,
                                        std::optional<std::string> value)
    {
        auto desk = world.desk();
        contacts::EditContact in;
        in.contact = who;
        in.values = {{field, std::move(value)}};
        return contacts::edit(desk, in);
    }
    std::vector<std::string> values(base::ContactId who)
    {
        auto desk = world.desk();
        std::vector<std::string> all;
        auto const found = *contacts::find(desk, {who});
        for (auto const& value : found.values)
            all.push_back(value.text);
        return all;
    }
};

std::string why(base::Result<contacts::Contact> const& refused)
{
    REQUIRE(!refused.ok());
    REQUIRE(refused.error().fields.size() == 1);
    return refused.error().fields[0].field + ":" + refused.error().fields[0].code;
}

}  // namespace

TEST_CASE("fields: what stands in one is written in one way, or refused with the reason")
{
    struct Case {
        FieldKind kind;
        char const* typed;
        char const* kept;
    };
    for (auto const& [kind, typed, kept] : std::initializer_list<Case>{
             {FieldKind::text, "  Gold member ", "Gold member"},
             {FieldKind::number, "12.50", "12.5"},
             {FieldKind::number, "-0", "0"},
             {FieldKind::number, "1000000", "1000000"},
             {FieldKind::number, "1e3", "!bad_format"},
             {FieldKind::number, "12,5", "!bad_format"},
             {FieldKind::number, "inf", "!bad_format"},
             {FieldKind::number, "10000000000000000", "!bad_format"},
             {FieldKind::date, "2026-02-28", "2026-02-28"},
             {FieldKind::date, "2026-02-29", "!bad_format"},
             {FieldKind::date, "28/02/2026", "!bad_format"},
             {FieldKind::date, "2026-2-28", "!bad_format"},
             {FieldKind::yes_no, "yes", "yes"},
             {FieldKind::yes_no, "true", "!not_allowed"},
             {FieldKind::choice, "Gold", "Gold"},
             {FieldKind::choice, "gold", "!not_allowed"},
             {FieldKind::link, "HTTPS://shop.example/a?b=c", "HTTPS://shop.example/a?b=c"},
             {FieldKind::link, "javascript:alert(1)", "!bad_format"},
             {FieldKind::link, "https://", "!bad_format"},
             {FieldKind::link, "https://a b", "!bad_format"}}) {
        auto const got = contacts::value_of({{}, "f", kind, {"Silver", "Gold"}, 0}, typed);
        CHECK_MESSAGE((got ? *got : "!" + got.error().code) == kept, typed);
    }
    CHECK(contacts::value_of({}, std::string(1001, 'x')).error().code == "too_long");
}

TEST_CASE("fields: a person's values stand in the order of the fields and go one by one")
{
    Shop shop;
    auto const who = shop.somebody("Rina", "628123450001");
    auto const size = shop.field("Size", FieldKind::choice, {"S", "M"});
    auto const born = shop.field("Birthday", FieldKind::date);
    REQUIRE(shop.set(who, born.id, "1990-05-01").ok());
    REQUIRE(shop.set(who, size.id, "M").ok());
    CHECK(shop.values(who) == std::vector<std::string>{"M", "1990-05-01"});

    auto desk = shop.world.desk();
    REQUIRE(contacts::edit_field(desk, {born.id, {}, {}, 0}).ok());
    CHECK(shop.values(who) == std::vector<std::string>{"1990-05-01", "M"});
    CHECK(why(shop.set(who, size.id, "L")) == "values[0].value:not_allowed");
    CHECK(why(shop.set(who, {77}, "L")) == "values[0].field_id:not_found");
    CHECK(shop.values(who).size() == 2);
    REQUIRE(shop.set(who, size.id, " ").ok());
    CHECK(shop.values(who) == std::vector<std::string>{"1990-05-01"});
}

TEST_CASE("fields: names are unique, choices are some and all different")
{
    Shop shop;
    shop.field("Size", FieldKind::choice, {"S", "M"});
    auto desk = shop.world.desk();
    auto const code = [&](contacts::AddField const& in) {
        auto const made = contacts::add_field(desk, in);
        return made ? "made" : made.error().code + " " + made.error().fields[0].field;
    };
    CHECK(code({"size", FieldKind::text, {}}) == "field_exists name");
    CHECK(code({"A", FieldKind::choice, {}}) == "invalid_input choices");
    CHECK(code({"B", FieldKind::choice, {"x", "x"}}) == "invalid_input choices[1]");
    CHECK(code({"C", FieldKind::text, {"x"}}) == "invalid_input choices");
    for (int i = 0; i < 49; ++i)
        shop.field("field " + std::to_string(i), FieldKind::text);
    CHECK(contacts::add_field(desk, {"one more", FieldKind::text, {}}).error().code ==
          "too_many_fields");
}

TEST_CASE("fields: a choice that is gone stays with who has it")
{
    Shop shop;
    auto const who = shop.somebody("Rina", "628123450001");
    auto const size = shop.field("Size", FieldKind::choice, {"S", "M"});
    REQUIRE(shop.set(who, size.id, "M").ok());
    auto desk = shop.world.desk();
    REQUIRE(contacts::edit_field(desk, {size.id, {}, std::vector<std::string>{"S"}, {}}).ok());
    CHECK(shop.values(who) == std::vector<std::string>{"M"});
}

TEST_CASE("fields: removing one takes its values, however many, and leaves the others")
{
    Shop shop;
    auto const who = shop.somebody("Rina", "628123450001");
    auto const size = shop.field("Size", FieldKind::text);
    auto const town = shop.field("Town", FieldKind::text);
    REQUIRE(shop.set(who, size.id, "M").ok());
    REQUIRE(shop.set(who, town.id, "Bandung").ok());
    auto desk = shop.world.desk();
    REQUIRE(contacts::remove_field(desk, {size.id}).ok());
    CHECK(shop.values(who) == std::vector<std::string>{"Bandung"});
    CHECK(contacts::remove_field(desk, {size.id}).error().code == "not_found");
    CHECK(contacts::list_fields(desk, {})->data.size() == 1);
}

TEST_CASE("contacts: a time zone is one of a list, and nothing else")
{
    Shop shop;
    auto const who = shop.somebody("Rina", "628123450001");
    auto desk = shop.world.desk();
    contacts::EditContact in;
    in.contact = who;
    in.time_zone = "America/Argentina/Buenos_Aires";
    CHECK(contacts::edit(desk, in)->time_zone == "America/Argentina/Buenos_Aires");
    in.time_zone = "Jakarta time";
    CHECK(why(contacts::edit(desk, in)) == "time_zone:bad_format");
    in.time_zone = std::optional<std::string>();
    CHECK(!contacts::edit(desk, in)->time_zone);
}

TEST_CASE("contacts: labels are those of the workspace, all of them at once, and others hear of it")
{
    Shop shop;
    auto const who = shop.somebody("Rina", "628123450001");
    auto desk = shop.world.desk();
    auto const vip = conversations::add_label(desk, {"VIP", contacts::Colour::green})->id;
    auto const late = conversations::add_label(desk, {"Late", contacts::Colour::red})->id;
    auto const before = changes::newest(*shop.world.workspace()->read());
    contacts::EditContact in;
    in.contact = who;
    in.labels = {{vip, late}};
    auto const labelled = contacts::edit(desk, in);
    REQUIRE(labelled.ok());
    REQUIRE(labelled->labels.size() == 2);
    CHECK(labelled->labels[0].name == "Late");
    auto const heard = changes::since(*shop.world.workspace()->read(), before, 10);
    REQUIRE(heard.size() == 2);
    CHECK(heard[1].kind == changes::Kind::contact_updated);
    CHECK(heard[1].entity == who.value);

    in.labels = {{vip, base::LabelId{77}}};
    CHECK(why(contacts::edit(desk, in)) == "label_ids:not_found");
    CHECK(contacts::find(desk, {who})->labels.size() == 2);
    in.labels = {{vip}};
    CHECK(contacts::edit(desk, in)->labels.size() == 1);
    REQUIRE(conversations::remove_label(desk, {vip}).ok());
    CHECK(contacts::find(desk, {who})->labels.empty());
}
