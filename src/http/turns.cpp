#include "http/turns.hpp"

namespace http {

void Turns::add(std::uint64_t group, ConnectionId who)
{
    auto& line = m_waiting[group];
    if (line.empty())
        m_order.push_back(group);
    line.push_back(who);
}

ConnectionId Turns::next()
{
    auto const group = m_order.front();
    m_order.pop_front();
    auto const found = m_waiting.find(group);
    auto const who = found->second.front();
    found->second.pop_front();
    if (found->second.empty())
        m_waiting.erase(found);
    else
        m_order.push_back(group);
    return who;
}

}  // namespace http
