#pragma once

#include <optional>
#include <string>

#include "control/session.hpp"

// The first owner. There is no account before this one.
namespace control {

struct SetupState {
    static constexpr auto schema = "SetupState";

    bool needed = false;
    std::vector<Language> languages;
    std::string version;
    bool demo = false;

    static constexpr auto fields()
    {
        return std::tuple{
            body("needed", &SetupState::needed, "Whether this server has no owner yet."),
            body("languages", &SetupState::languages, "What the dashboard speaks."),
            body("version", &SetupState::version, "The server's version."),
            body("demo", &SetupState::demo, "Whether this server is a demonstration."),
        };
    }
};

struct NewWorkspace {
    static constexpr auto schema = "NewWorkspace";

    std::string name;
    std::string slug;
    std::string country;
    std::string time_zone = "UTC";
    std::string language = "en";

    static constexpr auto fields()
    {
        return std::tuple{
            body("name", &NewWorkspace::name, "Name of the business.", {.min = 1, .max = 80}),
            body("slug", &NewWorkspace::slug, "Name in addresses: a-z, 0-9, hyphens.",
                 {.min = 2, .max = 40}),
            body("country", &NewWorkspace::country, "Two letters, or empty.", {.max = 2}),
            body("time_zone", &NewWorkspace::time_zone, "IANA name such as Asia/Jakarta.",
                 {.max = 64}),
            body("language", &NewWorkspace::language, "Language of the business, such as id.",
                 {.max = 16}),
        };
    }
};

struct SetUp {
    static constexpr auto about = "Make the first owner and workspace, with the one-time code.";
    std::string code;
    std::string name;
    std::string email;
    std::string password;
    Language language = Language::en;
    NewWorkspace workspace;

    static constexpr auto fields()
    {
        return std::tuple{
            body("code", &SetUp::code, "The code of the setup link.", {.max = 128, .secret = true}),
            body("name", &SetUp::name, "Name of the owner.", {.min = 1, .max = 80}),
            body("email", &SetUp::email, "E-mail address of the owner.", {.min = 1, .max = 254}),
            body("password", &SetUp::password, "At least 10 characters.",
                 {.min = 1, .max = 256, .secret = true}),
            body("language", &SetUp::language, "Language of the owner's dashboard."),
            body("workspace", &SetUp::workspace, "The first workspace."),
        };
    }
};

// GET /setup
base::Result<SetupState> setup_state(Control& control, Caller const& caller, Nothing const& in);
// POST /setup. Refuses `setup_done` and `wrong_code`.
base::Result<WithCookies<SessionView>> set_up(Control& control, Caller const& caller,
                                              SetUp const& in);
// A fresh one-time link for the first owner, which replaces an earlier one; nothing once there is an
// owner. For the start of the server and the CLI.
std::optional<std::string> make_setup_link(Control& control);

// The first owner from the CLI or the demo, without a code.
struct FirstOwner {
    std::string name;
    std::string email;
    std::string password;
    Language language = Language::en;
    NewWorkspace workspace;
};
base::Result<WorkspaceRecord> set_up_directly(Control& control, FirstOwner const& in);

}  // namespace control
