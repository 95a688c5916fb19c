#pragma once

#include "base/result.hpp"
#include "base/world.hpp"
#include "cli/commands.hpp"

// The commands that run until they are told to stop. Each gives the exit code.
namespace app {

base::Result<int> serve(cli::ServeOptions const& options, cli::Terminal& terminal,
                        base::World world, std::string const& version);
base::Result<int> demo(cli::DemoOptions const& options, cli::Terminal& terminal, base::World world,
                       std::string const& version);
base::Result<int> simulate(cli::SimulateOptions const& options, cli::Terminal& terminal,
                           base::World world, std::string const& version);

// Blocks the signals that say something to us in this thread and those it starts. Before any thread
// starts.
void hold_stop_signals();
// Waits for one that means "stop"; for programs in a terminal, so a hang-up is one as well.
void wait_for_stop();

}  // namespace app
