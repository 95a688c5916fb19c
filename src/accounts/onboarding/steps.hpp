#pragma once

#include "accounts/onboarding/onboarding_store.hpp"
#include "accounts/onboarding/progress.hpp"
#include "channels/connector.hpp"
#include "crypto/secret.hpp"

namespace accounts {

// What a step came to.
struct Verdict {
    StepState state = StepState::done;
    Needs needs = Needs::nothing;
    std::string detail = {};
    std::optional<StepProblem> problem = {};
};

// One run through an onboarding's steps, with its secrets open.
class Walk {
public:
    Walk(workspace::Desk& desk, Surroundings const& around, store::OnboardingRow row,
         RunOnboarding const& in);

    // Does steps in their order until one waits or fails, and keeps each result.
    base::Result<void> go();
    // For the dialog's answer: a token takes the place of a pasted one.
    base::Result<void> take_code(std::string_view code);

    Progress& progress() { return m_progress; }
    store::OnboardingRow const& row() const { return m_row; }

private:
    base::Result<void> open_secrets();
    Verdict perform(Step step);
    Verdict checklist();
    Verdict dialog();
    Verdict token();
    Verdict accounts();
    Verdict choose();
    Verdict registration();
    Verdict channel();
    Verdict webhook();
    Verdict take_app_webhook(std::string const& url, channels::Account const& account);
    Verdict history();
    Verdict first_message();

    base::Result<void> save();
    void forget_secrets();
    channels::Account account() const;
    channels::App app() const;
    channels::Connector const& connector() const;
    channels::BusinessNumber const& number() const;

    workspace::Desk& m_desk;
    Surroundings const& m_around;
    store::OnboardingRow m_row;
    RunOnboarding const& m_in;
    Progress m_progress;
    crypto::SecretText m_token;
    crypto::SecretText m_secret;
};

// The provider's refusal as a step's problem.
StepProblem problem_of(base::Error const& error);

// The redirect address of the dialog: a page of ours.
std::string redirect_uri(Surroundings const& around);

}  // namespace accounts
