#include <algorithm>

#include "base/text.hpp"
#include "channels/whatsapp/errors.hpp"
#include "channels/whatsapp/send.hpp"

namespace channels::whatsapp {

namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

constexpr seconds LongestWait = 15min;

// 1, 2, 4 ... 64 s, as Meta's retry advice has it; 4^n from 1 s for a pair.
seconds wait_after(int tries, Reaction reaction)
{
    bool const pair = reaction == Reaction::pair;
    auto const steps = std::clamp(tries - 1, 0, pair ? 5 : 6);
    return std::min(seconds(1LL << (pair ? 2 * steps : steps)), LongestWait);
}

SendOutcome after_failure(net::NetFailure const& failure, int tries)
{
    using Stage = net::NetFailure::Stage;
    auto detail = std::string(net::name_of(failure.stage));
    if (!failure.detail.empty())
        detail += ": " + failure.detail;
    if (failure.may_have_acted())
        return Unknown{failure.stage == Stage::no_answer ? "no_answer" : "unreadable_answer",
                       std::move(detail)};
    // Our own settings or our own request; waiting changes neither.
    if (failure.stage == Stage::bad_request)
        return Refused{{"our_bug", 0, std::move(detail)}};
    if (failure.stage == Stage::refused_address)
        return ChannelDown{{"provider_down", 0, std::move(detail), Stops::channel}};
    return TryLater{.wait = wait_after(tries, Reaction::retry),
                    .why = {"provider_down", 0, std::move(detail)}};
}

SendOutcome after_success(net::HttpReply const& reply)
{
    auto const answer = base::parse_json(reply.body, base::AnswerJson);
    if (!answer)
        return Unknown{"unreadable_answer", answer.error().code};
    auto const& messages = base::array_at(*answer, "messages");
    if (messages.empty())
        return Unknown{"unreadable_answer", "no messages[]"};
    auto id = base::text_at(messages.front(), "id").value_or("");
    if (id.empty())
        return Unknown{"unreadable_answer", "no message id"};
    Accepted accepted{.provider_id = std::move(id),
                      .status = base::text_at(messages.front(), "message_status").value_or(""),
                      .phone = {},
                      .user_id = {}};
    if (auto const& contacts = base::array_at(*answer, "contacts"); !contacts.empty()) {
        accepted.phone = base::text_at(contacts.front(), "wa_id");
        accepted.user_id = base::text_at(contacts.front(), "user_id");
    }
    return accepted;
}

SendOutcome later(Rule const& rule, Problem why, net::HttpReply const& reply, int tries)
{
    auto const asked = meta::retry_after_s(reply);
    bool const pair = rule.reaction == Reaction::pair;
    auto const wait = wait_after(tries, rule.reaction);
    return TryLater{.wait = asked ? std::max(seconds(*asked), wait) : wait,
                    .named = asked.has_value() || pair,
                    .max_tries = rule.max_tries,
                    .why = std::move(why),
                    .pair_only = pair};
}

SendOutcome server_error(meta::GraphError const& error, net::HttpReply const& reply)
{
    return Unknown{"server_error", "HTTP " + std::to_string(reply.status) + ", provider code " +
                                       std::to_string(std::max(error.code, 0))};
}

SendOutcome after_error(meta::GraphError const& error, net::HttpReply const& reply, int tries)
{
    auto const& rule = rule_for(error);
    auto why = problem_of(error);
    switch (rule.reaction) {
    case Reaction::retry:
    case Reaction::pair:
        // A server that fell over may have passed the message on first.
        if (reply.status >= 500 && !rule.at_the_door)
            return server_error(error, reply);
        return later(rule, std::move(why), reply, tries);
    case Reaction::refuse:
    case Reaction::restrict:
        if (reply.status >= 500 && why.code == "unknown_provider_error")
            return server_error(error, reply);
        return Refused{std::move(why), rule.not_before};
    case Reaction::stop: return ChannelDown{std::move(why)};
    }
    return Unknown{"unreadable_answer", {}};
}

}  // namespace

SendOutcome outcome_of(net::HttpOutcome const& answer, int tries)
{
    if (auto const* const failure = std::get_if<net::NetFailure>(&answer))
        return after_failure(*failure, tries);

    auto const& reply = std::get<net::HttpReply>(answer);
    if (reply.status >= 200 && reply.status < 300)
        return after_success(reply);
    if (auto const error = meta::answered_error(reply.body))
        return after_error(*error, reply, tries);

    auto const detail = "HTTP " + std::to_string(reply.status) + " without an error object";
    if (reply.status >= 500)
        return Unknown{"server_error", detail};
    if (reply.status == 429)
        return later(*rule_for(130429), {"rate_limited", 0, detail}, reply, tries);
    if (reply.status == 408 || reply.status < 200)
        return Unknown{"unreadable_answer", detail};
    return Refused{{"unknown_provider_error", 0, detail}};
}

}  // namespace channels::whatsapp
