#pragma once

#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "http/handler.hpp"

namespace simulator {

// The phone pages that are open, each on an event stream. Any thread.
class Feed {
public:
    void add(std::shared_ptr<http::Stream> stream);
    void send(std::string_view name, base::Json const& data);
    // Forgets the closed ones and counts the rest.
    int count();
    void close();

private:
    std::mutex m_mutex;
    std::vector<std::shared_ptr<http::Stream>> m_streams;
};

}  // namespace simulator
