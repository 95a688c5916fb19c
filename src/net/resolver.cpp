#include <netdb.h>
#include <resolv.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <thread>

#include "net/guard.hpp"

namespace net {

namespace {

// getaddrinfo cannot be interrupted, so it runs in threads of its own; whoever loses patience goes
// on without it, and the answer is thrown away.
class SystemResolver final : public Resolver {
public:
    SystemResolver()
    {
        for (auto& thread : m_threads)
            thread = std::thread([this] { work(); });
    }
    ~SystemResolver() override
    {
        {
            std::lock_guard const hold(m_lock);
            m_stopping = true;
        }
        m_wake.notify_all();
        for (auto& thread : m_threads)
            thread.join();
    }

    std::vector<base::Address> addresses_of(std::string const& host,
                                            std::chrono::milliseconds patience) override
    {
        auto const question = std::make_shared<Question>();
        question->host = host;
        std::unique_lock hold(m_lock);
        if (m_waiting.size() >= MaxWaiting)
            return {};
        m_waiting.push_back(question);
        m_wake.notify_all();
        m_answered.wait_for(hold, patience, [&] { return question->done || m_stopping; });
        return question->done ? question->addresses : std::vector<base::Address>();
    }

private:
    static constexpr std::size_t MaxWaiting = 256;

    struct Question {
        std::string host;
        std::vector<base::Address> addresses;
        bool done = false;
    };

    void work()
    {
        // Of this thread: two tries of two seconds, so that a dead server does not hold the thread
        // for the usual half minute.
        ::res_init();
        _res.retrans = 2;
        _res.retry = 2;
        for (;;) {
            std::shared_ptr<Question> question;
            {
                std::unique_lock hold(m_lock);
                m_wake.wait(hold, [this] { return m_stopping || !m_waiting.empty(); });
                if (m_stopping)
                    return;
                question = std::move(m_waiting.front());
                m_waiting.pop_front();
            }
            auto addresses = ask(question->host);
            {
                std::lock_guard const hold(m_lock);
                question->addresses = std::move(addresses);
                question->done = true;
            }
            m_answered.notify_all();
        }
    }

    static std::vector<base::Address> ask(std::string const& host)
    {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_ADDRCONFIG;
        addrinfo* found = nullptr;
        if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0)
            return {};
        std::vector<base::Address> addresses;
        for (auto const* one = found; one != nullptr; one = one->ai_next) {
            sockaddr_storage at{};
            std::memcpy(&at, one->ai_addr, std::min<std::size_t>(one->ai_addrlen, sizeof at));
            auto const address = base::Address::of(at);
            if (std::find(addresses.begin(), addresses.end(), address) == addresses.end())
                addresses.push_back(address);
        }
        ::freeaddrinfo(found);
        return addresses;
    }

    std::mutex m_lock;
    std::condition_variable m_wake;
    std::condition_variable m_answered;
    std::deque<std::shared_ptr<Question>> m_waiting;
    bool m_stopping = false;
    std::array<std::thread, 2> m_threads;
};

}  // namespace

std::unique_ptr<Resolver> make_system_resolver() { return std::make_unique<SystemResolver>(); }

}  // namespace net
