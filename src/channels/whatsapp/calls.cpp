#include "channels/whatsapp/calls.hpp"

#include "channels/meta/graph.hpp"
#include "channels/whatsapp/errors.hpp"
#include "channels/whatsapp/traits.hpp"

namespace channels::whatsapp {

namespace {

using base::Error;
using base::Fault;

Error answered_refusal(net::HttpReply const& reply)
{
    if (auto const error = meta::answered_error(reply.body)) {
        auto refusal = refusal_of(*error);
        if (auto const wait = meta::retry_after_s(reply);
            wait && (refusal.fault == Fault::too_many || refusal.fault == Fault::unavailable))
            refusal.retry_after_s = *wait;
        return refusal;
    }
    auto const detail = "HTTP " + std::to_string(reply.status) + " without an error object";
    if (reply.status == 429)
        return {
            Fault::too_many, "rate_limited", detail, {}, meta::retry_after_s(reply).value_or(0)};
    if (reply.status >= 500)
        return {Fault::unavailable, "provider_down", detail};
    return {Fault::provider, "unknown_provider_error", detail};
}

}  // namespace

Account complete(Account account)
{
    if (account.base_url.empty())
        account.base_url = traits().default_base_url;
    if (account.version.empty())
        account.version = traits().default_version;
    return account;
}

Error refusal_of(net::NetFailure const& failure)
{
    auto detail = std::string(net::name_of(failure.stage));
    if (!failure.detail.empty())
        detail += ": " + failure.detail;
    using Stage = net::NetFailure::Stage;
    switch (failure.stage) {
    case Stage::bad_request: return {Fault::invalid, "our_bug", std::move(detail)};
    case Stage::refused_address: return {Fault::forbidden, "provider_down", std::move(detail)};
    case Stage::answer_too_large: return {Fault::provider, "media_too_large", std::move(detail)};
    case Stage::stopped_by_sink: return {Fault::provider, "media_failed", std::move(detail)};
    default: return {Fault::unavailable, "provider_down", std::move(detail)};
    }
}

base::Result<base::Json> ask(net::HttpRequest const& request, Account const& account,
                             net::HttpClient& http)
{
    return read_answer(meta::perform(request, account, http));
}

base::Result<base::Json> read_answer(net::HttpOutcome const& outcome)
{
    if (auto const* const failure = std::get_if<net::NetFailure>(&outcome)) {
        auto refusal = refusal_of(*failure);
        // Only a download knows what is too large; here it is an answer nobody can read.
        if (refusal.code == "media_too_large")
            refusal.code = "unknown_provider_error";
        return refusal;
    }
    auto const& reply = std::get<net::HttpReply>(outcome);
    if (reply.status < 200 || reply.status >= 300)
        return answered_refusal(reply);
    // A success that carries an error object is none.
    if (auto const error = meta::answered_error(reply.body))
        return refusal_of(*error);
    auto answer = base::parse_json(reply.body, base::AnswerJson);
    if (!answer || !answer->is_object())
        return Error{Fault::provider, "unknown_provider_error", "the answer is not a JSON object"};
    return answer;
}

base::Result<void> ask_success(net::HttpRequest const& request, Account const& account,
                               net::HttpClient& http)
{
    auto const answer = TRY(ask(request, account, http));
    if (base::bool_at(answer, "success") == false)
        return Error{Fault::provider, "unknown_provider_error", "success is false"};
    return {};
}

}  // namespace channels::whatsapp
