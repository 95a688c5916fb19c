#include "changes/presence.hpp"

#include <algorithm>

namespace changes {

void Presence::put(base::UserId user, std::string const& page, std::optional<Spot> spot, Ms now)
{
    if (!spot) {
        m_pages.erase({user, page});
        return;
    }
    m_pages[{user, page}] = {spot->conversation, now,
                             spot->doing == Doing::typing ? now + TypingFor : now};
    auto const first = m_pages.lower_bound({user, {}});
    auto const last = std::find_if(first, m_pages.end(),
                                   [&](auto const& one) { return one.first.first != user; });
    if (std::size_t(std::distance(first, last)) > MostPages)
        m_pages.erase(std::min_element(first, last, [](auto const& a, auto const& b) {
            return a.second.heard < b.second.heard;
        }));
}

Presence::Everywhere Presence::everywhere(Ms now) const
{
    Everywhere all;
    for (auto const& [whose, page] : m_pages) {
        if (page.heard + LookingFor < now)
            continue;
        auto const doing = page.types_until > now ? Doing::typing : Doing::looking;
        auto& people = all[page.conversation];
        // Their pages stand one after the other.
        if (!people.empty() && people.back().user == whose.first)
            people.back().doing = std::max(people.back().doing, doing);
        else
            people.push_back({whose.first, doing});
    }
    return all;
}

Presence::Everywhere Presence::news(Ms now)
{
    std::erase_if(m_pages, [&](auto const& one) { return one.second.heard + LookingFor < now; });
    auto all = everywhere(now);
    Everywhere news;
    for (auto const& [conversation, people] : all)
        if (auto const told = m_told.find(conversation);
            told == m_told.end() || told->second != people)
            news[conversation] = people;
    for (auto const& [conversation, _] : m_told)
        if (!all.contains(conversation))
            news[conversation];
    m_told = std::move(all);
    return news;
}

}  // namespace changes
