#include "app/parts.hpp"

#include "base/embedded.hpp"
#include "db/connection.hpp"
#include "net/trust.hpp"
#include "sapa_versions.hpp"

namespace app {

std::vector<cli::Part> embedded_parts()
{
    std::vector<cli::Part> parts;
    parts.reserve(sapa_versions::Parts.size());
    for (auto const& part : sapa_versions::Parts)
        parts.push_back(
            {std::string(part.name), std::string(part.version), std::string(part.licence)});
    return parts;
}

std::vector<cli::Finding> findings()
{
    using State = cli::Finding::State;
    std::vector<cli::Finding> list;
    auto const trust = net::Trust::open();
    if (trust)
        list.push_back({State::fine, "certificate authorities", (*trust)->source()});
    else
        list.push_back({State::problem, "certificate authorities", trust.error().detail});
    auto const aes = db::best_cipher() == db::Cipher::aegis;
    list.push_back({State::fine, "page encryption",
                    std::string(db::name_of(db::best_cipher())) +
                        (aes ? "" : " (this processor has no AES instructions)")});
    if (base::embedded_web().empty())
        list.push_back({State::notice, "dashboard", "this executable was built without it"});
    return list;
}

}  // namespace app
