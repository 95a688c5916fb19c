#include "cli/context.hpp"

#include <cstdlib>
#include <ostream>

#include "control/setup.hpp"
#include "control/workspace_life.hpp"

namespace cli {

using base::Error;
using base::Fault;
using base::Result;

namespace {

std::string environment(char const* name)
{
    auto const* value = std::getenv(name);
    return value ? value : "";
}

Result<std::string> ask_passphrase(Terminal& terminal, bool fresh)
{
    auto const first = terminal.ask_secret("Passphrase of the data folder");
    if (!first)
        return Error{Fault::unavailable, "root_key_missing", "no passphrase was given"};
    if (fresh && terminal.ask_secret("The same once more") != first)
        return Error{Fault::invalid, "passphrases_differ", "the two passphrases differ"};
    return *first;
}

}  // namespace

void complete(Common& common, Terminal& terminal)
{
    if (common.folder.empty())
        common.folder = environment("SAPA_DATA");
    if (common.folder.empty())
        common.folder = environment("STATE_DIRECTORY");
    if (common.folder.empty())
        common.folder = "sapa-data";
    if (common.key_file.empty())
        common.key_file = environment("SAPA_KEY_FILE");
    common.root_key.key_file = common.key_file;
    common.root_key.credentials = environment("CREDENTIALS_DIRECTORY");
    common.root_key.passphrase_file = environment("SAPA_PASSPHRASE_FILE");
    if (terminal.interactive)
        common.root_key.ask = [&terminal](bool fresh) { return ask_passphrase(terminal, fresh); };
}

Result<std::unique_ptr<control::Control>> Context::open_or_make() const
{
    control::take_rights_of(common.folder);
    auto control = TRY(control::Control::open(
        common.folder, common.root_key,
        {.version = commands.version, .public_url = common.public_url}, world));
    tell_new_key(terminal, *control);
    return control;
}

Result<std::unique_ptr<control::Control>> Context::open() const
{
    control::take_rights_of(common.folder);
    TRY(control::Folder::existing(common.folder));
    return open_or_make();
}

Result<Inside> enter(control::Control& control, std::string const& slug)
{
    Inside inside;
    inside.caller = control::operator_caller();
    inside.workspace = TRY(control::choose_workspace(control, inside.caller, slug));
    return inside;
}

void tell_new_key(Terminal& terminal, control::Control& control)
{
    auto const& path = control.vault().new_key_file();
    if (!path)
        return;
    terminal.err << "\nA root key was made: " << *path
                 << "\nWithout it nobody, you included, can read this data. Keep a copy of it away "
                    "from this machine.\n\n";
}

void greet(Terminal& terminal, control::Control& control, std::string const& url)
{
    tell_new_key(terminal, control);
    terminal.out << "Sapa " << control.facts().version << " answers at " << url << '\n';
    if (auto const link = control::make_setup_link(control))
        terminal.out << "There is no owner yet. Open this link, once, to begin:\n\n  " << *link
                     << "\n\n";
    terminal.out << std::flush;
}

}  // namespace cli
