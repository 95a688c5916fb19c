#include "accounts/onboarding/progress.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/read_json.hpp"

namespace accounts {

namespace {

bool is_settled(StepInfo const& step)
{
    return step.state == StepState::done || step.state == StepState::skipped;
}

}  // namespace

Progress Progress::fresh(Lane lane)
{
    Progress out;
    for (auto const& [name, word] : words_of(Step{})) {
        auto const dialog = name == Step::checklist || name == Step::code || name == Step::history;
        if (lane == Lane::signup || !dialog)
            out.steps.push_back({.name = name});
    }
    return out;
}

Progress Progress::read(std::string_view json)
{
    auto const parsed = base::parse_json(json);
    auto progress = parsed ? base::read_json<Progress>(*parsed) : std::nullopt;
    return progress ? std::move(*progress) : Progress();
}

std::string Progress::text() const { return base::to_text(base::write_json(*this)); }

StepInfo& Progress::step(Step name)
{
    auto const found = std::ranges::find(steps, name, &StepInfo::name);
    if (found == steps.end())
        throw std::logic_error("a lane has no such step");
    return *found;
}

bool Progress::settled(Step name) const
{
    auto const found = std::ranges::find(steps, name, &StepInfo::name);
    return found == steps.end() || is_settled(*found);
}

bool Progress::all_settled() const
{
    return !steps.empty() && std::ranges::all_of(steps, is_settled);
}

}  // namespace accounts
