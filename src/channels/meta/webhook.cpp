#include "channels/meta/webhook.hpp"

#include "crypto/hmac.hpp"
#include "crypto/secret.hpp"

namespace channels::meta {

bool genuine(Webhook const& call, Account const& account)
{
    auto const signature = call.header("X-Hub-Signature-256");
    return signature && account.app_secret &&
           crypto::verify_meta_signature(account.app_secret.reveal(), *signature, call.body);
}

base::Result<std::string> verify_challenge(Webhook const& call, Account const& account)
{
    constexpr std::size_t LongestChallenge = 256;
    base::Error const refusal{base::Fault::forbidden, "forbidden"};
    auto const challenge = call.query("hub.challenge");
    auto const token = call.query("hub.verify_token");
    if (call.method != "GET" || call.query("hub.mode") != "subscribe" || !challenge || !token)
        return refusal;
    if (!account.verify_token || !crypto::same(*token, account.verify_token.reveal()))
        return refusal;
    if (challenge->empty() || challenge->size() > LongestChallenge)
        return refusal;
    return std::string(*challenge);
}

}  // namespace channels::meta
