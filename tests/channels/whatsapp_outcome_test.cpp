#include <doctest/doctest.h>

#include "channels/whatsapp/errors.hpp"
#include "channels/whatsapp/send.hpp"

using namespace channels;
using namespace std::chrono_literals;
using whatsapp::outcome_of;
using Stage = net::NetFailure::Stage;

namespace {

std::string error_body(int code, std::string more = {})
{
    return R"({"error":{"message":"no","type":"OAuthException","code":)" + std::to_string(code) +
           R"(,"error_data":{"messaging_product":"whatsapp","details":"why"})" + more + "}}";
}

// The outcome in one word and a code, for tables.
std::string brief(SendOutcome const& outcome)
{
    struct {
        std::string operator()(Accepted const& a) { return "accepted " + a.provider_id; }
        std::string operator()(TryLater const& l)
        {
            return "later " + l.why.code + " " + std::to_string(l.wait.count()) +
                   (l.named ? " named" : "") + (l.pair_only ? " pair" : "");
        }
        std::string operator()(Refused const& r) { return "refused " + r.why.code; }
        std::string operator()(Unknown const& u) { return "unknown " + u.why; }
        std::string operator()(ChannelDown const& d) { return "down " + d.why.code; }
    } say;
    return std::visit(say, outcome);
}

std::string after(int status, int code, int tries = 1, net::HeaderList headers = {})
{
    return brief(outcome_of(net::HttpReply{status, std::move(headers), error_body(code)}, tries));
}

std::string after(int status, std::string body, net::HeaderList headers = {})
{
    return brief(outcome_of(net::HttpReply{status, std::move(headers), std::move(body)}, 1));
}

}  // namespace

TEST_CASE("whatsapp: only a 2xx answer with a message id is accepted")
{
    CHECK(after(200, R"({"messages":[{"id":"wamid.A"}]})") == "accepted wamid.A");
    CHECK(after(200, "") == "unknown unreadable_answer");
    CHECK(after(200, R"({"messages":[{"id":"wam)") == "unknown unreadable_answer");
    CHECK(after(200, "<html>ok</html>") == "unknown unreadable_answer");
    CHECK(after(200, R"({"messages":[]})") == "unknown unreadable_answer");
    CHECK(after(200, R"({"messages":[{"id":5}]})") == "unknown unreadable_answer");
    CHECK(after(200, error_body(131047)) == "unknown unreadable_answer");
}

TEST_CASE("whatsapp: a request that did not leave is tried again, one that left is not")
{
    auto const failed = [](Stage stage) {
        return brief(outcome_of(net::NetFailure{stage, "d"}, 1));
    };
    CHECK(failed(Stage::dns) == "later provider_down 1000");
    CHECK(failed(Stage::connect) == "later provider_down 1000");
    CHECK(failed(Stage::tls) == "later provider_down 1000");
    CHECK(failed(Stage::request_not_fully_written) == "later provider_down 1000");
    CHECK(failed(Stage::no_answer) == "unknown no_answer");
    CHECK(failed(Stage::bad_answer) == "unknown unreadable_answer");
    CHECK(failed(Stage::answer_too_large) == "unknown unreadable_answer");
    CHECK(failed(Stage::bad_request) == "refused our_bug");
    CHECK(failed(Stage::refused_address) == "down provider_down");
}

TEST_CASE("whatsapp: a server error may hide a message that went out")
{
    CHECK(after(500, "") == "unknown server_error");
    CHECK(after(502, "<html>Bad Gateway</html>") == "unknown server_error");
    CHECK(after(503, 2) == "unknown server_error");
    CHECK(after(500, 131000) == "unknown server_error");
    CHECK(after(500, 131016) == "unknown server_error");
    CHECK(after(500, 424242) == "unknown server_error");
    // Turned away at the door, whatever the status says.
    CHECK(after(500, 131057) == "later provider_down 1000");
    CHECK(after(500, 3) == "down permission_missing");
    CHECK(after(500, 131045) == "down number_not_registered");
}

TEST_CASE("whatsapp: documented codes of a 4xx answer mean what Meta's list says")
{
    CHECK(after(401, 0) == "down token_invalid");
    CHECK(after(400, 1) == "later unknown_provider_error 1000");
    CHECK(after(400, 4) == "later rate_limited 1000");
    CHECK(after(403, 10) == "down permission_missing");
    CHECK(after(400, 33) == "down permission_missing");
    CHECK(after(400, 100) == "refused our_bug");
    CHECK(after(401, 190) == "down token_invalid");
    CHECK(after(403, 200) == "down permission_missing");
    CHECK(after(403, 299) == "down permission_missing");
    CHECK(after(403, 368) == "down account_restricted");
    CHECK(after(400, 80007) == "later rate_limited 1000");
    CHECK(after(400, 130403) == "refused recipient_not_allowed");
    CHECK(after(400, 130429) == "later rate_limited 1000");
    CHECK(after(400, 130472) == "refused marketing_limit");
    CHECK(after(400, 130497) == "refused account_restricted");
    CHECK(after(403, 131031) == "down account_restricted");
    CHECK(after(400, 131000) == "later provider_down 1000");
    CHECK(after(403, 131005) == "down permission_missing");
    CHECK(after(400, 131008) == "refused our_bug");
    CHECK(after(400, 131009) == "refused our_bug");
    CHECK(after(400, 131021) == "refused recipient_not_allowed");
    CHECK(after(400, 131026) == "refused recipient_unreachable");
    CHECK(after(400, 131030) == "refused recipient_not_allowed");
    CHECK(after(400, 131037) == "down account_restricted");
    CHECK(after(400, 131042) == "down payment_problem");
    CHECK(after(400, 131047) == "refused window_closed");
    CHECK(after(400, 131048) == "refused quality_restricted");
    CHECK(after(400, 131049) == "refused marketing_limit");
    CHECK(after(400, 131050) == "refused recipient_opted_out");
    CHECK(after(400, 131051) == "refused our_bug");
    CHECK(after(400, 131052) == "refused media_failed");
    CHECK(after(400, 131053) == "refused media_rejected");
    CHECK(after(400, 131062) == "refused recipient_not_allowed");
    CHECK(after(400, 131063) == "refused template_disabled");
    CHECK(after(400, 132000) == "refused template_params");
    CHECK(after(404, 132001) == "refused template_missing");
    CHECK(after(400, 132005) == "refused text_too_long");
    CHECK(after(400, 132012) == "refused template_params");
    CHECK(after(400, 132015) == "refused template_paused");
    CHECK(after(400, 132016) == "refused template_disabled");
    CHECK(after(400, 133010) == "down number_not_registered");
    CHECK(after(400, 613) == "refused rate_limited");
    CHECK(after(404, 803) == "down permission_missing");
    CHECK(after(400, 131020) == "refused recipient_unreachable");
    CHECK(after(400, 131041) == "refused recipient_unreachable");
    CHECK(after(400, 131044) == "down payment_problem");
    CHECK(after(400, 131057) == "later provider_down 1000");
    CHECK(after(400, 131064) == "refused quality_restricted");
    CHECK(after(400, 132007) == "refused template_params");
    CHECK(after(400, 132008) == "refused template_params");
    CHECK(after(400, 132018) == "refused template_params");
    CHECK(after(400, 132068) == "refused template_disabled");
    CHECK(after(400, 132069) == "refused rate_limited");
    CHECK(after(400, 133000) == "down number_not_registered");
    CHECK(after(400, 133004) == "later provider_down 1000");
    CHECK(after(400, 133005) == "down number_not_registered");
    CHECK(after(400, 133006) == "down number_not_registered");
    CHECK(after(400, 133015) == "refused rate_limited");
    CHECK(after(400, 133016) == "refused rate_limited");
    CHECK(after(400, 135000) == "refused our_bug");
    CHECK(after(400, 137000) == "refused recipient_not_allowed");
    // Calling is not set up, a number has no groups.
    CHECK(after(400, 138000) == "refused calling_off");
    CHECK(after(400, 131215) == "refused groups_not_allowed");
    CHECK(after(400, 424242) == "refused unknown_provider_error");
}

TEST_CASE("whatsapp: a refusal without an error object is not taken for a bad token")
{
    CHECK(after(401, "<html>sign in to the hotel network</html>") ==
          "refused unknown_provider_error");
    CHECK(after(400, R"({"error":{"message":"no code"}})") == "refused unknown_provider_error");
    CHECK(after(400, R"({"error":"text"})") == "refused unknown_provider_error");
    CHECK(after(302, "") == "refused unknown_provider_error");
    CHECK(after(408, "") == "unknown unreadable_answer");
    CHECK(after(429, "slow down") == "later rate_limited 1000");
}

TEST_CASE("whatsapp: waits grow 1, 2, 4 ... 64 s, and by fours for a pair")
{
    CHECK(after(400, 130429, 2) == "later rate_limited 2000");
    CHECK(after(400, 130429, 5) == "later rate_limited 16000");
    CHECK(after(400, 130429, 9) == "later rate_limited 64000");
    CHECK(after(400, 131056, 1) == "later pair_limited 1000 named pair");
    CHECK(after(400, 131056, 2) == "later pair_limited 4000 named pair");
    CHECK(after(400, 131056, 3) == "later pair_limited 16000 named pair");
    CHECK(after(400, 131056, 5) == "later pair_limited 256000 named pair");
    CHECK(after(400, 131056, 9) == "later pair_limited 900000 named pair");
}

TEST_CASE("whatsapp: a wait the provider names is kept")
{
    CHECK(after(429, 130429, 1, {{"Retry-After", "17"}}) == "later rate_limited 17000 named");
    CHECK(after(429, "", {{"retry-after", "17"}}) == "later rate_limited 17000 named");
    CHECK(after(429, 130429, 1, {{"Retry-After", "soon"}}) == "later rate_limited 1000");
    CHECK(after(429, 130429, 1, {{"Retry-After", "-4"}}) == "later rate_limited 1000");
    CHECK(after(400, 80007, 1,
                {{"X-Business-Use-Case-Usage",
                  R"({"6":[{"type":"whatsapp","estimated_time_to_regain_access":3}]})"}}) ==
          "later rate_limited 180000 named");
    CHECK(after(400, 80007, 1, {{"X-Business-Use-Case-Usage", "{broken"}}) ==
          "later rate_limited 1000");
}

TEST_CASE("whatsapp: some failures are tried less often than six times")
{
    auto const tries = [](int code) {
        return std::get<TryLater>(outcome_of(net::HttpReply{400, {}, error_body(code)}, 1))
            .max_tries;
    };
    CHECK(tries(1) == 2);
    CHECK(tries(131000) == 3);
    CHECK(tries(130429) == 6);
}

TEST_CASE("whatsapp: an unlisted code that says it is transient is tried again")
{
    net::HttpReply const reply{400, {}, error_body(424242, R"(,"is_transient":true)")};
    CHECK(brief(outcome_of(reply, 1)) == "later provider_down 1000");
}

TEST_CASE("whatsapp: code 100 about a number nobody can see, or a foreign app secret, stops all")
{
    CHECK(brief(outcome_of({net::HttpReply{400, {}, error_body(100, R"(,"error_subcode":33)")}},
                           1)) == "down permission_missing");
    net::HttpReply const proof{
        400, {}, R"({"error":{"code":100,"message":"Invalid appsecret_proof provided"}})"};
    CHECK(brief(outcome_of(proof, 1)) == "down token_invalid");
}

TEST_CASE("whatsapp: withheld marketing may be tried by a person after a day")
{
    auto const outcome = outcome_of(net::HttpReply{400, {}, error_body(131049)}, 1);
    CHECK(std::get<Refused>(outcome).not_before == 24h);
}

TEST_CASE("whatsapp: a problem says what else stops and keeps the provider's words")
{
    auto const why = [](int code) {
        auto const outcome = outcome_of(net::HttpReply{400, {}, error_body(code)}, 1);
        if (auto const* const down = std::get_if<ChannelDown>(&outcome))
            return down->why;
        return std::get<Refused>(outcome).why;
    };
    CHECK(why(190).stops == Stops::channel);
    CHECK(why(131048).stops == Stops::broadcasts);
    CHECK(why(131064).stops == Stops::templates);
    CHECK(why(131047).stops == Stops::nothing);
    CHECK(why(131047).provider_code == 131047);
    CHECK(why(131047).detail == "why");
}

TEST_CASE("whatsapp: calls, groups and flows are refused in words of ours, never tried again")
{
    auto const refused = [](int code) {
        return std::get<Refused>(outcome_of(net::HttpReply{400, {}, error_body(code)}, 1));
    };
    CHECK(refused(138000).why.code == "calling_off");
    CHECK(refused(138018).why.code == "calling_off");
    CHECK(refused(138001).why.code == "call_unreachable");
    CHECK(refused(138006).why.code == "call_not_allowed");
    CHECK(refused(138004).why.code == "call_failed");
    CHECK(refused(138007).why.code == "call_failed");
    CHECK(refused(138002).why.code == "call_limit");
    CHECK(refused(138009).why.code == "call_limit");
    CHECK(refused(138009).not_before == 24h);
    CHECK(refused(131201).why.code == "group_refused");
    CHECK(refused(131214).why.code == "group_refused");
    CHECK(refused(131215).why.code == "groups_not_allowed");
    CHECK(refused(139001).why.code == "flow_unusable");
    // Nobody has told us of this one: the provider's words say what there is to say.
    CHECK(refused(138099).why.code == "unknown_provider_error");
    CHECK(refused(138099).why.detail == "why");
}

TEST_CASE("whatsapp: every rule speaks with a code of the closed set")
{
    static constexpr std::array<std::string_view, 34> Closed{"window_closed",
                                                             "template_missing",
                                                             "template_paused",
                                                             "template_disabled",
                                                             "template_params",
                                                             "recipient_unreachable",
                                                             "recipient_blocked_us",
                                                             "recipient_not_allowed",
                                                             "recipient_opted_out",
                                                             "marketing_limit",
                                                             "media_rejected",
                                                             "media_too_large",
                                                             "media_failed",
                                                             "text_too_long",
                                                             "rate_limited",
                                                             "pair_limited",
                                                             "quality_restricted",
                                                             "token_invalid",
                                                             "permission_missing",
                                                             "payment_problem",
                                                             "account_restricted",
                                                             "number_not_registered",
                                                             "calling_off",
                                                             "call_unreachable",
                                                             "call_not_allowed",
                                                             "call_limit",
                                                             "call_failed",
                                                             "groups_not_allowed",
                                                             "group_refused",
                                                             "flow_unusable",
                                                             "provider_down",
                                                             "outcome_unknown",
                                                             "our_bug",
                                                             "unknown_provider_error"};
    auto const rules = whatsapp::rules();
    for (auto const& rule : rules) {
        CAPTURE(rule.code);
        CHECK(std::find(Closed.begin(), Closed.end(), rule.ours) != Closed.end());
        CHECK(rule.code <= rule.last_code);
        // One code, one rule.
        CHECK(std::count_if(rules.begin(), rules.end(), [&](auto const& other) {
                  return other.code <= rule.last_code && other.last_code >= rule.code;
              }) == 1);
    }
}
