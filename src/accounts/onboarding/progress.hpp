#pragma once

#include "accounts/onboarding/onboarding.hpp"

namespace accounts {

// What an onboarding knows beside its secrets. Lies in the row as JSON.
struct Progress {
    std::string name;
    std::string app_id;
    std::string wanted_app_id;
    std::string graph_url;
    std::string graph_version;
    std::string last4;
    std::string state;  // what the dialog has to bring back
    bool shared_with_app = false;
    std::string given_by;  // whose token it is, as the provider numbers people
    std::string waba_id;
    std::string phone_number_id;
    bool asked_contacts = false;
    bool asked_history = false;
    std::optional<base::Instant> expires_at;
    std::vector<std::string> targets;
    std::vector<StepInfo> steps;
    std::vector<AccountChoice> accounts;

    static constexpr auto fields()
    {
        using base::body;
        using P = Progress;
        return std::tuple{
            body("name", &P::name, ""),
            body("app_id", &P::app_id, ""),
            body("wanted_app_id", &P::wanted_app_id, ""),
            body("graph_url", &P::graph_url, ""),
            body("graph_version", &P::graph_version, ""),
            body("last4", &P::last4, ""),
            body("state", &P::state, ""),
            body("shared_with_app", &P::shared_with_app, ""),
            body("given_by", &P::given_by, ""),
            body("waba_id", &P::waba_id, ""),
            body("phone_number_id", &P::phone_number_id, ""),
            body("asked_contacts", &P::asked_contacts, ""),
            body("asked_history", &P::asked_history, ""),
            body("expires_at", &P::expires_at, ""),
            body("targets", &P::targets, "", {.max = 1000}),
            body("steps", &P::steps, ""),
            body("accounts", &P::accounts, "", {.max = 1000}),
        };
    }

    static Progress fresh(Lane lane);
    static Progress read(std::string_view json);
    std::string text() const;

    StepInfo& step(Step name);
    bool settled(Step name) const;
    bool all_settled() const;
};

}  // namespace accounts
