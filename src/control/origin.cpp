#include "control/origin.hpp"

#include <algorithm>

#include "control/audit_store.hpp"

namespace control {

namespace {

constexpr std::string_view Setting = "allowed_origins";  // one a line

std::vector<std::string> origins_in(ControlReader const& db)
{
    std::vector<std::string> origins;
    auto const noted = store::find_setting(db, Setting).value_or("");
    for (std::size_t at = 0; at < noted.size();) {
        auto const end = std::min(noted.find('\n', at), noted.size());
        if (end > at)
            origins.push_back(noted.substr(at, end - at));
        at = end + 1;
    }
    return origins;
}

}  // namespace

std::vector<std::string> allowed_origins(Control& control)
{
    return control.read([](ControlReader const& db) { return origins_in(db); });
}

base::Result<void> allow_origin(Control& control, std::string_view origin)
{
    return control.write([&](ControlWriter const& tx) -> base::Result<void> {
        auto const known = origins_in(tx);
        if (std::ranges::find(known, origin) != known.end())
            return {};
        std::string lines;
        for (auto const& one : known)
            lines += one + "\n";
        store::put_setting(tx, Setting, lines + std::string(origin), control.now());
        return {};
    });
}

}  // namespace control
