#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/id.hpp"
#include "base/time.hpp"
#include "control/permission.hpp"
#include "control/user.hpp"

namespace control {

enum class WorkspaceState { creating, active, deleting };
constexpr auto words_of(WorkspaceState)
{
    return std::array{
        std::pair{WorkspaceState::creating, std::string_view("creating")},
        std::pair{WorkspaceState::active, std::string_view("active")},
        std::pair{WorkspaceState::deleting, std::string_view("deleting")},
    };
}

// A workspace as control.db knows it. `file` is a random name: what a business is called must not
// show in a folder listing.
struct WorkspaceRecord {
    base::WorkspaceId id;
    std::string slug;
    std::string name;
    std::string language;   // of the business and its customers, e.g. "id"
    std::string country;    // ISO 3166 alpha-2, or empty
    std::string time_zone;  // IANA name
    WorkspaceState state = WorkspaceState::creating;
    std::string file;
    std::uint32_t file_key_version = 1;  // opens the file
    std::uint32_t key_version = 1;       // seals new values
    bool has_sample_data = false;
    base::Instant created_at;
    workspace::Sight agent_sight = workspace::Sight::all;
    bool agent_phones = true;    // agents see phone numbers whole
    bool only_assignee = false;  // only the assignee may answer a customer
    bool require_totp = false;   // nobody in without a second factor

    AgentSees agents() const { return {agent_sight, agent_phones}; }

    static constexpr auto row()
    {
        using W = WorkspaceRecord;
        return std::tuple{&W::id,
                          &W::slug,
                          &W::name,
                          &W::language,
                          &W::country,
                          &W::time_zone,
                          &W::state,
                          &W::file,
                          &W::file_key_version,
                          &W::key_version,
                          &W::has_sample_data,
                          &W::created_at,
                          &W::agent_sight,
                          &W::agent_phones,
                          &W::only_assignee,
                          &W::require_totp};
    }
};

}  // namespace control
