#include "app/serve.hpp"

#include <algorithm>
#include <csignal>
#include <ctime>
#include <ostream>
#include <thread>

#include "app/house_options.hpp"
#include "app/systemd.hpp"
#include "base/log.hpp"
#include "net/guarded_client.hpp"
#include "simulator/simulator.hpp"

namespace app {

namespace {

constexpr std::chrono::milliseconds LookEvery{3000};

sigset_t stop_signals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    return signals;
}

enum class Told { nothing, to_stop, to_read_again };

// Waits for a signal, at most that long.
Told wait_for_word(std::chrono::milliseconds longest)
{
    auto const signals = stop_signals();
    timespec const wait{longest.count() / 1000, (longest.count() % 1000) * 1'000'000};
    switch (::sigtimedwait(&signals, nullptr, &wait)) {
    case SIGINT:
    case SIGTERM: return Told::to_stop;
    case SIGHUP: return Told::to_read_again;
    default: return Told::nothing;
    }
}

// Until somebody says stop. systemd hears from us only while the house makes progress, so that it
// starts a stuck one anew.
void watch(House& house, Systemd const& systemd)
{
    auto const look_every = std::min(LookEvery, systemd.watchdog().value_or(LookEvery) / 3);
    std::string stuck;
    for (;;) {
        switch (wait_for_word(look_every)) {
        case Told::to_stop: return;
        case Told::to_read_again: house.read_again(); break;
        case Told::nothing: break;
        }
        auto const now = house.stuck().value_or("");
        if (now != stuck && !now.empty())
            base::log(base::LogLevel::error, "app", "no progress", {{"where", now}});
        stuck = now;
        if (stuck.empty())
            systemd.alive();
    }
}

}  // namespace

HouseOptions house_options(cli::Common const& common, std::string const& version)
{
    HouseOptions options;
    options.folder = common.folder;
    options.root_key = common.root_key;
    options.facts.version = version;
    options.facts.public_url = common.public_url;
    options.http.workers = int(std::max(4U, std::thread::hardware_concurrency() * 2));
    return options;
}

void hold_stop_signals()
{
    std::signal(SIGPIPE, SIG_IGN);
    auto const signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void wait_for_stop()
{
    auto const signals = stop_signals();
    int got = 0;
    sigwait(&signals, &got);
}

base::Result<int> serve(cli::ServeOptions const& in, cli::Terminal& terminal, base::World world,
                        std::string const& version)
{
    auto options = house_options(in.common, version);
    options.http.listen = in.listen;
    options.http.certificate_file = in.certificate_file;
    options.http.key_file = in.certificate_key_file;
    options.http.trusted_proxies = in.trusted_proxies;
    options.http.hosts = in.hosts;
    options.allowed_origins = in.allowed_origins;
    options.ballast = true;
    options.streams_per_token = std::size_t(std::max<std::int64_t>(1, in.streams_per_token));
    auto house = TRY(House::start(std::move(options), world));
    auto const url = house->control().public_url();
    cli::greet(terminal, house->control(), url.empty() ? house->local_url() : url);
    auto const systemd = Systemd::from_environment();
    systemd.ready();
    watch(*house, systemd);
    systemd.stopping();
    house->stop(StopPatience);
    return cli::Done;
}

base::Result<int> simulate(cli::SimulateOptions const& in, cli::Terminal& terminal,
                           base::World world, std::string const& version)
{
    simulator::Options options;
    auto const take = [](std::string& to, std::string const& from) {
        if (!from.empty())
            to = from;
    };
    take(options.listen, in.listen);
    take(options.app_secret, in.app_secret);
    take(options.access_token, in.access_token);
    take(options.phone_number_id, in.phone_number_id);
    take(options.waba_id, in.waba_id);
    if (in.seed != 0)
        options.seed = in.seed;
    options.speed = in.speed;
    options.strict = in.strict;
    auto const client = TRY(net::open_client({.user_agent = "Sapa-simulator/" + version}, world));
    return simulator::run(options, world, *client, terminal.json);
}

}  // namespace app
