#include "http/server.hpp"

#include <pthread.h>

#include <csignal>
#include <thread>

#include "base/log.hpp"
#include "http/loop.hpp"

namespace http {

struct Server::Inside {
    Options options;
    Handler& handler;
    base::World world;
    Counters counters;
    std::vector<int> ports;
    std::shared_ptr<Mailbox> mailbox;
    std::unique_ptr<Workers> workers;
    std::unique_ptr<Loop> loop;
    std::thread thread;
};

Server::Server(Options options, Handler& handler, base::World world)
    : m_inside(new Inside{.options = std::move(options),
                          .handler = handler,
                          .world = world,
                          .counters = {},
                          .ports = {},
                          .mailbox = {},
                          .workers = {},
                          .loop = {},
                          .thread = {}})
{
}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

base::Result<void> Server::start()
{
    auto& in = *m_inside;
    std::vector<Block> trusted;
    for (auto const& text : in.options.trusted_proxies) {
        auto const block = Block::parse(text);
        if (!block)
            return base::Error{base::Fault::invalid, "bad_trusted_proxy",
                               "not an address or a block such as 10.0.0.0/8: " + text};
        trusted.push_back(*block);
    }
    TlsContext tls;
    if (!in.options.certificate_file.empty())
        tls = TRY(open_tls_context(in.options.certificate_file, in.options.key_file));
    auto listeners = TRY(open_listeners(in.options.listen));
    in.ports.clear();
    for (auto const& listener : listeners)
        in.ports.push_back(listener.port);

    in.counters.looked_at = in.world.clock.monotonic().count();
    in.mailbox = std::make_shared<Mailbox>();
    in.workers = std::make_unique<Workers>(in.options.workers, in.options.max_waiting);
    in.loop = std::make_unique<Loop>(
        Loop::Parts{in.options, in.handler, in.world, std::move(trusted), std::move(listeners),
                    std::move(tls), in.mailbox, *in.workers, in.counters});
    in.thread = std::thread([&in] {
        // OpenSSL writes with write(2); the signal stays pending here and never arrives.
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
        in.loop->run();
    });
    return {};
}

void Server::stop(std::chrono::milliseconds drain)
{
    auto& in = *m_inside;
    if (!in.thread.joinable())
        return;
    in.loop->stop(drain);
    in.thread.join();
    in.workers->stop();
    in.loop.reset();
}

int Server::bound_port(std::size_t listener) const
{
    return listener < m_inside->ports.size() ? m_inside->ports[listener] : 0;
}

std::chrono::milliseconds Server::quiet_for() const
{
    auto const& in = *m_inside;
    if (!in.loop)
        return std::chrono::milliseconds(0);
    return in.world.clock.monotonic() - std::chrono::milliseconds(in.counters.looked_at);
}

void Server::read_certificate_again()
{
    if (m_inside->loop)
        m_inside->loop->read_certificate_again();
}

Stats Server::stats() const
{
    auto const& from = m_inside->counters;
    return {from.connections, from.streams, from.accepted, from.shed, from.requests};
}

}  // namespace http
