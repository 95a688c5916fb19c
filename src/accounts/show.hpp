#pragma once

#include "accounts/connect.hpp"
#include "accounts/store.hpp"

namespace accounts {

// The row as the API shows it to that asker. Opens a seal only for the verify token.
Channel show(workspace::Desk const& desk, Surroundings const& around, store::Row const& row);

}  // namespace accounts
