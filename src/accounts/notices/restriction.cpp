#include "accounts/notices/restriction.hpp"

namespace accounts {

namespace {

constexpr char Key[] = "restricted";

}  // namespace

Restrictions Restrictions::read(base::Json const& profile, base::Instant now)
{
    auto const& kept = base::object_at(profile, Key);
    auto const until = [&](channels::Restricted what) -> std::optional<base::Instant> {
        auto const ms = base::number_at(base::object_at(kept, base::word_of(what)), "until");
        return ms && *ms > now.ms ? std::optional(base::Instant{*ms}) : std::nullopt;
    };
    return {until(channels::Restricted::templates), until(channels::Restricted::utility_templates)};
}

void restrict(base::Json& profile, std::vector<channels::Restriction> const& told, base::Instant at)
{
    auto& kept = profile[Key];
    if (!kept.is_object())
        kept = base::Json::object();
    for (auto const& one : told) {
        auto const word = std::string(base::word_of(one.what));
        if (base::number_at(base::object_at(kept, word), "told").value_or(0) <= at.ms)
            kept[word] = {{"until", one.until.ms}, {"told", at.ms}};
    }
}

void lift_restrictions(base::Json& profile) { profile.erase(Key); }

}  // namespace accounts
