#include "channels/connector.hpp"

#include <doctest/doctest.h>

#include "base/json.hpp"
#include "channels/fake_http.hpp"
#include "channels/list.hpp"

using namespace channels;

namespace {

Account account()
{
    return {.id = "440022330055662",
            .parent_id = "330011220044551",
            .base_url = "http://127.0.0.1:9900",
            .version = "v26.0",
            .access_token = SecretView("EAASIMTOKEN0001"),
            .app_secret = {},
            .verify_token = {}};
}

Connector const& connector() { return *find(Kind::whatsapp)->connector(); }

// Fifty things on every page of every list, and always one more page.
class EndlessHttp final : public net::HttpClient {
public:
    net::HttpOutcome perform(net::HttpRequest const&) override
    {
        auto items = base::Json::array();
        for (int i = 0; i < 50; ++i)
            items.push_back({{"id", std::to_string(++m_things)}, {"name", "Toko"}});
        base::Json const paging = {{"cursors", {{"after", std::to_string(++asked)}}},
                                   {"next", "https://elsewhere.example/"}};
        return net::HttpReply{200, {}, base::to_text({{"data", items}, {"paging", paging}})};
    }

    int asked = 0;

private:
    int m_things = 0;
};

}  // namespace

TEST_CASE("whatsapp connector: an end of a token that no calendar has is none")
{
    FakeHttp http;
    http.answer(200, R"({"data":{"is_valid":true,"expires_at":1795000000}})")
        .answer(200, R"({"data":{"is_valid":true,"expires_at":9223372036854775807}})");
    CHECK(connector().token(account(), nullptr, http)->expires_at == base::Instant{1795000000000});
    CHECK(!connector().token(account(), nullptr, http)->expires_at);
}

TEST_CASE("whatsapp connector: lists without end end the search for accounts")
{
    EndlessHttp http;
    auto const found = connector().accounts({}, account(), http);
    REQUIRE(found);
    CHECK(found->size() == 200);
    CHECK(http.asked <= 1'100);
}
