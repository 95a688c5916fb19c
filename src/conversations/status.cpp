#include "base/text.hpp"
#include "conversations/message.hpp"

namespace conversations {

SendError error_of(channels::Problem const& problem)
{
    SendError error{problem.code, std::nullopt, std::nullopt};
    if (problem.provider_code != 0)
        error.provider_code = std::to_string(problem.provider_code);
    if (!problem.detail.empty())
        error.detail = base::clean_body(problem.detail);
    return error;
}

bool advances(std::optional<Status> from, Status to)
{
    // needs_attention means "we do not know": any word of the provider is better.
    auto const rank = [](Status s) {
        switch (s) {
        case Status::queued: return 0;
        case Status::sending: return 1;
        case Status::needs_attention: return 2;
        case Status::sent: return 3;
        case Status::failed: return 4;
        case Status::delivered: return 5;
        case Status::read: return 6;
        case Status::played: return 7;
        }
        return 0;
    };
    return !from || rank(to) > rank(*from);
}

}  // namespace conversations
