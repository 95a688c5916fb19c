#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "control/control.hpp"

// Requests of people to delete what they gave us through a provider. What is deleted is others'
// doing (intake/farewell.hpp); here are the requests, and the page's answer to their code.
namespace control {

enum class DeletionState { waiting, done };
constexpr auto words_of(DeletionState)
{
    using namespace std::literals;
    return std::array{std::pair{DeletionState::waiting, "waiting"sv},
                      std::pair{DeletionState::done, "done"sv}};
}

using DeletionTargets = std::vector<std::pair<base::WorkspaceId, base::ChannelId>>;

struct Deletion {
    std::int64_t id = 0;
    DeletionState state = DeletionState::waiting;
    DeletionTargets targets;
    base::Instant requested_at;
    std::optional<base::Instant> done_at;
};

// Keeps a request before anything is deleted, and gives its code: 130 bits out of the request under
// a key of ours, so that the provider's repetition gets the same one and nobody can guess it.
struct OpenedDeletion {
    std::string code;
    Deletion deletion;
};
base::Result<OpenedDeletion> open_deletion(Control& control, std::string_view request,
                                           DeletionTargets const& targets);
void end_deletion(Control& control, std::int64_t id);
std::vector<Deletion> waiting_deletions(Control& control);

// Refuses `not_found`, and `too_many` when too many codes from that address were wrong.
base::Result<Deletion> find_deletion(Control& control, std::string_view code,
                                     std::string_view address);

}  // namespace control

namespace control::store {

// How long a page answers to its code.
inline constexpr auto DeletionsKept = std::chrono::hours(24 * 400);

// The request with that code, the one that is there already or a new one.
Deletion keep_deletion(ControlWriter const& db, std::string_view code_hash,
                       DeletionTargets const& targets, base::Instant now);
void end_deletion(ControlWriter const& db, std::int64_t id, base::Instant now);
std::optional<Deletion> find_deletion(ControlReader const& db, std::string_view code_hash);
std::vector<Deletion> waiting_deletions(ControlReader const& db);
void remove_old_deletions(ControlWriter const& db, base::Instant done_before);

}  // namespace control::store
