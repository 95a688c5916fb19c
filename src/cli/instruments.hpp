#pragma once

#include <memory>
#include <string>

#include "accounts/connect.hpp"
#include "cli/context.hpp"
#include "conversations/receive.hpp"
#include "net/guarded_client.hpp"
#include "workspace/desk.hpp"

namespace cli {

// What use-cases of a workspace need when they are run from a command, beside a running server.
class Instruments {
public:
    static base::Result<std::unique_ptr<Instruments>> open(Context const& context,
                                                           control::Control& control,
                                                           Inside const& inside);
    ~Instruments();

    workspace::Desk& desk() { return *m_desk; }
    accounts::Surroundings const& surroundings() const { return m_surroundings; }
    Inside const& inside() const { return m_inside; }

private:
    class People;
    class Routes;
    Instruments(control::Control& control, Inside const& inside);
    // The other workspaces of the installation, opened for as long as somebody holds them.
    std::vector<std::shared_ptr<workspace::Workspace>> neighbours(control::Control& control) const;

    Inside m_inside;
    std::unique_ptr<People> m_people;
    std::unique_ptr<Routes> m_routes;
    conversations::MessageDeliveries m_deliveries;
    std::unique_ptr<net::HttpClient> m_http;
    accounts::Surroundings m_surroundings;
    std::unique_ptr<workspace::Desk> m_desk;
};

// The client that commands call providers with; it may reach what the server may, and `also`, such
// as our own server on this machine.
base::Result<std::unique_ptr<net::HttpClient>> open_http(Context const& context,
                                                         control::Control& control,
                                                         std::vector<std::string> const& also = {});

// Notes an address of a provider outside the public internet that the server may call, in the
// setting `allowed_origins` (one origin a line). Public ones need no note.
base::Result<void> allow_origin(control::Control& control, std::string const& url);

}  // namespace cli
