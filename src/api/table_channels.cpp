#include "accounts/connect.hpp"
#include "accounts/costs/costs.hpp"
#include "accounts/costs/rates.hpp"
#include "accounts/notices/notice.hpp"
#include "accounts/number/links.hpp"
#include "accounts/number/number.hpp"
#include "accounts/number/profile.hpp"
#include "accounts/onboarding/onboarding.hpp"
#include "accounts/onboarding/signup.hpp"
#include "accounts/templates/templates.hpp"
#include "api/route.hpp"
#include "api/special.hpp"
#include "api/tables.hpp"
#include "conversations/block.hpp"
#include "conversations/removal.hpp"
#include "intake/events.hpp"

namespace api {

namespace {

// The trail says which of both it was.
Route disconnect_route()
{
    return detail::made<accounts::DisconnectChannel, accounts::Channel>(
        "POST", "/channels/{channel_id}/disconnect", "disconnectChannel",
        Permission::manage_channels, "channels:write",
        [](Call& call, accounts::DisconnectChannel const& in) {
            if (!in.keep_history)
                call.deed = "channel.history_removed";
            auto desk = call.desk();
            return accounts::disconnect(desk, call.parts.accounts, in);
        });
}

}  // namespace

std::vector<Route> channel_routes()
{
    // clang-format off
    namespace c = conversations;
    return {
        on("GET",    "/channels",                      "listChannels",      Permission::read,           "channels:read",       accounts::list),
        audited("channel.connected", created(guarded(on("POST", "/channels", "connectChannel", Permission::manage_channels, "channels:write", accounts::connect)))),
        on("GET",    "/signup-app",                    "showSignupApp",     Permission::manage_channels, "settings:read",       accounts::show_signup_app),
        guarded(on("PATCH",  "/signup-app",            "editSignupApp",     Open::session,              "",                    accounts::edit_signup_app)),
        on("GET",    "/onboardings",                   "listOnboardings",   Permission::manage_channels, "channels:read",       accounts::list_onboardings),
        audited("onboarding.begun",      created(guarded(on("POST", "/onboardings", "beginOnboarding", Permission::manage_channels, "channels:write", accounts::begin_onboarding)))),
        on("GET",    "/onboardings/{onboarding_id}",   "getOnboarding",     Permission::manage_channels, "channels:read",       accounts::get_onboarding),
        audited("onboarding.chosen",     on("POST", "/onboardings/{onboarding_id}/choose", "chooseNumber", Permission::manage_channels, "channels:write", accounts::choose_number)),
        audited("onboarding.run",        on("POST", "/onboardings/{onboarding_id}/run", "runOnboarding", Permission::manage_channels, "channels:write", accounts::run_onboarding)),
        audited("onboarding.authorized", on("POST", "/onboardings/{onboarding_id}/code", "finishDialog", Permission::manage_channels, "channels:write", accounts::finish_dialog)),
        audited("onboarding.dropped",    on("DELETE", "/onboardings/{onboarding_id}", "dropOnboarding", Permission::manage_channels, "channels:write", accounts::drop_onboarding)),
        on("GET",    "/channels/{channel_id}",         "getChannel",        Permission::read,           "channels:read",       accounts::get),
        audited("channel.changed", guarded(on("PATCH", "/channels/{channel_id}", "editChannel", Permission::manage_channels, "channels:write", accounts::edit))),
        on("POST",   "/channels/{channel_id}/check",   "checkChannel",      Permission::manage_channels, "channels:write",      accounts::check),
        audited("channel.disconnected", guarded(disconnect_route())),
        on("GET",    "/channels/{channel_id}/history", "countHistory",      Permission::manage_channels, "channels:read",       c::count_history),
        on("GET",    "/channels/{channel_id}/number",  "showNumber",        Permission::manage_channels, "channels:read",       accounts::show_number),
        audited("number.name_asked",     on("POST", "/channels/{channel_id}/display-name", "askDisplayName", Permission::manage_channels, "channels:write", accounts::ask_name)),
        audited("number.pin_set",        guarded(on("POST", "/channels/{channel_id}/pin", "setPin", Permission::manage_channels, "channels:write", accounts::set_pin))),
        audited("number.registered",     guarded(on("POST", "/channels/{channel_id}/register", "registerNumber", Permission::manage_channels, "channels:write", accounts::register_number))),
        audited("number.deregistered",   guarded(on("POST", "/channels/{channel_id}/deregister", "deregisterNumber", Permission::manage_channels, "channels:write", accounts::deregister_number))),
        audited("number.code_requested", on("POST", "/channels/{channel_id}/request-code", "requestCode", Permission::manage_channels, "channels:write", accounts::request_code)),
        audited("number.verified",       on("POST", "/channels/{channel_id}/verify-code", "verifyCode", Permission::manage_channels, "channels:write", accounts::verify_code)),
        on("GET",    "/channels/{channel_id}/profile", "getProfile",        Permission::manage_channels, "channels:read",       accounts::get_profile),
        audited("profile.changed",       on("PATCH", "/channels/{channel_id}/profile", "editProfile", Permission::manage_channels, "channels:write", accounts::edit_profile)),
        photo_route(),
        audited("profile.photo_set",     set_photo_route()),
        numbers(on("GET",    "/channels/{channel_id}/blocked", "listBlocked",       Permission::block_people,   "channels:read",       c::list_blocked)),
        audited("person.blocked",        numbers(on("POST", "/channels/{channel_id}/blocked", "block", Permission::block_people,   "channels:write", c::block))),
        audited("person.unblocked",      numbers(on("DELETE", "/channels/{channel_id}/blocked/{user}", "unblock", Permission::block_people,   "channels:write", c::unblock))),
        audited("person.blocked",        on("POST", "/conversations/{conversation_id}/block", "blockPerson", Permission::block_people,   "conversations:write", c::block_person)),
        audited("person.unblocked",      on("DELETE", "/conversations/{conversation_id}/block", "unblockPerson", Permission::block_people,   "conversations:write", c::unblock_person)),
        on("GET",    "/channels/{channel_id}/automation", "getAutomation",  Permission::manage_channels, "channels:read",       accounts::get_automation),
        audited("automation.set",        on("PUT", "/channels/{channel_id}/automation", "setAutomation", Permission::manage_channels, "channels:write", accounts::set_automation)),
        on("GET",    "/channels/{channel_id}/links",   "listLinks",         Permission::manage_channels, "channels:read",       accounts::list_links),
        audited("link.made",             created(on("POST", "/channels/{channel_id}/links", "makeLink", Permission::manage_channels, "channels:write", accounts::make_link))),
        audited("link.changed",          on("PATCH", "/channels/{channel_id}/links/{code}", "editLink", Permission::manage_channels, "channels:write", accounts::edit_link)),
        audited("link.removed",          on("DELETE", "/channels/{channel_id}/links/{code}", "removeLink", Permission::manage_channels, "channels:write", accounts::remove_link)),
        link_picture_route(),
        on("GET",    "/channels/{channel_id}/username", "getUsername",      Permission::manage_channels, "channels:read",       accounts::get_username),
        audited("username.asked",        on("PUT", "/channels/{channel_id}/username", "setUsername", Permission::manage_channels, "channels:write", accounts::set_username)),
        audited("username.removed",      guarded(on("DELETE", "/channels/{channel_id}/username", "removeUsername", Permission::manage_channels, "channels:write", accounts::remove_username))),
        on("GET",    "/channels/{channel_id}/costs",   "readCosts",         Permission::read_costs,     "channels:read",       accounts::read_costs),
        on("GET",    "/rates",                         "listRates",         Permission::read_costs,     "channels:read",       accounts::list_rates),
        audited("rates.imported",        large(400 << 10, on("PUT", "/rates", "importRates", Permission::manage_channels, "channels:write", accounts::import_rates))),
        on("GET",    "/templates",                     "listTemplates",     Permission::read,           "channels:read",       accounts::list_templates),
        on("POST",   "/channels/{channel_id}/templates/sync", "syncTemplates", Permission::manage_channels, "channels:write",      accounts::sync_templates),
        on("GET",    "/notices",                       "listNotices",       Permission::read,           "channels:read",       accounts::list_notices),
        on("POST",   "/notices/read",                  "readNotices",       Permission::manage_notices, "channels:write",      accounts::read_notices),
        on("POST",   "/notices/{notice_id}/read",      "readNotice",        Permission::manage_notices, "channels:write",      accounts::read_notice),
        numbers(on("GET",    "/events",                        "listEvents",        Permission::manage_channels, "channels:read",       intake::list_events)),
        on("POST",   "/events/{event_id}/replay",      "replayEvent",       Permission::manage_channels, "channels:write",      intake::replay_event),
    };
    // clang-format on
}

}  // namespace api
