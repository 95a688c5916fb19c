#include "simulator/feed.hpp"

#include <algorithm>

namespace simulator {

void Feed::add(std::shared_ptr<http::Stream> stream)
{
    std::scoped_lock const lock(m_mutex);
    m_streams.push_back(std::move(stream));
}

void Feed::send(std::string_view name, base::Json const& data)
{
    std::scoped_lock const lock(m_mutex);
    if (m_streams.empty())
        return;
    auto const bytes = std::make_shared<std::string const>(
        "event: " + std::string(name) + "\ndata: " + base::to_text(data) + "\n\n");
    std::erase_if(m_streams, [&](auto const& stream) { return !stream->send(bytes); });
}

int Feed::count()
{
    std::scoped_lock const lock(m_mutex);
    std::erase_if(m_streams, [](auto const& stream) { return stream->closed(); });
    return int(m_streams.size());
}

void Feed::close()
{
    std::scoped_lock const lock(m_mutex);
    for (auto const& stream : m_streams)
        stream->close();
    m_streams.clear();
}

}  // namespace simulator
