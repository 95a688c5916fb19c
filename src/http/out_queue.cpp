#include "http/out_queue.hpp"

#include <algorithm>

namespace http {

void OutQueue::push(std::shared_ptr<std::string const> bytes)
{
    if (bytes->empty())
        return;
    std::string_view const rest = *bytes;
    m_bytes += rest.size();
    m_pieces.push_back({std::move(bytes), rest});
}

void OutQueue::push_fixed(std::string_view bytes)
{
    if (bytes.empty())
        return;
    m_bytes += bytes.size();
    m_pieces.push_back({nullptr, bytes});
}

int OutQueue::gather(iovec* entries, int room) const
{
    auto count = 0;
    for (auto at = m_first; at < m_pieces.size() && count < room; ++at, ++count) {
        auto const rest = m_pieces[at].rest;
        entries[count] = {const_cast<char*>(rest.data()), rest.size()};
    }
    return count;
}

void OutQueue::consumed(std::size_t count)
{
    m_bytes -= count;
    while (count > 0) {
        auto& piece = m_pieces[m_first];
        auto const take = std::min(count, piece.rest.size());
        piece.rest.remove_prefix(take);
        count -= take;
        if (piece.rest.empty()) {
            piece.owner.reset();
            ++m_first;
        }
    }
    if (m_first == m_pieces.size()) {
        m_pieces.clear();
        m_first = 0;
    } else if (m_first >= 64) {
        m_pieces.erase(m_pieces.begin(), m_pieces.begin() + std::ptrdiff_t(m_first));
        m_first = 0;
    }
}

void OutQueue::clear()
{
    m_pieces.clear();
    m_first = 0;
    m_bytes = 0;
}

void OutQueue::shrink()
{
    if (m_pieces.empty())
        std::vector<Piece>().swap(m_pieces);
}

}  // namespace http
