#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accounts/connect.hpp"
#include "api/parts.hpp"
#include "control/control.hpp"
#include "http/server.hpp"
#include "net/http_client.hpp"

namespace app {

struct HouseOptions {
    std::string folder;
    control::RootKeySource root_key;
    control::Facts facts;
    http::Options http;  // listen, certificate, proxies; the rest is set here
    // Provider addresses outside the public internet that may be called: the simulator's.
    std::vector<std::string> allowed_origins;
    int senders = 12;
    std::size_t streams_per_token = 64;
    bool ballast = false;  // keeps room on the disk for when it is full
};

// A running server: everything is built in order, started in order, stopped in reverse.
class House {
public:
    // Takes the folder's server lock (`server_running` when another has it), opens control, opens
    // every workspace and listens. Refuses what those refuse.
    static base::Result<std::unique_ptr<House>> start(HouseOptions options, base::World world);
    ~House();
    House(House const&) = delete;

    int port() const;
    control::Control& control();
    // Where people reach it from this machine.
    std::string local_url() const;
    // For use-cases run beside the server in the same process (demo, tests).
    workspace::Desk desk(std::shared_ptr<workspace::Workspace> workspace);
    base::Result<std::shared_ptr<workspace::Workspace>> open(base::WorkspaceId id);
    accounts::Surroundings const& surroundings() const;
    base::Result<void> add_samples(std::shared_ptr<workspace::Workspace> const& workspace,
                                   std::string const& language);
    // Where the server makes no progress, if anywhere: a thread that has been at one thing for 20 s.
    std::optional<std::string> stuck() const;
    // Reads again what may change while we run: the certificate.
    void read_again();
    // Within `patience` nothing is left half done; afterwards the process may end.
    void stop(std::chrono::milliseconds patience);

private:
    struct Inside;
    explicit House(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> m_inside;
};

}  // namespace app
