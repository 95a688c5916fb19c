#include "cli/version.hpp"

namespace cli {

base::Result<int> print_version(Context const& context, bool verbose)
{
    auto parts = base::Json::array();
    for (auto const& part : context.commands.parts)
        parts.push_back(
            {{"name", part.name}, {"version", part.version}, {"licence", part.licence}});
    context.terminal.give(
        {{"name", "sapa"}, {"version", context.commands.version}, {"parts", parts}});
    context.terminal.say("sapa " + context.commands.version);
    if (verbose)
        context.terminal.table(parts,
                               {{"name", "PART"}, {"version", "VERSION"}, {"licence", "LICENCE"}});
    return Done;
}

}  // namespace cli
