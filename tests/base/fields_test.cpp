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

constexpr auto schema_name(State) { return "State"; }

struct Codes {
    static constexpr auto schema = "Code";
    static constexpr std::array<std::string_view, 2> words = {"too_late", "too_early"};
};

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
    auto const request = object_schema<Change, Way::in>(named);
    CHECK(request["required"] == Json::array({"text"}));
    CHECK(request["additionalProperties"] == false);
    CHECK(request["properties"]["text"]["maxLength"] == 5);
    CHECK(request["properties"]["state"]["$ref"] == "#/components/schemas/State");
    CHECK(named.components["State"]["enum"] == Json::array({"open", "done"}));
    CHECK(request["properties"]["assignee_id"]["type"] == Json::array({"string", "null"}));
    CHECK(!request["properties"].contains("limit"));
}

namespace {

struct Provider {
    static constexpr auto schema = "Provider";
    std::string word;
    static constexpr auto fields() { return std::tuple{body("word", &Provider::word, "")}; }
};

struct Half {
    static constexpr auto schema = "Half";
    bool half = true;
    static constexpr auto fields() { return std::tuple{body("half", &Half::half, "")}; }
};

struct Whole {
    static constexpr auto schema = "Whole";
    std::int64_t number = 0;
    static constexpr auto fields() { return std::tuple{body("number", &Whole::number, "")}; }
};

struct Answer {
    static constexpr auto schema = "Answer";
    std::optional<State> state;
    std::optional<Half> inner;
    std::vector<Half> list;
    Word<Codes> code;
    Foreign<std::vector<Provider>> foreign;
    std::variant<Half, Whole> either;

    static constexpr auto fields()
    {
        return std::tuple{
            body("state", &Answer::state, "State."), body("inner", &Answer::inner, ""),
            body("list", &Answer::list, ""),         body("code", &Answer::code, ""),
            body("foreign", &Answer::foreign, ""),   body("either", &Answer::either, ""),
        };
    }
};

}  // namespace

TEST_CASE("fields: an answer has every member, and what may be null says so")
{
    Schemas named;
    CHECK(schema_of<Answer, Way::out>({}, named)["$ref"] == "#/components/schemas/Answer");
    auto const& answer = named.components["Answer"];
    CHECK(answer["required"].size() == 6);
    auto const& state = answer["properties"]["state"];
    CHECK(state["oneOf"][0]["$ref"] == "#/components/schemas/State");
    CHECK(state["oneOf"][1]["type"] == "null");
    CHECK(state["description"] == "State.");
    CHECK(answer["properties"]["inner"]["oneOf"].size() == 2);
    CHECK(answer["properties"]["list"]["items"]["$ref"] == "#/components/schemas/Half");
    CHECK(named.components["Code"]["enum"] == Json::array({"too_late", "too_early"}));
}

TEST_CASE("fields: of what others wrote nothing is required, and all of it is passed on")
{
    Schemas named;
    schema_of<Answer, Way::out>({}, named);
    CHECK(!named.components["Provider"].contains("required"));
    Answer answer;
    answer.foreign.json = Json::array({{{"word", "a"}, {"more", 1}}});
    CHECK(write_json(answer)["foreign"][0]["more"] == 1);
}

TEST_CASE("fields: one of several shapes is written as what it is")
{
    Answer answer;
    answer.either = Whole{7};
    CHECK(write_json(answer)["either"] == Json{{"number", 7}});
}

TEST_CASE("fields: a name belongs to one type, used one way")
{
    Schemas named;
    schema_of<Half, Way::out>({}, named);
    CHECK_THROWS_AS((schema_of<Half, Way::in>({}, named)), std::logic_error);
}

TEST_CASE("fields: a word of a closed list is taken only from the list")
{
    std::vector<FieldError> errors;
    Word<Codes> word;
    CHECK(detail::read_value(Json("too_late"), word, {}, "code", errors));
    CHECK(word.text == "too_late");
    CHECK(!detail::read_value(Json("never"), word, {}, "code", errors));
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].code == "not_allowed");
}
