#include "net/http_client.hpp"

#include "base/text.hpp"

namespace net {

std::optional<std::string_view> HttpReply::header(std::string_view name) const
{
    for (auto const& [known, value] : headers)
        if (known.size() == name.size() && base::starts_with_no_case(known, name))
            return value;
    return std::nullopt;
}

std::string_view name_of(NetFailure::Stage stage)
{
    using enum NetFailure::Stage;
    switch (stage) {
    case bad_request: return "bad_request";
    case dns: return "dns";
    case refused_address: return "refused_address";
    case connect: return "connect";
    case tls: return "tls";
    case request_not_fully_written: return "request_not_fully_written";
    case no_answer: return "no_answer";
    case bad_answer: return "bad_answer";
    case answer_too_large: return "answer_too_large";
    case stopped_by_sink: return "stopped_by_sink";
    }
    return "unknown";
}

}  // namespace net
