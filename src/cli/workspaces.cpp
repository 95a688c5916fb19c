#include "cli/workspaces.hpp"

#include "control/member_store.hpp"
#include "control/workspace_life.hpp"

namespace cli {

using base::Error;
using base::Fault;
using base::Json;
using base::Result;

Result<int> create_workspace(Context const& context, WorkspaceToCreate const& in)
{
    auto const control = TRY(context.open_or_make());
    auto wanted = in.workspace;
    if (wanted.name.empty())
        wanted.name = wanted.slug;
    auto const made = TRY(control::create_owned_workspace(*control, control::operator_caller(),
                                                          wanted, in.owner_email, in.owner_name));
    Json result = {
        {"id", made.workspace.id.text()},
        {"slug", made.workspace.slug},
        {"name", made.workspace.name},
        {"owner",
         {{"id", made.owner.id.text()}, {"email", made.owner.email}, {"name", made.owner.name}}}};
    result["invite_link"] = made.invite_link ? Json(*made.invite_link) : Json();
    context.terminal.give(result);
    context.terminal.say("Workspace " + made.workspace.slug + " is ready.");
    if (made.invite_link)
        context.terminal.say(made.owner.email +
                             " chooses a password with this link, once, within 72 hours:\n\n  " +
                             *made.invite_link + "\n");
    else
        context.terminal.say(made.owner.email + " signs in with the password they have.");
    return Done;
}

Result<int> list_workspaces(Context const& context)
{
    auto const control = TRY(context.open());
    auto rows = Json::array();
    control->read([&](control::ControlReader const& db) {
        for (auto const& row : control::store::all_workspaces(db)) {
            if (row.state == control::WorkspaceState::deleting)
                continue;
            auto const members = control::store::members_of(db, row.id);
            rows.push_back({{"id", row.id.text()},
                            {"slug", row.slug},
                            {"name", row.name},
                            {"state", std::string(base::word_of(row.state))},
                            {"members", members.size()},
                            {"has_sample_data", row.has_sample_data},
                            {"created_at", base::to_rfc3339(row.created_at)}});
        }
        return 0;
    });
    context.terminal.give({{"data", rows}});
    context.terminal.table(rows, {{"slug", "SLUG"},
                                  {"name", "NAME"},
                                  {"members", "MEMBERS"},
                                  {"state", "STATE"},
                                  {"created_at", "CREATED"}});
    return Done;
}

Result<int> delete_workspace(Context const& context, std::string const& slug, bool yes)
{
    auto const control = TRY(context.open());
    auto const inside = TRY(enter(*control, slug));
    if (!yes) {
        auto const typed = context.terminal.ask("This deletes everything in " +
                                                inside.workspace.name + " for good. Type its slug");
        if (typed != slug)
            return Error{Fault::invalid, "not_confirmed", "nothing was deleted"};
    }
    auto const done = TRY(
        control::delete_workspace_directly(*control, inside.caller, inside.workspace.id));
    context.terminal.give({{"deleted", slug}, {"files_wait", done.files_wait}});
    context.terminal.say(
        "Workspace " + slug +
        " is deleted. Its key is gone, so backups that hold "
        "it open only with a copy of control.db from before." +
        (done.files_wait ? "\nThe running server closes and removes its files." : ""));
    return Done;
}

}  // namespace cli
