#pragma once

#include <optional>
#include <string>
#include <vector>

#include "control/session.hpp"
#include "control/setup.hpp"

// The birth, name and death of workspaces, and what was done in them.
namespace control {

struct WorkspaceView {
    static constexpr auto schema = "Workspace";

    base::WorkspaceId id;
    std::string slug;
    std::string name;
    std::string language;
    std::string country;
    std::string time_zone;
    base::Instant created_at;
    bool has_sample_data = false;
    std::string public_url;
    Role role = Role::agent;
    std::vector<Permission> permissions;
    workspace::Sight agent_sight = workspace::Sight::all;
    bool agent_phones = true;
    bool only_assignee = false;
    bool require_totp = false;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &WorkspaceView::id, "The workspace's number."),
            body("slug", &WorkspaceView::slug, "Its name in addresses and headers."),
            body("name", &WorkspaceView::name, "Name of the business."),
            body("language", &WorkspaceView::language, "Language of the business."),
            body("country", &WorkspaceView::country, "Two letters, or empty."),
            body("time_zone", &WorkspaceView::time_zone, "IANA name."),
            body("created_at", &WorkspaceView::created_at, "When it was made."),
            body("has_sample_data", &WorkspaceView::has_sample_data, "Whether it holds samples."),
            body("public_url", &WorkspaceView::public_url, "Where this server is reached."),
            body("role", &WorkspaceView::role, "What the caller is here."),
            body("permissions", &WorkspaceView::permissions, "What the caller may do here."),
            body("agent_sight", &WorkspaceView::agent_sight, "Which conversations agents see."),
            body("agent_phones", &WorkspaceView::agent_phones,
                 "Whether agents see phone numbers whole."),
            body("only_assignee", &WorkspaceView::only_assignee,
                 "Whether only the assignee may answer a customer."),
            body("require_totp", &WorkspaceView::require_totp,
                 "Whether people come in with a second factor only."),
        };
    }
};

struct ChangeWorkspace {
    static constexpr auto about = "Change the workspace's profile.";
    std::optional<std::string> name;
    std::optional<std::string> time_zone;
    std::optional<std::string> country;
    std::optional<std::string> language;
    std::optional<workspace::Sight> agent_sight = {};
    std::optional<bool> agent_phones = {};
    std::optional<bool> only_assignee = {};
    std::optional<bool> require_totp = {};

    static constexpr auto fields()
    {
        return std::tuple{
            body("name", &ChangeWorkspace::name, "Name of the business.", {.min = 1, .max = 80}),
            body("time_zone", &ChangeWorkspace::time_zone, "IANA name.", {.min = 1, .max = 64}),
            body("country", &ChangeWorkspace::country, "Two letters, or empty.", {.max = 2}),
            body("language", &ChangeWorkspace::language, "Such as id.", {.min = 2, .max = 16}),
            body("agent_sight", &ChangeWorkspace::agent_sight, "Which conversations agents see."),
            body("agent_phones", &ChangeWorkspace::agent_phones,
                 "Whether agents see phone numbers whole."),
            body("only_assignee", &ChangeWorkspace::only_assignee,
                 "Whether only the assignee may answer a customer."),
            body("require_totp", &ChangeWorkspace::require_totp,
                 "Whether people come in with a second factor only; who says so has one."),
        };
    }
};

struct DeleteWorkspace {
    static constexpr auto about = "Delete the workspace with everything in it, for good.";
    std::string confirm;
    std::string password;

    static constexpr auto fields()
    {
        return std::tuple{
            body("confirm", &DeleteWorkspace::confirm, "The slug, typed again.",
                 {.min = 1, .max = 40}),
            body("password", &DeleteWorkspace::password, "Your password.",
                 {.min = 1, .max = 256, .secret = true}),
        };
    }
};

struct CreateWorkspace {
    static constexpr auto about = "Make another workspace on this server.";
    std::string slug;
    std::string name;
    std::optional<std::string> country;
    std::optional<std::string> time_zone;
    std::optional<std::string> language;

    static constexpr auto fields()
    {
        return std::tuple{
            body("slug", &CreateWorkspace::slug, "Name in addresses: a-z, 0-9, hyphens.",
                 {.min = 2, .max = 40}),
            body("name", &CreateWorkspace::name, "Name of the business.", {.min = 1, .max = 80}),
            body("country", &CreateWorkspace::country, "Two letters, or empty.", {.max = 2}),
            body("time_zone", &CreateWorkspace::time_zone, "IANA name.", {.max = 64}),
            body("language", &CreateWorkspace::language, "Such as id.", {.max = 16}),
        };
    }
};

struct Named {
    static constexpr auto schema = "Actor";

    base::UserId id;
    std::string name;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &Named::id, "The person's number; 0 for the operator or a token."),
            body("name", &Named::name, "Their name at the time."),
        };
    }
};

struct AuditEntry {
    static constexpr auto schema = "AuditEntry";

    std::string id;
    base::Instant at;
    std::optional<Named> actor;
    std::string action;
    std::string target;
    std::string address;
    std::string detail;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &AuditEntry::id, "Number of the entry."),
            body("at", &AuditEntry::at, "When."),
            body("actor", &AuditEntry::actor, "Who, if known."),
            body("action", &AuditEntry::action, "What, such as member.removed."),
            body("target", &AuditEntry::target, "To whom or what, such as user:17."),
            body("address", &AuditEntry::address, "From where."),
            body("detail", &AuditEntry::detail, "In a few words."),
        };
    }
};

struct ReadAudit {
    static constexpr auto about = "What was done in this workspace, newest first.";
    std::optional<base::UserId> user;
    std::optional<std::string> subject;
    std::optional<base::Instant> since;
    std::optional<base::Instant> until;
    std::optional<std::string> cursor;
    std::optional<int> limit;

    static constexpr auto fields()
    {
        return std::tuple{
            query("user_id", &ReadAudit::user, "Only what they did."),
            query(
                "subject", &ReadAudit::subject,
                "Only actions that begin so before their full stop: member, sign_in, channel, ...",
                {.max = 40}),
            query("since", &ReadAudit::since, "Not before."),
            query("until", &ReadAudit::until, "Before that."),
            query("cursor", &ReadAudit::cursor, "From `next` of the page before."),
            query("limit", &ReadAudit::limit, "Rows a page, 50 unless said.",
                  {.min = 1, .max = 100}),
        };
    }
};

struct AuditFile {
    static constexpr auto schema = "AuditFile";

    std::string file;
    std::optional<std::string> next;

    static constexpr auto fields()
    {
        return std::tuple{
            body("file", &AuditFile::file,
                 "CSV, UTF-8, with its head line; no cell is a spreadsheet's formula."),
            body("next", &AuditFile::next, "Cursor of what follows; null when this is all."),
        };
    }
};

struct ExportAudit {
    static constexpr auto about = "The audit log as CSV, up to 5,000 entries at a time.";
    std::optional<base::UserId> user;
    std::optional<std::string> subject;
    std::optional<base::Instant> since;
    std::optional<base::Instant> until;
    std::optional<std::string> cursor;

    static constexpr auto fields()
    {
        return std::tuple{
            query("user_id", &ExportAudit::user,
                  "As of the log itself, like the three that follow."),
            query("subject", &ExportAudit::subject, "", {.max = 40}),
            query("since", &ExportAudit::since, ""),
            query("until", &ExportAudit::until, ""),
            query("cursor", &ExportAudit::cursor, "From `next` of the part before.", {.max = 32}),
        };
    }
};

// GET, PATCH, DELETE /workspace
base::Result<WorkspaceView> show_workspace(Control& control, Caller const& caller,
                                           Nothing const& in);
base::Result<WorkspaceView> change_workspace(Control& control, Caller const& caller,
                                             ChangeWorkspace const& in);
base::Result<Nothing> delete_workspace(Control& control, Caller const& caller,
                                       DeleteWorkspace const& in);
// POST /workspaces, for those with the operator's right; the caller becomes its owner. Refuses
// `slug_taken`.
base::Result<WorkspaceView> create_workspace(Control& control, Caller const& caller,
                                             CreateWorkspace const& in);
// GET /audit
base::Result<base::Page<AuditEntry>> read_audit(Control& control, Caller const& caller,
                                                ReadAudit const& in);
// GET /audit/export
base::Result<AuditFile> export_audit(Control& control, Caller const& caller, ExportAudit const& in);

// Makes a workspace whose owner gets a one-time link, unless they have a password already. For the
// CLI.
struct OwnedWorkspace {
    WorkspaceRecord workspace;
    User owner;
    std::optional<std::string> invite_link;
};
base::Result<OwnedWorkspace> create_owned_workspace(Control& control, Caller const& caller,
                                                    NewWorkspace const& in,
                                                    std::string_view owner_email,
                                                    std::string_view owner_name);
// Deletes without asking for a password: for the CLI. The keys are gone at once; the files as well,
// unless a server runs beside us, which then removes them within a second.
struct WorkspaceDeletion {
    bool files_wait = false;
};
base::Result<WorkspaceDeletion> delete_workspace_directly(Control& control, Caller const& caller,
                                                          base::WorkspaceId id);
// Closes and removes what is in state `deleting`: what a crash left, or another process told us.
void finish_deletions(Control& control);

// Whether it still holds sample data; the demo room says so.
void set_has_sample_data(Control& control, base::WorkspaceId id, bool has_sample_data);

// Checked fields of a new workspace, in their one spelling.
base::Result<NewWorkspace> check_new_workspace(NewWorkspace in);
// Inside a transaction: row in state `creating`, key and owner. finish_creating() makes the file.
base::Result<WorkspaceRecord> begin_creating(Control& control, ControlWriter const& tx,
                                             NewWorkspace const& in, base::UserId owner);
base::Result<void> finish_creating(Control& control, WorkspaceRecord const& workspace);
// Finishes what a crash left: workspaces half made are made, half deleted ones are deleted, keys of
// files waiting for theirs are changed. To be called at start, before any workspace is opened.
void sweep_workspaces(Control& control);

}  // namespace control
