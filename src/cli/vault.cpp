#include "cli/vault.hpp"

#include "cli/reseal.hpp"
#include "control/rotation.hpp"

namespace cli {

using base::Json;
using base::Result;

namespace {

std::string_view place_of(control::RootKeyPlace place)
{
    switch (place) {
    case control::RootKeyPlace::credentials: return "credential";
    case control::RootKeyPlace::file: return "file";
    case control::RootKeyPlace::passphrase: return "passphrase";
    }
    return "file";
}

}  // namespace

Result<int> show_keys(Context const& context)
{
    auto const control = TRY(context.open());
    auto rows = Json::array();
    for (auto const& row : control::key_status(*control))
        rows.push_back({{"slug", row.slug},
                        {"key_version", row.key_version},
                        {"file_key_version", row.file_key_version},
                        {"keys", row.keys},
                        {"file_waits", row.key_version != row.file_key_version}});
    auto const place = std::string(place_of(control->vault().place()));
    auto const file = control->vault().key_file();
    context.terminal.give(
        {{"root_key", {{"place", place}, {"file", file.empty() ? Json() : Json(file)}}},
         {"workspaces", rows}});
    context.terminal.say("Root key: " + place + (file.empty() ? "" : " " + file));
    context.terminal.table(rows, {{"slug", "WORKSPACE"},
                                  {"key_version", "KEY"},
                                  {"file_key_version", "FILE'S KEY"},
                                  {"file_waits", "FILE WAITS"}});
    return Done;
}

Result<int> rotate_root(Context const& context)
{
    auto const control = TRY(context.open());
    auto const done = TRY(control::rotate_root(*control, control::operator_caller()));
    context.terminal.give({{"workspaces", done.workspaces}, {"key_file", done.key_file}});
    context.terminal.say("The root key in " + done.key_file + " is new; " +
                         std::to_string(done.workspaces) +
                         " workspace keys are wrapped by it.\n"
                         "Copy it away from this machine. Backups from before need the old one.");
    return Done;
}

Result<int> rotate_workspace(Context const& context, std::string const& slug)
{
    auto const control = TRY(context.open());
    auto const done = TRY(control::rotate_workspace(*control, control::operator_caller(), slug,
                                                    reseal(context.world)));
    context.terminal.give({{"key_version", done.key_version},
                           {"resealed", done.resealed},
                           {"file_waits", done.file_waits}});
    context.terminal.say("Workspace " + slug + " has key version " +
                         std::to_string(done.key_version) + "; " + std::to_string(done.resealed) +
                         " values were sealed again.");
    if (done.file_waits)
        context.terminal.say("Its file gets the new key when the server starts next.");
    return Done;
}

}  // namespace cli
