#pragma once

#include <functional>
#include <string>
#include <vector>

#include "control/control.hpp"

// Changing keys: the root key above all workspaces, and the data key of one.
namespace control {

// A new root key: every workspace key is wrapped anew in one transaction and the key file is
// replaced. No data is rewritten. A crash at any step leaves a folder that opens; the next start, or
// another call, goes on. A running server notices by itself. Refuses `root_key_not_in_file`, `busy`.
struct RootRotation {
    int workspaces = 0;  // keys wrapped anew
    std::string key_file;
};
base::Result<RootRotation> rotate_root(Control& control, Caller const& caller);
// Goes on where a crash stopped; quick when there is nothing to do.
base::Result<void> resume_root_rotation(Control& control);

// Seals every value of a workspace that is not sealed with its newest key. Small transactions; the
// number of values changed. Implemented by the rooms that keep sealed values.
using Reseal = std::function<base::Result<int>(workspace::Record const&)>;

// A new data key: new values use it at once, old ones are sealed again row by row, and the file
// itself changes key as soon as nobody has it open (at the next start, when a server runs). The old
// key is deleted after that. Refuses `busy`, `not_found`, `rotation_pending` while an earlier one
// still waits.
struct WorkspaceRotation {
    std::uint32_t key_version = 0;
    int resealed = 0;
    bool file_waits = false;  // the file still has its old key
};
base::Result<WorkspaceRotation> rotate_workspace(Control& control, Caller const& caller,
                                                 std::string_view slug, Reseal const& reseal);

// Gives files the newest key of their workspace, and seals what is left with an older one; then old
// keys are deleted. For the start of the server, which holds the folder's server lock, before any
// workspace is open.
void finish_rotations(Control& control, Reseal const& reseal);

struct KeyStatus {
    std::string slug;
    std::uint32_t key_version = 0;
    std::uint32_t file_key_version = 0;
    int keys = 0;
};
std::vector<KeyStatus> key_status(Control& control);

}  // namespace control
