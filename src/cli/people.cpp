#include "cli/people.hpp"

#include "base/text.hpp"
#include "control/input_rule.hpp"
#include "control/me.hpp"
#include "control/member.hpp"
#include "control/token.hpp"
#include "control/user_store.hpp"

namespace cli {

using base::Error;
using base::Fault;
using base::Json;
using base::Result;

namespace {

Result<control::Role> read_role(std::string const& text)
{
    auto const role = base::from_word<control::Role>(text);
    if (!role)
        return control::wrong_field("role", "not_allowed");
    return *role;
}

std::vector<std::string> split(std::string_view list)
{
    std::vector<std::string> out;
    while (!list.empty()) {
        auto const comma = std::min(list.find(','), list.size());
        if (auto const item = base::trim(list.substr(0, comma)); !item.empty())
            out.emplace_back(item);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return out;
}

}  // namespace

Result<int> add_user(Context const& context, UserToAdd const& in)
{
    auto const control = TRY(context.open());
    auto const inside = TRY(enter(*control, in.workspace));
    auto const made = TRY(
        control::invite(*control, inside.caller, {in.email, TRY(read_role(in.role))}));
    context.terminal.give(base::write_json(made));
    context.terminal.say("Pass this link on to " + in.email +
                         ". It works once, within 72 hours:\n\n  " + made.link + "\n");
    return Done;
}

Result<int> list_users(Context const& context)
{
    auto const control = TRY(context.open());
    auto rows = Json::array();
    control->read([&](control::ControlReader const& db) {
        for (auto const& row : control::store::all_users(db)) {
            auto places = Json::array();
            std::string in_words;
            for (auto const& place : control::store::memberships_of(db, row.id)) {
                auto const role = std::string(base::word_of(place.role));
                places.push_back({{"slug", place.slug}, {"role", role}});
                in_words += (in_words.empty() ? "" : ", ") + place.slug + " (" + role + ")";
            }
            rows.push_back({{"id", row.id.text()},
                            {"email", row.email},
                            {"name", row.name},
                            {"state", std::string(base::word_of(row.state))},
                            {"second_factor", row.has_totp},
                            {"has_password", row.has_password},
                            {"operator", row.operator_right},
                            {"workspaces", places},
                            {"member_of", in_words}});
        }
        return 0;
    });
    context.terminal.give({{"data", rows}});
    context.terminal.table(rows, {{"email", "E-MAIL"},
                                  {"name", "NAME"},
                                  {"state", "STATE"},
                                  {"second_factor", "2FA"},
                                  {"member_of", "WORKSPACES"}});
    return Done;
}

Result<int> make_reset_link(Context const& context, std::string const& email)
{
    auto const control = TRY(context.open());
    auto const link = TRY(control::make_reset_link(*control, control::operator_caller(), email));
    context.terminal.give({{"link", link}, {"minutes", 30}});
    context.terminal.say("This link sets a new password, once, within 30 minutes:\n\n  " + link +
                         "\n");
    return Done;
}

Result<int> set_user_enabled(Context const& context, std::string const& email, bool enabled)
{
    auto const control = TRY(context.open());
    auto const state = enabled ? control::UserState::active : control::UserState::disabled;
    TRY(control::set_user_state(*control, control::operator_caller(), email, state));
    context.terminal.give({{"email", email}, {"state", std::string(base::word_of(state))}});
    context.terminal.say(email + (enabled ? " may sign in again." : " cannot sign in any more."));
    return Done;
}

Result<int> set_role(Context const& context, RoleToSet const& in)
{
    auto const control = TRY(context.open());
    auto const inside = TRY(enter(*control, in.workspace));
    auto const email = TRY(control::read_email(in.email));
    auto const role = TRY(read_role(in.role));
    auto const user = control->read(
        [&](control::ControlReader const& db) { return control::store::find_user(db, email); });
    if (!user)
        return Error{Fault::not_found, "not_found", "nobody has this e-mail address"};
    auto const member = TRY(
        control::change_member(*control, inside.caller, {user->id, role, std::nullopt}));
    context.terminal.give(base::write_json(member));
    context.terminal.say(email + " is " + in.role + " of " + in.workspace + " now.");
    return Done;
}

Result<int> create_token(Context const& context, TokenToCreate const& in)
{
    auto const control = TRY(context.open());
    auto const inside = TRY(enter(*control, in.workspace));
    control::CreateToken wanted;
    wanted.name = in.name;
    wanted.scopes = split(in.scopes);
    wanted.addresses = in.addresses;
    if (in.days > 0)
        wanted.expires_at = control->now() + std::chrono::hours(24) * in.days;
    auto const made = TRY(control::create_token(*control, inside.caller, wanted));
    context.terminal.give(base::write_json(made));
    context.terminal.say(
        "The token, shown only now. Send it as \"Authorization: Bearer ...\":\n\n  " + made.token +
        "\n");
    return Done;
}

Result<int> list_tokens(Context const& context, std::string const& workspace)
{
    auto const control = TRY(context.open());
    auto const inside = TRY(enter(*control, workspace));
    auto const page = TRY(control::list_tokens(*control, inside.caller, {}));
    auto const json = base::write_json(page);
    context.terminal.give(json);
    context.terminal.table(json["data"], {{"id", "ID"},
                                          {"name", "NAME"},
                                          {"last4", "ENDS IN"},
                                          {"scopes", "SCOPES"},
                                          {"last_used_at", "LAST USED"},
                                          {"expires_at", "EXPIRES"}});
    return Done;
}

Result<int> revoke_token(Context const& context, std::string const& workspace,
                         std::string const& id)
{
    auto const control = TRY(context.open());
    auto const inside = TRY(enter(*control, workspace));
    TRY(control::revoke_token(*control, inside.caller, {TRY(base::TokenId::parse(id))}));
    context.terminal.give({{"revoked", id}});
    context.terminal.say("The token is revoked.");
    return Done;
}

}  // namespace cli
