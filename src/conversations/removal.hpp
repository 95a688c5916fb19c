#pragma once

#include "jobs/runner.hpp"

namespace conversations {

// The job accounts::RemovalJob: takes away everything a disconnected channel brought - conversations
// with their messages, words in the search, files, reactions and earlier wordings; who people were
// there, and those known from nowhere else; deliveries and early statuses. Newest conversations go
// first, each told by the feed. Every write is small and lets others in between; what a restart
// interrupts goes on. Counts of costs stay: they name nobody.
void add_removal(jobs::Runner& runner);

}  // namespace conversations
