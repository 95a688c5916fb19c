#include "cli/reseal.hpp"

#include "accounts/reseal.hpp"
#include "media/reseal.hpp"

namespace cli {

control::Reseal reseal(base::World world)
{
    return [world](workspace::Record const& record) -> base::Result<int> {
        auto const workspace = TRY(workspace::Workspace::open(record, world));
        return TRY(accounts::reseal(*workspace)) + TRY(media::reseal(*workspace));
    };
}

}  // namespace cli
