#include "base/fields_schema.hpp"

#include <doctest/doctest.h>

using namespace base;

namespace {

enum class State { open, done };

constexpr auto words_of(State)
{
    using namespace std::literals;
    return std::array{std::pair{State::open, "open"sv}, std::pair{State::done, "done"sv}};
}

struct Change {
    static constexpr auto schema = "Change";
    ConversationId conversation;
    std::optional<std::int64_t> limit;
    std::string text;
    std::optional<std::optional<UserId>> assignee;
    std::vector<LabelId> labels;
    std::optional<State> state;

    static constexpr auto fields()
    {
        return std::tuple{
            path("conversation_id", &Change::conversation, "Conversation."),
            query("limit", &Change::limit, "Rows.", {.min = 1, .max = 100}),
            body("text", &Change::text, "Text.", {.min = 1, .max = 5, .lines = true}),
            body("assignee_id", &Change::assignee, "Who."),
            body("label_ids", &Change::labels, "Labels."),
            body("state", &Change::state, "State."),
        };
    }
};

Result<Change> read(std::string_view body, std::string id = "12")
{
    return read_input<Change>({{{"conversation_id", id}}, {}, *parse_json(body)});
}

std::string complaints(Result<Change> const& result)
{
    std::string text;
    for (auto const& wrong : result.error().fields)
        text += wrong.field + ":" + wrong.code + " ";
    return text;
}

}  // namespace

TEST_CASE("fields: a good body fills the struct")
{
    auto const change = read(R"({"text":"halo\n","label_ids":["1","2"],"state":"done"})");
    REQUIRE(change.ok());
    CHECK(change->conversation.value == 12);
    CHECK(change->text == "halo\n");
    CHECK(change->labels.size() == 2);
    CHECK(change->state == State::done);
    CHECK(!change->assignee.has_value());
}

TEST_CASE("fields: null and absent are two things where the struct says so")
{
    auto const change = read(R"({"text":"a","assignee_id":null})");
    REQUIRE(change.ok());
    REQUIRE(change->assignee.has_value());
    CHECK(!change->assignee->has_value());
}

TEST_CASE("fields: every wrong field is named, and unknown ones are refused")
{
    CHECK(complaints(read(R"({"text":"","is_admin":true,"state":"x","label_ids":[1]})")) ==
          "is_admin:unknown_field text:required label_ids[0]:wrong_type state:not_allowed ");
    CHECK(complaints(read(R"({"text":"123456"})")) == "text:too_long ");
    CHECK(complaints(read(R"({})")) == "text:required ");
    CHECK(complaints(read(R"([])")) == "body:wrong_type ");
    CHECK(complaints(read(R"({"text":"a"})", "-3")) == "conversation_id:not_an_id ");
}

TEST_CASE("fields: length counts code points, not bytes")
{
    CHECK(read(R"({"text":"مرحبا"})").ok());
}

TEST_CASE("fields: query parameters are typed, bounded and known")
{
    Input input{{{"conversation_id", "1"}}, {{"limit", "7"}}, *parse_json(R"({"text":"a"})")};
    CHECK(read_input<Change>(input)->limit == 7);
    input.query = {{"limit", "101"}, {"sort", "x"}};
    auto const refused = read_input<Change>(input);
    CHECK(complaints(refused) == "limit:too_large sort:unknown_field ");
}

TEST_CASE("fields: the schema says the same")
{
    Schemas named;
    auto const request = object_schema_of<Change>(named, false);
    CHECK(request["required"] == Json::array({"text"}));
    CHECK(request["additionalProperties"] == false);
    CHECK(request["properties"]["text"]["maxLength"] == 5);
    CHECK(request["properties"]["state"]["enum"] == Json::array({"open", "done", nullptr}));
    CHECK(!request["properties"].contains("limit"));
}
