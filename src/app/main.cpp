#include <malloc.h>
#include <sys/stat.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

#include "api/openapi.hpp"
#include "app/parts.hpp"
#include "app/serve.hpp"
#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "cli/commands.hpp"
#include "crypto/secret.hpp"
#include "sapa_versions.hpp"

// Not in a public header of glibc, but part of its interface for programs like nscd.
// NOLINTNEXTLINE(bugprone-reserved-identifier): the name is glibc's.
extern "C" int __nss_configure_lookup(char const* database, char const* services);

int main(int argc, char** argv)
{
    // A static program must not load the host's name service plugins: they belong to another libc.
    __nss_configure_lookup("hosts", "files dns");
    // Whatever is written is for this user alone.
    ::umask(0077);
    // Else each thread keeps what the worst delivery it ever read took: a dozen of 4 MB left 330 MB.
    // Setting the second keeps it from growing with what is freed.
    ::mallopt(M_ARENA_MAX, 2);
    ::mallopt(M_MMAP_THRESHOLD, 256 << 10);
    app::hold_stop_signals();
    crypto::init();
    if (!crypto::harden_process())
        base::log(base::LogLevel::warning, "app", "core dumps could not be switched off");
#ifdef SAPA_CRASH_POINTS
    // Tests name the place where this process is to die: SAPA_CRASH_AT=intake.committed[:3]
    if (char const* const place = std::getenv("SAPA_CRASH_AT")) {
        std::string_view const text = place;
        auto const colon = text.find(':');
        int nth = 1;
        if (colon != text.npos)
            std::from_chars(text.data() + colon + 1, text.data() + text.size(), nth);
        base::crash_at(text.substr(0, colon), nth);
    }
#endif

    auto const world = base::real_world();
    std::string const version(sapa_versions::Sapa);
    cli::Commands commands;
    commands.version = version;
    commands.built = sapa_versions::Built;
    commands.parts = app::embedded_parts();
    commands.serve = [&](cli::ServeOptions const& in, cli::Terminal& t) {
        return app::serve(in, t, world, version);
    };
    commands.demo = [&](cli::DemoOptions const& in, cli::Terminal& t) {
        return app::demo(in, t, world, version);
    };
    commands.simulate = [&](cli::SimulateOptions const& in, cli::Terminal& t) {
        return app::simulate(in, t, world, version);
    };
    commands.openapi = [] { return std::string(api::openapi_text()); };
    commands.findings = app::findings;
    return cli::run(argc, argv, commands, world);
}
