#include "simulator/simulator.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "base/log.hpp"
#include "http/server.hpp"
#include "simulator/front.hpp"

namespace simulator {

namespace {

using namespace std::chrono_literals;

constexpr auto SaveEvery = 3s;

// Whole or not at all: written beside and moved into place.
bool write_file(std::string const& path, std::string const& text)
{
    auto const beside = path + ".new";
    {
        std::ofstream out(beside, std::ios::binary | std::ios::trunc);
        ::chmod(beside.c_str(), 0600);
        out << text;
        if (!out.flush())
            return false;
    }
    return ::rename(beside.c_str(), path.c_str()) == 0;
}

}  // namespace

struct Simulator::Inside {
    Inside(Options given, base::World w, net::HttpClient& client)
        : options(std::move(given)),
          world(w),
          core(options, world),
          load(world),
          later(world),
          front(core, feed, load, later, client),
          courier(
              options.webhook_lanes, client,
              [this](Delivery const& delivery, int status) { core.delivered(delivery, status); }),
          server({.listen = {options.listen}, .workers = options.workers}, front, world)
    {
        core.on_event(
            [this](std::string_view name, base::Json const& data) { feed.send(name, data); });
        core.on_wake([this] { wake(); });
    }

    void wake()
    {
        {
            std::scoped_lock const lock(mutex);
            woken = true;
        }
        more.notify_one();
    }

    // Carries what is due to the courier, and keeps the state file fresh.
    void tick()
    {
        auto saved_at = world.clock.monotonic();
        for (;;) {
            for (auto& delivery : core.run_due())
                courier.carry(std::move(delivery));
            auto const due = core.next_due();
            auto const wait = due ? std::clamp<std::chrono::milliseconds>(*due - core.now(), 0ms,
                                                                          1000ms)
                                  : 1000ms;
            {
                std::unique_lock lock(mutex);
                if (wait > 0ms)
                    more.wait_for(lock, wait, [&] { return woken || stopping; });
                woken = false;
                if (stopping)
                    return;
            }
            if (world.clock.monotonic() - saved_at >= SaveEvery) {
                save();
                saved_at = world.clock.monotonic();
            }
        }
    }

    void save()
    {
        if (options.state_file.empty() || core.revision() == saved_revision)
            return;
        auto const revision = core.revision();
        if (write_file(options.state_file, core.snapshot()))
            saved_revision = revision;
        else
            base::log(base::LogLevel::warning, "simulator", "could not write the state file",
                      {{"path", options.state_file}});
    }

    base::Result<void> load_state()
    {
        if (options.state_file.empty())
            return {};
        std::ifstream in(options.state_file, std::ios::binary);
        if (!in)
            return {};
        std::ostringstream text;
        text << in.rdbuf();
        return core.restore(text.str());
    }

    void stop()
    {
        if (stopped)
            return;
        stopped = true;
        load.stop();
        feed.close();
        later.stop();
        server.stop();
        {
            std::scoped_lock const lock(mutex);
            stopping = true;
        }
        more.notify_one();
        if (ticker.joinable())
            ticker.join();
        courier.stop();
        save();
    }

    Options options;
    base::World world;
    Core core;
    Feed feed;
    Load load;
    Later later;
    Front front;
    Courier courier;
    http::Server server;
    std::uint64_t saved_revision = 0;
    std::mutex mutex;
    std::condition_variable more;
    bool woken = false;
    bool stopping = false;
    bool stopped = false;
    std::thread ticker;
};

Simulator::Simulator(std::unique_ptr<Inside> inside) : m_inside(std::move(inside)) {}

Simulator::~Simulator() { stop(); }

base::Result<std::unique_ptr<Simulator>> Simulator::start(Options options, base::World world,
                                                          net::HttpClient& client)
{
    auto inside = std::make_unique<Inside>(std::move(options), world, client);
    TRY(inside->load_state());
    TRY(inside->server.start());
    inside->ticker = std::thread([raw = inside.get()] { raw->tick(); });
    return std::unique_ptr<Simulator>(new Simulator(std::move(inside)));
}

void Simulator::stop() { m_inside->stop(); }

int Simulator::port() const { return m_inside->server.bound_port(); }

std::string Simulator::url() const
{
    auto const& listen = m_inside->options.listen;
    auto host = listen.substr(0, listen.rfind(':'));
    if (host == "0.0.0.0" || host == "[::]")
        host = "127.0.0.1";
    return "http://" + host + ":" + std::to_string(port());
}

Core& Simulator::core() { return m_inside->core; }

int run(Options options, base::World world, net::HttpClient& client, bool json)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    auto const shown = options;
    auto started = Simulator::start(std::move(options), world, client);
    if (!started) {
        auto const& error = started.error();
        std::fprintf(stderr, "sapa simulate: %s\n",
                     (error.detail.empty() ? error.code : error.detail).c_str());
        return 1;
    }
    auto const url = (*started)->url();
    if (json)
        std::printf("%s\n", base::to_text({{"url", url},
                                           {"phone_number_id", shown.phone_number_id},
                                           {"waba_id", shown.waba_id},
                                           {"access_token", shown.access_token},
                                           {"app_secret", shown.app_secret}})
                                .c_str());
    else
        std::printf("The phone is at %s\n\n"
                    "Connect a WhatsApp channel with\n"
                    "  Graph URL        %s\n"
                    "  Phone number id  %s\n"
                    "  Account id       %s\n"
                    "  Access token     %s\n"
                    "  App secret       %s\n\nCtrl-C stops.\n",
                    url.c_str(), url.c_str(), shown.phone_number_id.c_str(), shown.waba_id.c_str(),
                    shown.access_token.c_str(), shown.app_secret.c_str());
    std::fflush(stdout);
    int which = 0;
    sigwait(&ends, &which);
    (*started)->stop();
    return 0;
}

}  // namespace simulator
