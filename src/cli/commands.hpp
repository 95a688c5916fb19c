#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/world.hpp"
#include "cli/terminal.hpp"
#include "control/control.hpp"

namespace cli {

// What nearly every command takes.
struct Common {
    std::string folder;    // --data
    std::string key_file;  // --key-file
    control::RootKeySource root_key;
    std::string public_url;  // --public-url; empty: as stored
};

struct ServeOptions {
    Common common;
    std::vector<std::string> listen;
    std::string certificate_file;
    std::string certificate_key_file;
    std::vector<std::string> trusted_proxies;
    std::int64_t streams_per_token = 64;
    std::vector<std::string> hosts;
    // Addresses of providers outside the public internet that may be called, e.g. a simulator's.
    std::vector<std::string> allowed_origins;
    std::string log_format = "text";  // text or json
    std::string log_level = "info";   // debug, info, warning or error
};

struct DemoOptions {
    Common common;
    std::string listen;
    std::string simulator_listen;
    std::string language;
    bool reset = false;
};

struct SimulateOptions {
    std::string listen;
    std::string app_secret;
    std::string access_token;
    std::string phone_number_id;
    std::string waba_id;
    std::uint64_t seed = 0;
    double speed = 1;
    bool strict = false;
};

// One thing `sapa doctor` looked at.
struct Finding {
    enum class State { fine, notice, problem };
    State state = State::fine;
    std::string name;
    std::string detail;
};

struct Part {
    std::string name;
    std::string version;
    std::string licence;
};

// What other rooms do for a command; app fills it in. A function that is missing makes its command
// say so. Each gives the exit code.
struct Commands {
    std::string version;
    std::string built;  // the day, 2026-11-22; for `sapa doctor`
    std::vector<Part> parts;
    std::function<base::Result<int>(ServeOptions const&, Terminal&)> serve;
    std::function<base::Result<int>(DemoOptions const&, Terminal&)> demo;
    std::function<base::Result<int>(SimulateOptions const&, Terminal&)> simulate;
    // The OpenAPI document as JSON text.
    std::function<std::string()> openapi;
    // More for `sapa doctor`, such as where the certificate authorities come from.
    std::function<std::vector<Finding>()> findings;
};

// Runs one command line. Never throws: a broken world is said on the terminal and is exit code 3.
int run(int argc, char const* const* argv, Commands const& commands, Terminal& terminal,
        base::World world);
// The same with the process's own streams.
int run(int argc, char const* const* argv, Commands const& commands, base::World world);

// For serve and demo once they answer: how to reach it, the first set-up's link when there is no
// owner yet, and where a new root key lies.
void greet(Terminal& terminal, control::Control& control, std::string const& url);

}  // namespace cli
