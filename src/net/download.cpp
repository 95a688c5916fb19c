#include "net/download.hpp"

#include "base/text.hpp"

namespace net {

namespace {

bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_credential(std::string const& name)
{
    auto const lower = base::lower_ascii(name);
    return lower == "authorization" || lower == "cookie";
}

}  // namespace

HttpOutcome download(HttpClient& client, HttpRequest request,
                     std::function<bool(Url const&)> const& may_go)
{
    using Stage = NetFailure::Stage;
    request.method = "GET";
    request.body.clear();
    request.parts.clear();
    request.idempotent = true;
    for (auto hops = 0;; ++hops) {
        auto const url = Url::parse(request.url);
        if (!url)
            return NetFailure{Stage::bad_request, "url: " + url.error().detail};
        if (!may_go(*url))
            return NetFailure{Stage::refused_address, "not a host for this: " + url->host};
        auto outcome = client.perform(request);
        auto const* reply = std::get_if<HttpReply>(&outcome);
        if (reply == nullptr || !is_redirect(reply->status))
            return outcome;
        auto const location = reply->header("Location");
        auto const next = url->resolve(location.value_or(""));
        if (hops == MaxRedirects || !next || (url->secure && !next->secure))
            return NetFailure{Stage::refused_address, "a redirect that is not followed"};
        if (next->origin() != url->origin())
            std::erase_if(request.headers,
                          [](auto const& field) { return is_credential(field.first); });
        request.url = next->origin() + next->target;
    }
}

}  // namespace net
