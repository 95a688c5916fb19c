// What bench/run cannot do from outside: a server that keeps nothing, as the measure of the edge
// itself, a workspace filled in bulk, the same rows in a plain file, and thousands of
// event streams read.

#include <charconv>
#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"
#include "fill.hpp"
#include "http/server.hpp"
#include "listen.hpp"
#include "plain.hpp"

namespace {

class Hello final : public http::Handler {
public:
    http::RouteLimits limits(std::string_view, std::string_view) const override
    {
        http::RouteLimits limits;
        limits.max_body = 4 << 20;
        limits.importance = http::Importance::webhook;
        return limits;
    }
    void handle(http::Request, http::Reply reply) override { reply.send(http::text(200, "ok")); }
};

int hello(std::string listen)
{
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, nullptr);
    Hello handler;
    http::Options options;
    options.listen = {std::move(listen)};
    http::Server server(options, handler, base::real_world());
    if (auto const started = server.start(); !started) {
        std::fprintf(stderr, "%s\n", started.error().detail.c_str());
        return 1;
    }
    int got = 0;
    sigwait(&stop, &got);
    server.stop();
    return 0;
}

std::int64_t number(char const* text)
{
    std::int64_t value = 0;
    std::string_view const view = text;
    std::from_chars(view.data(), view.data() + view.size(), value);
    return value;
}

}  // namespace

int main(int argc, char** argv)
{
    crypto::init();
    std::string_view const what = argc > 1 ? argv[1] : "";
    if (what == "hello" && argc == 3)
        return hello(argv[2]);
    if (what == "fill" && argc == 6)
        return bench::fill(argv[2], argv[3], number(argv[4]), number(argv[5]));
    if (what == "plain" && argc == 5)
        return bench::plain(argv[2], number(argv[3]), number(argv[4]));
    if (what == "listen" && argc == 4)
        return bench::listen_to(int(number(argv[2])), argv[3]);
    std::fprintf(stderr,
                 "usage: bench_tool hello ADDR:PORT | fill FOLDER SLUG CONVERSATIONS MESSAGES | "
                 "plain FILE CONVERSATIONS MESSAGES | listen PORT MARK\n");
    return 2;
}
