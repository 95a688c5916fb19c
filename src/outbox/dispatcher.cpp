#include "outbox/dispatcher.hpp"

#include "base/log.hpp"
#include "outbox/sending.hpp"
#include "outbox/turn.hpp"

namespace outbox {

Dispatcher::Dispatcher(base::World world, net::HttpClient& http, Deliveries& deliveries,
                       int senders)
    : m_sending(std::make_shared<Sending>(world, http, deliveries, senders))
{
}

Dispatcher::~Dispatcher() = default;

std::optional<std::chrono::milliseconds> Dispatcher::turn(workspace::Workspace& workspace)
{
    return Turn(*m_sending, workspace, m_sending->lane_of(workspace)).run();
}

void Dispatcher::leave(workspace::Workspace& workspace)
{
    m_sending->crew().wait_for(workspace);
    workspace.writer().drain();
    auto const lane = m_sending->forget(workspace);
    if (!lane || !lane->loaded)
        return;
    auto const world = m_sending->world();
    auto const saved = workspace.write(
        [&](db::Writer& tx) { lane->paces.save(tx, world.now(), world.clock.monotonic()); });
    if (!saved)
        base::log(base::LogLevel::warning, "outbox", "buckets were not kept",
                  {{"workspace", workspace.id().value}, {"why", saved.error().code}});
}

void Dispatcher::wait_idle()
{
    m_sending->crew().wait_idle();
    for (auto const& lane : m_sending->lanes())
        if (auto const workspace = lane->workspace.lock())
            workspace->writer().drain();
}

bool Dispatcher::stop(std::chrono::milliseconds patience)
{
    return m_sending->crew().stop(patience);
}

}  // namespace outbox
