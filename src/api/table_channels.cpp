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
        "POST", "/channels/{channel_id}/disconnect", "disconnectChannel", Needs::admin,
        "channels:write", [](Call& call, accounts::DisconnectChannel const& in) {
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
        on("GET",    "/channels",                      "listChannels",      Needs::read,       "channels:read",       accounts::list),
        audited("channel.connected", created(guarded(on("POST", "/channels", "connectChannel", Needs::admin, "channels:write", accounts::connect)))),
        on("GET",    "/signup-app",                    "showSignupApp",     Needs::admin,      "settings:read",       accounts::show_signup_app),
        guarded(on("PATCH",  "/signup-app",            "editSignupApp",     Needs::session,    "",                    accounts::edit_signup_app)),
        on("GET",    "/onboardings",                   "listOnboardings",   Needs::admin,      "channels:read",       accounts::list_onboardings),
        audited("onboarding.begun",      created(guarded(on("POST", "/onboardings", "beginOnboarding", Needs::admin, "channels:write", accounts::begin_onboarding)))),
        on("GET",    "/onboardings/{onboarding_id}",   "getOnboarding",     Needs::admin,      "channels:read",       accounts::get_onboarding),
        audited("onboarding.chosen",     on("POST", "/onboardings/{onboarding_id}/choose", "chooseNumber", Needs::admin, "channels:write", accounts::choose_number)),
        audited("onboarding.run",        on("POST", "/onboardings/{onboarding_id}/run", "runOnboarding", Needs::admin, "channels:write", accounts::run_onboarding)),
        audited("onboarding.authorized", on("POST", "/onboardings/{onboarding_id}/code", "finishDialog", Needs::admin, "channels:write", accounts::finish_dialog)),
        audited("onboarding.dropped",    on("DELETE", "/onboardings/{onboarding_id}", "dropOnboarding", Needs::admin, "channels:write", accounts::drop_onboarding)),
        on("GET",    "/channels/{channel_id}",         "getChannel",        Needs::read,       "channels:read",       accounts::get),
        audited("channel.changed", guarded(on("PATCH", "/channels/{channel_id}", "editChannel", Needs::admin, "channels:write", accounts::edit))),
        on("POST",   "/channels/{channel_id}/check",   "checkChannel",      Needs::admin,      "channels:write",      accounts::check),
        audited("channel.disconnected", guarded(disconnect_route())),
        on("GET",    "/channels/{channel_id}/history", "countHistory",      Needs::admin,      "channels:read",       c::count_history),
        on("GET",    "/channels/{channel_id}/number",  "showNumber",        Needs::admin,      "channels:read",       accounts::show_number),
        audited("number.name_asked",     on("POST", "/channels/{channel_id}/display-name", "askDisplayName", Needs::admin, "channels:write", accounts::ask_name)),
        audited("number.pin_set",        guarded(on("POST", "/channels/{channel_id}/pin", "setPin", Needs::admin, "channels:write", accounts::set_pin))),
        audited("number.registered",     guarded(on("POST", "/channels/{channel_id}/register", "registerNumber", Needs::admin, "channels:write", accounts::register_number))),
        audited("number.deregistered",   guarded(on("POST", "/channels/{channel_id}/deregister", "deregisterNumber", Needs::admin, "channels:write", accounts::deregister_number))),
        audited("number.code_requested", on("POST", "/channels/{channel_id}/request-code", "requestCode", Needs::admin, "channels:write", accounts::request_code)),
        audited("number.verified",       on("POST", "/channels/{channel_id}/verify-code", "verifyCode", Needs::admin, "channels:write", accounts::verify_code)),
        on("GET",    "/channels/{channel_id}/profile", "getProfile",        Needs::admin,      "channels:read",       accounts::get_profile),
        audited("profile.changed",       on("PATCH", "/channels/{channel_id}/profile", "editProfile", Needs::admin, "channels:write", accounts::edit_profile)),
        photo_route(),
        audited("profile.photo_set",     set_photo_route()),
        on("GET",    "/channels/{channel_id}/blocked", "listBlocked",       Needs::supervisor, "channels:read",       c::list_blocked),
        audited("person.blocked",        on("POST", "/channels/{channel_id}/blocked", "block", Needs::supervisor, "channels:write", c::block)),
        audited("person.unblocked",      on("DELETE", "/channels/{channel_id}/blocked/{user}", "unblock", Needs::supervisor, "channels:write", c::unblock)),
        audited("person.blocked",        on("POST", "/conversations/{conversation_id}/block", "blockPerson", Needs::supervisor, "conversations:write", c::block_person)),
        audited("person.unblocked",      on("DELETE", "/conversations/{conversation_id}/block", "unblockPerson", Needs::supervisor, "conversations:write", c::unblock_person)),
        on("GET",    "/channels/{channel_id}/automation", "getAutomation",  Needs::admin,      "channels:read",       accounts::get_automation),
        audited("automation.set",        on("PUT", "/channels/{channel_id}/automation", "setAutomation", Needs::admin, "channels:write", accounts::set_automation)),
        on("GET",    "/channels/{channel_id}/links",   "listLinks",         Needs::admin,      "channels:read",       accounts::list_links),
        audited("link.made",             created(on("POST", "/channels/{channel_id}/links", "makeLink", Needs::admin, "channels:write", accounts::make_link))),
        audited("link.changed",          on("PATCH", "/channels/{channel_id}/links/{code}", "editLink", Needs::admin, "channels:write", accounts::edit_link)),
        audited("link.removed",          on("DELETE", "/channels/{channel_id}/links/{code}", "removeLink", Needs::admin, "channels:write", accounts::remove_link)),
        link_picture_route(),
        on("GET",    "/channels/{channel_id}/username", "getUsername",      Needs::admin,      "channels:read",       accounts::get_username),
        audited("username.asked",        on("PUT", "/channels/{channel_id}/username", "setUsername", Needs::admin, "channels:write", accounts::set_username)),
        audited("username.removed",      guarded(on("DELETE", "/channels/{channel_id}/username", "removeUsername", Needs::admin, "channels:write", accounts::remove_username))),
        on("GET",    "/channels/{channel_id}/costs",   "readCosts",         Needs::supervisor, "channels:read",       accounts::read_costs),
        on("GET",    "/rates",                         "listRates",         Needs::supervisor, "channels:read",       accounts::list_rates),
        audited("rates.imported",        large(400 << 10, on("PUT", "/rates", "importRates", Needs::admin, "channels:write", accounts::import_rates))),
        on("GET",    "/templates",                     "listTemplates",     Needs::read,       "channels:read",       accounts::list_templates),
        on("POST",   "/channels/{channel_id}/templates/sync", "syncTemplates", Needs::admin,  "channels:write",      accounts::sync_templates),
        on("GET",    "/notices",                       "listNotices",       Needs::read,       "channels:read",       accounts::list_notices),
        on("POST",   "/notices/read",                  "readNotices",       Needs::supervisor, "channels:write",      accounts::read_notices),
        on("POST",   "/notices/{notice_id}/read",      "readNotice",        Needs::supervisor, "channels:write",      accounts::read_notice),
        on("GET",    "/events",                        "listEvents",        Needs::admin,      "channels:read",       intake::list_events),
        on("POST",   "/events/{event_id}/replay",      "replayEvent",       Needs::admin,      "channels:write",      intake::replay_event),
    };
    // clang-format on
}

}  // namespace api
