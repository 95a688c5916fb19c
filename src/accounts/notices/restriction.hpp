#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "channels/notice.hpp"

// What a provider forbids an account for a while, kept in channel.profile with what else it told.
namespace accounts {

struct Restrictions {
    std::optional<base::Instant> templates;          // until then none may be sent
    std::optional<base::Instant> utility_templates;  // until then none of that category

    // Those that still hold at `now`.
    static Restrictions read(base::Json const& profile, base::Instant now);
    bool any() const { return templates || utility_templates; }
};

// The newest word about each counts, in whatever order they come.
void restrict(base::Json& profile, std::vector<channels::Restriction> const& told,
              base::Instant at);
void lift_restrictions(base::Json& profile);

}  // namespace accounts
