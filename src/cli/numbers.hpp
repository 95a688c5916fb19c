#pragma once

#include <vector>

#include "cli/channels.hpp"

namespace cli {

// Looking after a number. Everything here asks the provider; a PIN or code that is not given is asked
// for.
struct NumberToChange {
    OneChannel channel;
    std::string pin;
    std::string region;
    std::string confirm;  // the number's digits, for what cannot be undone
    std::string code;
    std::string language = "en";
    bool by_voice = false;
    std::string name;
};
base::Result<int> show_number(Context const& context, OneChannel const& in);
base::Result<int> register_number(Context const& context, NumberToChange const& in);
base::Result<int> deregister_number(Context const& context, NumberToChange const& in);
base::Result<int> set_pin(Context const& context, NumberToChange const& in);
// Without a code one is sent to the number, else it is given.
base::Result<int> verify_number(Context const& context, NumberToChange const& in);
base::Result<int> ask_name(Context const& context, NumberToChange const& in);

struct ProfileToChange {
    OneChannel channel;
    std::string about;
    std::string address;
    std::string description;
    std::string email;
    std::vector<std::string> websites;
    std::string vertical;
    std::string photo;  // a JPEG or PNG file
};
// Without anything to change it is shown.
base::Result<int> change_profile(Context const& context, ProfileToChange const& in);

struct ListToChange {
    OneChannel channel;
    std::string add;
    std::string remove;
    std::string change;  // a link's code
    std::string text;
};
base::Result<int> change_blocked(Context const& context, ListToChange const& in);
base::Result<int> change_links(Context const& context, ListToChange const& in);
base::Result<int> change_username(Context const& context, ListToChange const& in);

struct AutomationToSet {
    OneChannel channel;
    std::vector<std::string> prompts;
    std::vector<std::string> commands;  // NAME=DESCRIPTION
    bool clear = false;
};
base::Result<int> set_automation(Context const& context, AutomationToSet const& in);

struct NumberToOnboard {
    std::string workspace;
    std::string id;  // of one that was begun; else a new one
    std::string access_token;
    std::string app_secret;
    std::string name;
    std::string graph_url;
    std::string waba_id;
    std::string phone_number_id;
    std::string pin;
    bool take_over = false;
};
// Goes as far as it can, and says what it waits for.
base::Result<int> onboard(Context const& context, NumberToOnboard const& in);

}  // namespace cli
