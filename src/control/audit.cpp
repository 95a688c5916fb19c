#include "control/audit_store.hpp"
#include "control/control.hpp"

namespace control {

namespace {

constexpr std::chrono::milliseconds RefusalsApart = std::chrono::hours(1);

store::AuditRow row_of(Control& control, Caller const& caller, Deed const& deed)
{
    store::AuditRow row;
    row.at = control.now();
    row.workspace = deed.workspace ? deed.workspace : caller.workspace;
    row.user = caller.user;
    row.actor = caller.is_operator() ? "operator" : caller.name;
    row.action = deed.action;
    row.target = deed.target;
    row.address = caller.address;
    row.detail = deed.detail;
    return row;
}

}  // namespace

void note(Control& control, ControlWriter const& tx, Caller const& caller, Deed const& deed)
{
    store::add_audit(tx, row_of(control, caller, deed));
}

void note_later(Control& control, Caller const& caller, Deed const& deed)
{
    control.post([row = row_of(control, caller, deed)](ControlWriter const& tx) {
        store::add_audit(tx, row);
    });
}

void note_refused(Control& control, ControlReader const& db, Caller const& caller,
                  WorkspaceRecord const& workspace)
{
    auto const asker = caller.token ? "token:" + caller.token.text() : "user:" + caller.user.text();
    auto const bucket = "refused/" + workspace.id.text() + "/" + asker;
    auto const is_noted = [bucket, now = control.now()](ControlReader const& reader) {
        auto const last = store::find_attempts(reader, bucket).last_at;
        return last <= now && now - last < RefusalsApart;
    };
    // Looked at before anything is written, so that asking often costs no write either.
    if (is_noted(db))
        return;
    auto const row = row_of(control, caller,
                            {.action = "access.refused",
                             .target = "workspace:" + workspace.id.text(),
                             .workspace = workspace.id});
    control.post([=](ControlWriter const& tx) {
        if (is_noted(tx))
            return;
        store::put_attempts(tx, bucket, {1, row.at, row.at, {}});
        store::add_audit(tx, row);
    });
}

Caller operator_caller()
{
    Caller caller;
    caller.kind = CallerKind::operator_;
    caller.name = "operator";
    caller.operator_right = true;
    caller.role = Role::owner;
    caller.rights = all_rights();
    return caller;
}

bool Caller::has_scope(std::string_view scope) const
{
    for (auto const& has : scopes)
        if (has == "all" || has == scope)
            return true;
    return false;
}

}  // namespace control
