#include "app/serve.hpp"

#include <csignal>
#include <cstdlib>
#include <ostream>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

#include "app/house_options.hpp"
#include "net/guarded_client.hpp"
#include "simulator/simulator.hpp"

namespace app {

namespace {

sigset_t stop_signals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    return signals;
}

// sd_notify(3), one datagram: systemd then knows that we serve.
void tell_systemd(char const* what)
{
    char const* const path = std::getenv("NOTIFY_SOCKET");
    if (!path || !*path)
        return;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::string const name = path;
    if (name.size() >= sizeof address.sun_path)
        return;
    name.copy(address.sun_path, name.size());
    if (name.front() == '@')
        address.sun_path[0] = '\0';
    auto const socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return;
    auto const length = socklen_t(offsetof(sockaddr_un, sun_path) + name.size());
    ::sendto(socket, what, std::string_view(what).size(), MSG_NOSIGNAL,
             reinterpret_cast<sockaddr*>(&address), length);
    ::close(socket);
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
    auto house = TRY(House::start(std::move(options), world));
    auto const url = house->control().public_url();
    cli::greet(terminal, house->control(), url.empty() ? house->local_url() : url);
    tell_systemd("READY=1");
    wait_for_stop();
    tell_systemd("STOPPING=1");
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
