#include "http/connection.hpp"

namespace http {

void WaitList::put(Connection& one, std::chrono::milliseconds now)
{
    drop(one);
    one.list = this;
    one.deadline = now + m_wait;
    one.moved = 0;
    one.before = m_last;
    (m_last ? m_last->after : m_first) = &one;
    m_last = &one;
}

void WaitList::drop(Connection& one)
{
    auto* const list = one.list;
    if (list == nullptr)
        return;
    (one.before ? one.before->after : list->m_first) = one.after;
    (one.after ? one.after->before : list->m_last) = one.before;
    one.before = one.after = nullptr;
    one.list = nullptr;
}

}  // namespace http
