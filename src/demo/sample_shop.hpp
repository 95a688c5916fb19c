#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "workspace/desk.hpp"

namespace demo {

// Fills a workspace with a month of a lively shop in one of en, id, ms, ar, pt-BR: some 200
// conversations in every state, pictures and voice notes among them, labels, notes, assignments to
// the members it has. Everything is marked as sample and goes again with
// conversations::remove_samples. Uses the workspace's WhatsApp channel, and makes a disconnected
// sample channel when there is none. Refuses conflict `samples_there`; invalid_input (language).
base::Result<void> add_samples(workspace::Desk& desk, std::vector<base::UserId> const& members,
                               std::string const& language);

struct SamplePerson {
    std::string name;
    std::string phone;  // digits
};

// Those whom the sample conversations are with, so that a simulated provider can know them; none
// for another language.
std::vector<SamplePerson> sample_people(std::string const& language);

}  // namespace demo
