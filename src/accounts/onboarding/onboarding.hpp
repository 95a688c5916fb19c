#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/connect.hpp"
#include "channels/problem.hpp"

// Connecting a number step by step. Each step can be repeated, keeps its result, and names what is in
// its way; after a crash or a day the rest goes on from there.
namespace accounts {

using OnboardingId = base::Id<struct OnboardingNoun>;

enum class Lane {
    token,   // a system user's token was pasted
    signup,  // through the provider's own dialog
};
constexpr auto words_of(Lane)
{
    using namespace std::literals;
    return std::array{std::pair{Lane::token, "token"sv}, std::pair{Lane::signup, "signup"sv}};
}
constexpr auto schema_name(Lane) { return "OnboardingLane"; }

enum class Step {
    checklist,      // whether the installation's app is ready
    code,           // what the dialog brought back became a token
    token,          // whose it is and what it may do
    accounts,       // what it reaches
    choose,         // which number
    registration,   // the number is registered for the API
    channel,        // it is a channel here
    webhook,        // the provider calls us
    history,        // what lies on the phone was asked for
    first_message,  // a real call came
};
constexpr auto words_of(Step)
{
    using namespace std::literals;
    return std::array{
        std::pair{Step::checklist, "checklist"sv},
        std::pair{Step::code, "code"sv},
        std::pair{Step::token, "token"sv},
        std::pair{Step::accounts, "accounts"sv},
        std::pair{Step::choose, "choose"sv},
        std::pair{Step::registration, "register"sv},
        std::pair{Step::channel, "channel"sv},
        std::pair{Step::webhook, "webhook"sv},
        std::pair{Step::history, "history"sv},
        std::pair{Step::first_message, "first_message"sv},
    };
}
constexpr auto schema_name(Step) { return "OnboardingStepName"; }

enum class StepState { waiting, running, done, failed, skipped };
constexpr auto words_of(StepState)
{
    using namespace std::literals;
    return std::array{
        std::pair{StepState::waiting, "waiting"sv}, std::pair{StepState::running, "running"sv},
        std::pair{StepState::done, "done"sv},       std::pair{StepState::failed, "failed"sv},
        std::pair{StepState::skipped, "skipped"sv},
    };
}
constexpr auto schema_name(StepState) { return "OnboardingStepState"; }

// What a person has to bring before the step goes on.
enum class Needs { nothing, dialog, choice, code, pin, confirm, message, fix };
constexpr auto words_of(Needs)
{
    using namespace std::literals;
    return std::array{
        std::pair{Needs::nothing, "nothing"sv}, std::pair{Needs::dialog, "dialog"sv},
        std::pair{Needs::choice, "choice"sv},   std::pair{Needs::code, "code"sv},
        std::pair{Needs::pin, "pin"sv},         std::pair{Needs::confirm, "confirm"sv},
        std::pair{Needs::message, "message"sv}, std::pair{Needs::fix, "fix"sv},
    };
}
constexpr auto schema_name(Needs) { return "OnboardingNeeds"; }

namespace detail {

constexpr auto with_connect_codes()
{
    constexpr auto& A = channels::SendCodes::words;
    constexpr auto& B = channels::NumberCodes::words;
    constexpr auto& C = channels::ConnectCodes::words;
    std::array<std::string_view, A.size() + B.size() + C.size() + 2> all{};
    auto at = std::copy(A.begin(), A.end(), all.begin());
    at = std::copy(B.begin(), B.end(), at);
    at = std::copy(C.begin(), C.end(), at);
    *at++ = "account_taken";
    *at = "unavailable";
    return all;
}

}  // namespace detail

struct StepCodes {
    static constexpr auto schema = "OnboardingErrorCode";
    static constexpr auto words = detail::with_connect_codes();
};

struct StepProblem {
    static constexpr auto schema = "OnboardingProblem";

    base::Word<StepCodes> code;
    std::string detail;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("code", &StepProblem::code, "The dashboard has words for each."),
            body("detail", &StepProblem::detail, "In the provider's words.", {.max = 1000}),
        };
    }
};

struct StepInfo {
    static constexpr auto schema = "OnboardingStep";

    Step name = Step::token;
    StepState state = StepState::waiting;
    Needs needs = Needs::nothing;
    std::string detail = {};
    std::optional<StepProblem> problem = {};
    std::optional<base::Instant> at = {};

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("name", &StepInfo::name, ""),
            body("state", &StepInfo::state, ""),
            body("needs", &StepInfo::needs, "What a person has to bring."),
            body("detail", &StepInfo::detail, "What was found.", {.max = 1000}),
            body("problem", &StepInfo::problem, "What is in the way, or worth knowing when done."),
            body("at", &StepInfo::at, "When it was last tried."),
        };
    }
};

struct NumberChoice {
    static constexpr auto schema = "OnboardingNumber";

    std::string id;
    std::string display_phone;
    std::string verified_name;
    std::string status;
    std::string quality;
    std::string verification;
    bool on_phone_app = false;
    bool connected = false;

    static constexpr auto fields()
    {
        using base::body;
        using N = NumberChoice;
        return std::tuple{
            body("id", &N::id, "The number's id at the provider."),
            body("display_phone", &N::display_phone, "The number itself, digits."),
            body("verified_name", &N::verified_name, "The name customers see."),
            body("status", &N::status, "The provider's word: CONNECTED, PENDING, ..."),
            body("quality", &N::quality, "GREEN, YELLOW, RED or UNKNOWN."),
            body("verification", &N::verification, "VERIFIED, NOT_VERIFIED or EXPIRED."),
            body("on_phone_app", &N::on_phone_app, "Also used in the WhatsApp Business app."),
            body("connected", &N::connected, "A channel of this installation already."),
        };
    }
};
struct AccountChoice {
    static constexpr auto schema = "OnboardingAccount";

    std::string id;
    std::string name;
    std::vector<NumberChoice> numbers;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("id", &AccountChoice::id, "The WhatsApp Business account."),
            body("name", &AccountChoice::name, ""),
            body("numbers", &AccountChoice::numbers, "", {.max = 1000}),
        };
    }
};

struct Onboarding {
    static constexpr auto schema = "Onboarding";
    static constexpr auto about = "A number on its way in.";

    OnboardingId id;
    Lane lane = Lane::token;
    bool done = false;
    std::vector<StepInfo> steps;
    std::vector<AccountChoice> accounts;
    std::optional<std::string> waba_id;
    std::optional<std::string> phone_number_id;
    std::optional<ChannelId> channel;
    std::optional<std::string> dialog_url;
    std::string app_id;
    SecretInfo access_token;
    std::optional<base::Instant> expires_at;
    base::Instant created_at;

    static constexpr auto fields()
    {
        using base::body;
        using O = Onboarding;
        return std::tuple{
            body("id", &O::id, "The onboarding."),
            body("lane", &O::lane, "How it began."),
            body("done", &O::done, "Every step is."),
            body("steps", &O::steps, "In their order."),
            body("accounts", &O::accounts, "What the token reaches."),
            body("waba_id", &O::waba_id, "The chosen account."),
            body("phone_number_id", &O::phone_number_id, "The chosen number."),
            body("channel_id", &O::channel, "What it became."),
            body("dialog_url", &O::dialog_url, "Where the browser goes while `code` waits."),
            body("app_id", &O::app_id, "Of the token."),
            body("access_token", &O::access_token, "Kept until the channel has it."),
            body("expires_at", &O::expires_at, "When the token ends; null: never, or unknown."),
            body("created_at", &O::created_at, ""),
        };
    }
};

struct BeginOnboarding {
    static constexpr auto about = "Begin connecting a number; runs what can be run at once.";

    Lane lane = Lane::token;
    std::optional<std::string> name;
    std::optional<std::string> access_token;
    std::optional<std::string> app_secret;
    std::optional<std::string> app_id;
    std::optional<std::string> graph_url;
    std::optional<std::string> graph_version;
    bool shared_with_app = false;

    static constexpr auto fields()
    {
        using base::body;
        using B = BeginOnboarding;
        return std::tuple_cat(
            std::tuple{
                body("lane", &B::lane, "token, or signup for the provider's dialog."),
                body("name", &B::name, "As the team will call the channel.", {.max = 80}),
                body("app_id", &B::app_id, "Only to make sure; the token names its app.",
                     {.max = 40}),
                body("shared_with_app", &B::shared_with_app,
                     "signup: the number stays in the WhatsApp Business app as well."),
            },
            access_fields<B>());
    }
};

struct ListOnboardings {
    static constexpr auto about = "What is being connected, newest first.";
    static constexpr auto fields() { return std::tuple{}; }
};
struct GetOnboarding {
    static constexpr auto about = "How far it is.";
    OnboardingId onboarding;
    static constexpr auto fields()
    {
        return std::tuple{base::path("onboarding_id", &GetOnboarding::onboarding, "Which.")};
    }
};
struct ChooseNumber {
    static constexpr auto about = "Choose the number, and go on.";
    OnboardingId onboarding;
    std::string waba_id;
    std::string phone_number_id;
    std::optional<std::string> name;
    static constexpr auto fields()
    {
        using base::body;
        using C = ChooseNumber;
        return std::tuple{
            base::path("onboarding_id", &C::onboarding, "Which."),
            body("waba_id", &C::waba_id, "Its account.", {.min = 1, .max = 40}),
            body("phone_number_id", &C::phone_number_id, "The number.", {.min = 1, .max = 40}),
            body("name", &C::name, "As the team will call the channel.", {.max = 80}),
        };
    }
};
struct RunOnboarding {
    static constexpr auto about = "Do the next steps until one waits or fails.";
    OnboardingId onboarding;
    std::optional<Step> step;
    std::optional<std::string> pin;
    std::optional<std::string> code_method;
    std::optional<std::string> language;
    std::optional<std::string> code;
    std::optional<bool> confirm;
    static constexpr auto fields()
    {
        using base::body;
        using R = RunOnboarding;
        return std::tuple{
            base::path("onboarding_id", &R::onboarding, "Which."),
            body("step", &R::step, "Do this one again first."),
            body("pin", &R::pin, "Six digits, for register.", {.max = 6, .secret = true}),
            body("code_method", &R::code_method, "sms or voice: send a code.", {.max = 5}),
            body("language", &R::language, "Of that message; en unless said.", {.max = 10}),
            body("code", &R::code, "The code that came.", {.max = 12, .secret = true}),
            body("confirm", &R::confirm,
                 "webhook: true takes a foreign address over, false leaves the app's as it is."),
        };
    }
};
struct FinishDialog {
    static constexpr auto about = "Hand over what the dialog brought back; good for 30 seconds.";
    OnboardingId onboarding;
    std::string code;
    std::string state;
    static constexpr auto fields()
    {
        using base::body;
        using F = FinishDialog;
        return std::tuple{
            base::path("onboarding_id", &F::onboarding, "Which: what `state` begins with."),
            body("code", &F::code, "From the address.", {.min = 1, .max = 4096, .secret = true}),
            body("state", &F::state, "From the address.", {.min = 1, .max = 200, .secret = true}),
        };
    }
};
struct DropOnboarding {
    static constexpr auto about = "Forget it; a channel it made stays.";
    OnboardingId onboarding;
    static constexpr auto fields()
    {
        return std::tuple{base::path("onboarding_id", &DropOnboarding::onboarding, "Which.")};
    }
};

base::Result<Onboarding> begin_onboarding(workspace::Desk& desk, Surroundings const& around,
                                          BeginOnboarding const& in);
base::Result<base::Page<Onboarding>> list_onboardings(workspace::Desk& desk,
                                                      Surroundings const& around,
                                                      ListOnboardings const& in);
base::Result<Onboarding> get_onboarding(workspace::Desk& desk, Surroundings const& around,
                                        GetOnboarding const& in);
base::Result<Onboarding> choose_number(workspace::Desk& desk, Surroundings const& around,
                                       ChooseNumber const& in);
// What a step meets is in the step; refuses only conflict `onboarding_busy` when it runs already.
base::Result<Onboarding> run_onboarding(workspace::Desk& desk, Surroundings const& around,
                                        RunOnboarding const& in);
// Refuses forbidden `state_wrong` when another person or another dialog began it.
base::Result<Onboarding> finish_dialog(workspace::Desk& desk, Surroundings const& around,
                                       FinishDialog const& in);
base::Result<void> drop_onboarding(workspace::Desk& desk, Surroundings const& around,
                                   DropOnboarding const& in);

// Forgets what was begun more than a week ago.
void drop_old_onboardings(workspace::Workspace& workspace);

}  // namespace accounts
