#pragma once

#include <memory>
#include <string>

#include "cli/commands.hpp"
#include "control/session.hpp"

namespace cli {

// What a command works with.
struct Context {
    Commands const& commands;
    Terminal& terminal;
    base::World world;
    Common common;

    // Opens the data folder, which must hold something. Works beside a running server.
    base::Result<std::unique_ptr<control::Control>> open() const;
    // Makes it when it is not there.
    base::Result<std::unique_ptr<control::Control>> open_or_make() const;
};

// The operator in one workspace. Refuses `not_found`.
struct Inside {
    control::Caller caller;
    control::WorkspaceRecord workspace;
};
base::Result<Inside> enter(control::Control& control, std::string const& slug);

// Fills in what the environment says: SAPA_DATA, STATE_DIRECTORY, CREDENTIALS_DIRECTORY,
// SAPA_KEY_FILE, SAPA_PASSPHRASE_FILE.
void complete(Common& common, Terminal& terminal);
// Says where a root key was just made, once.
void tell_new_key(Terminal& terminal, control::Control& control);

}  // namespace cli
