#include "api/mask.hpp"
#include "base/phone.hpp"
#include "front.hpp"

using tests::Ask;
using tests::Front;

namespace {

base::Json masked(base::Json value)
{
    api::mask_phones(value);
    return value;
}

// The name of everybody is their number here, as with people whose name the channel does not tell.
void name_by_number(Front& front)
{
    REQUIRE(front.shop
                ->write([](db::Writer& tx) {
                    tx.run(R"sql(
                        -- scan: a test's few people
                        UPDATE contact SET name = '+62 812-3456-7890', phone = '6281234567890'
                    )sql");
                })
                .ok());
}

// A field of the shop's own with somebody's other number, and a segment of whom it is; gives its id.
std::string keep_number_in_field(Front& front, base::ContactId who)
{
    auto const field =
        front
            .page(front.owner,
                  {"POST", "/contact-fields", {}, R"({"name":"Other phone","kind":"text"})", {}})
            .json()
            .at("id")
            .get<std::string>();
    auto const asked = R"("field_id":")" + field + R"(","value":"+62 812-3456-7890")";
    REQUIRE(
        front
            .page(front.owner,
                  {"PATCH", "/contacts/" + who.text(), {}, R"({"values":[{)" + asked + "}]}", {}})
            .status == 200);
    REQUIRE(front
                .page(front.owner, {"POST",
                                    "/segments",
                                    {},
                                    R"({"name":"Twice","conditions":[{"field":"field","op":"is",)" +
                                        asked + "}]}",
                                    {}})
                .status == 201);
    return field;
}

std::string agent_without_numbers(Front& front)
{
    auto const agent = front.house.add_member(front.owner, "budi@example.com",
                                              control::Role::agent);
    control::ChangeWorkspace change;
    change.agent_phones = false;
    REQUIRE(control::change_workspace(*front.house, front.house.person(front.owner), change));
    return agent;
}

}  // namespace

TEST_CASE("phones: a masked number keeps its last four digits")
{
    CHECK(base::masked_phone("6281234567890") == "•••• 7890");
    CHECK(base::masked_phone("+62 812-3456-7890") == "•••• 7890");
    // Too short to hide anything behind four digits.
    CHECK(base::masked_phone("12345") == "•••• ");
    CHECK(base::is_phone("+62 (812) 3456.7890"));
    CHECK_FALSE(base::is_phone("Toko 6281234567890"));
    CHECK_FALSE(base::is_phone("2026-11-22"));
    CHECK_FALSE(base::is_phone("123456"));
}

TEST_CASE(
    "phones: names and channel ids that are numbers are masked, ids of rows and words are not")
{
    CHECK(masked({{"phone", "62811"}, {"old_phone", "6281234567890"}}) ==
          base::Json{{"phone", "•••• "}, {"old_phone", "•••• 7890"}});
    CHECK(masked({{"name", "081234567890"}, {"names", {"081234567890", "Ana"}}}) ==
          base::Json{{"name", "•••• 7890"}, {"names", {"•••• 7890", "Ana"}}});
    CHECK(masked({{"external_id", "6281234567890"}}) == base::Json{{"external_id", "•••• 7890"}});
    base::Json const kept = {{"id", "6281234567890"},
                             {"conversation_ids", {"6281234567890"}},
                             {"text", "081234567890"},
                             {"display_phone", "+62 811 0000 0000"},
                             {"external_id", "ID.6281234567890"},
                             {"phone", nullptr}};
    CHECK(masked(kept) == kept);
}

TEST_CASE("phones: a role that does not show them meets none in any answer")
{
    Front front;
    auto const talk = front.customer(1);
    name_by_number(front);
    auto const agent = agent_without_numbers(front);
    auto const contact = front.shop->read()->one<base::ContactId>(R"sql(
        SELECT contact_id FROM conversation WHERE id = ?1
    )sql",
                                                                  talk);
    keep_number_in_field(front, contact);
    std::vector<Ask> asked;
    for (auto const& path :
         {std::string("/contacts"), "/contacts/" + contact.text(), std::string("/conversations"),
          "/conversations/" + talk.text(), std::string("/segments")})
        asked.push_back({"GET", path});
    asked.push_back({"POST", "/contacts/search", {}, R"({"sort":"name"})", {}});
    for (auto const& ask : asked) {
        auto const whole = front.page(front.owner, ask);
        REQUIRE(whole.status == 200);
        CHECK_MESSAGE(whole.body.find("7890") != std::string::npos, ask.path);
        CHECK_MESSAGE(whole.body.find("3456") != std::string::npos, ask.path);
        auto const little = front.page(agent, ask);
        REQUIRE(little.status == 200);
        CHECK_MESSAGE(little.body.find("•••• 7890") != std::string::npos, ask.path);
        CHECK_MESSAGE(little.body.find("3456") == std::string::npos, ask.path);
    }
    // Nor do they find people by their numbers, nor see what holds them whole.
    CHECK(front.page(agent, {"GET", "/contacts", {{"q", "81234"}}}).json().at("data").empty());
    auto const edited = front.page(
        agent, {"PATCH", "/contacts/" + contact.text(), {}, R"({"language":"id"})", {}});
    CHECK(edited.status == 200);
    CHECK(edited.body.find("3456") == std::string::npos);
}

TEST_CASE("phones: a page by name goes on where it ended, and its cursor holds no name")
{
    Front front;
    front.customer(1);
    front.customer(2);
    name_by_number(front);
    auto const agent = agent_without_numbers(front);
    Ask ask{"POST", "/contacts/search", {}, R"({"sort":"name","limit":1})", {}};
    auto const first = front.page(agent, ask).json();
    auto const next = first.at("next").get<std::string>();
    CHECK(next == first.at("data").at(0).at("id"));
    ask.body = R"({"sort":"name","limit":1,"cursor":")" + next + R"("})";
    auto const second = front.page(agent, ask).json();
    CHECK(second.at("data").at(0).at("id") != next);
    CHECK(second.at("next").is_null());
}

TEST_CASE("phones: nobody is found by what a field holds of their number, whole or masked")
{
    Front front;
    auto const talk = front.customer(1);
    auto const contact = front.shop->read()->one<base::ContactId>(R"sql(
        SELECT contact_id FROM conversation WHERE id = ?1
    )sql",
                                                                  talk);
    auto const field = keep_number_in_field(front, contact);
    auto const agent = agent_without_numbers(front);
    auto const found = [&](std::string const& session, std::string const& op,
                           std::string const& value) {
        auto const body = R"({"conditions":[{"field":"field","field_id":")" + field +
                          R"(","op":")" + op + R"(","value":")" + value + R"("}]})";
        auto const page = front.page(session, {"POST", "/contacts/search", {}, body, {}});
        REQUIRE(page.status == 200);
        return page.json().at("data").size();
    };
    CHECK(found(front.owner, "is", "+62 812-3456-7890") == 1);
    CHECK(found(front.owner, "is_not", "+62 812-3456-7891") == 1);
    for (auto const* const value : {"+62 812-3456-7890", "+62 812-3456-7891", "•••• 7890"}) {
        CHECK(found(agent, "is", value) == 0);
        CHECK(found(agent, "is_not", value) == 0);
    }
    CHECK(found(agent, "is_not", "Bandung") == 1);
}

TEST_CASE("phones: what deals in whole numbers is for those who see them")
{
    Front front;
    control::AddRole in;
    in.name = "Tanpa nomor";
    in.permissions = {control::Permission::block_people, control::Permission::read_raw,
                      control::Permission::manage_channels};
    in.sight = workspace::Sight::all;
    auto const role = control::add_role(*front.house, front.house.person(front.owner), in);
    REQUIRE(role);
    auto const invited = control::invite(*front.house, front.house.person(front.owner),
                                         {"dewi@example.com", control::Role::custom, role->id});
    REQUIRE(invited);
    auto const joined = control::accept_invitation(
        *front.house, front.house.stranger(),
        {end_of(invited->link), "Dewi", std::string(GoodPassword)});
    REQUIRE(joined);
    auto const blocked = "/channels/" + front.channel.text() + "/blocked";
    CHECK(front.page(joined->session_cookie, {"GET", blocked}).code() == "rights_needed");
    CHECK(front.page(joined->session_cookie, {"GET", "/events"}).code() == "rights_needed");
    CHECK(front.page(joined->session_cookie, {"GET", "/messages/1/raw"}).code() == "rights_needed");
    CHECK(front.page(front.owner, {"GET", "/events"}).status == 200);
}

TEST_CASE("phones: an event stream tells them whole or masked")
{
    Front front;
    auto const talk = front.customer(1);
    name_by_number(front);
    auto const voice = api::voice(
        front.people, "0.1-test",
        [](workspace::Workspace&, db::Reader const&, base::ChannelId) { return base::Json(); });
    changes::Change const change{1, changes::Kind::conversation_updated, talk, 0, {}};
    auto const reader = front.shop->read();
    CHECK(voice.change(*front.shop, *reader, change, true)->find("3456") != std::string::npos);
    auto const little = *voice.change(*front.shop, *reader, change, false);
    CHECK(little.find("3456") == std::string::npos);
    CHECK(little.find("7890") != std::string::npos);
}

TEST_CASE("assignee: only whoever has a conversation answers in it, when the workspace says so")
{
    Front front;
    auto const talk = front.customer(1);
    auto const say = [&](std::string const& what) {
        return Ask{
            "POST", "/conversations/" + talk.text() + "/" + what, {}, R"({"text":"halo"})", {}};
    };
    CHECK(front.page(front.owner, say("messages")).status == 201);
    control::ChangeWorkspace change;
    change.only_assignee = true;
    REQUIRE(control::change_workspace(*front.house, front.house.person(front.owner), change));
    CHECK(front.page(front.owner, say("messages")).code() == "not_assignee");
    CHECK(front.page(front.owner, say("notes")).status == 201);
    // Taking it first is enough; a program is nobody's colleague.
    CHECK(front.with_token(front.token(), say("messages")).status == 201);
    auto const me = front.house.person(front.owner).user;
    front.people.names[me.value] = "Ana Lim";
    REQUIRE(front
                .page(front.owner, {"PATCH",
                                    "/conversations/" + talk.text(),
                                    {},
                                    R"({"assignee_id":")" + me.text() + R"("})",
                                    {}})
                .status == 200);
    CHECK(front.page(front.owner, say("messages")).status == 201);
}
