#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>

#include "app/house.hpp"
#include "base/log.hpp"
#include "control/setup.hpp"

// Temporary entrance until the command line moves in.
int main(int argc, char** argv)
{
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    if (argc < 3)
        return 2;
    app::HouseOptions options;
    options.folder = argv[1];
    options.facts.version = "0.1.0";
    options.http.listen = {argv[2]};
    auto house = app::House::start(std::move(options), base::real_world());
    if (!house) {
        std::fprintf(stderr, "%s %s\n", house.error().code.c_str(), house.error().detail.c_str());
        return 1;
    }
    if (auto const link = control::make_setup_link((*house)->control()))
        std::printf("%s\n", link->c_str());
    std::fflush(stdout);
    int got = 0;
    sigwait(&stop, &got);
    (*house)->stop(std::chrono::seconds(5));
    return 0;
}
