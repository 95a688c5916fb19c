#include "control/workspace_life.hpp"

#include <filesystem>

#include "base/csv.hpp"
#include "base/cursor.hpp"
#include "base/log.hpp"
#include "control/audit_store.hpp"
#include "control/input_rule.hpp"
#include "control/member_store.hpp"
#include "control/rotation.hpp"
#include "control/sign_in.hpp"
#include "control/user_store.hpp"
#include "workspace/workspace.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

bool all_in(std::string_view text, std::string_view more)
{
    for (auto const c : text) {
        auto const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9');
        if (!plain && more.find(c) == std::string_view::npos)
            return false;
    }
    return true;
}

Result<void> check_profile(std::string_view country, std::string_view time_zone,
                           std::string_view language)
{
    auto const country_ok = country.empty() ||
                            (country.size() == 2 && all_in(country, "") && country[0] >= 'A' &&
                             country[0] <= 'Z' && country[1] >= 'A' && country[1] <= 'Z');
    if (!country_ok)
        return wrong_field("country", "bad_format");
    if (time_zone.empty() || time_zone.size() > 64 || !all_in(time_zone, "/_+-"))
        return wrong_field("time_zone", "bad_format");
    if (language.size() < 2 || language.size() > 16 || !all_in(language, "-"))
        return wrong_field("language", "bad_format");
    return {};
}

WorkspaceView view_of(Control& control, WorkspaceRecord const& w, Role role, Rights const& rights)
{
    return {w.id,
            w.slug,
            w.name,
            w.language,
            w.country,
            w.time_zone,
            w.created_at,
            w.has_sample_data,
            control.public_url(),
            role,
            rights.may.list(),
            w.agent_sight,
            w.agent_phones,
            w.only_assignee,
            w.require_totp};
}

std::string told_of_rights(WorkspaceRecord const& w)
{
    return "agents see " + std::string(base::word_of(w.agent_sight)) +
           (w.agent_phones ? "" : ", numbers masked") +
           (w.only_assignee ? ", only the assignee answers" : "") +
           (w.require_totp ? ", second factor required" : "");
}

// The keys go first: whatever is left of the files afterwards is noise.
Result<void> begin_deleting(Control& control, ControlWriter const& tx, Caller const& caller,
                            WorkspaceRecord const& workspace)
{
    store::set_workspace_state(tx, workspace.id, WorkspaceState::deleting);
    store::set_workspace_slug(tx, workspace.id, "deleted-" + workspace.id.text());
    store::remove_keys(tx, workspace.id);
    note(control, tx, caller,
         {.action = "workspace.deleted",
          .target = "workspace:" + workspace.id.text(),
          .detail = workspace.slug,
          .workspace = workspace.id});
    return {};
}

void remove_files(Folder const& folder, std::string const& file)
{
    std::error_code ignored;
    auto const path = folder.workspace_file(file);
    for (auto const* tail : {"", "-wal", "-shm", "-journal"})
        std::filesystem::remove(path + tail, ignored);
    std::filesystem::remove_all(folder.media(file), ignored);
    // Its row goes next: a power cut must not bring back files that nobody knows of.
    sync_folder(folder.path() + "/workspaces");
    sync_folder(folder.path() + "/media");
}

// One thread ends a workspace; another that comes meanwhile leaves it to that one.
class Ending {
public:
    Ending(Control& control, base::WorkspaceId id)
        : m_control(control), m_id(id), m_ours(control.begin_ending(id))
    {
    }
    ~Ending()
    {
        if (m_ours)
            m_control.end_ending(m_id);
    }
    Ending(Ending const&) = delete;
    bool is_ours() const { return m_ours; }

private:
    Control& m_control;
    base::WorkspaceId m_id;
    bool m_ours;
};

void finish_deleting(Control& control, WorkspaceRecord const& workspace)
{
    Ending const ending(control, workspace.id);
    if (!ending.is_ours())
        return;
    control.close_workspace(workspace.id);
    remove_files(control.folder(), workspace.file);
    auto const done = control.write([&](ControlWriter const& tx) -> Result<void> {
        store::remove_workspace(tx, workspace.id);
        return {};
    });
    if (!done)
        base::log(base::LogLevel::warning, "control", "workspace is not wholly removed yet",
                  {{"workspace", workspace.id.value}, {"code", done.error().code}});
    // Its rows, keys among them, go from the log as well.
    control.writer().checkpoint();
}

Result<WorkspaceRecord> active(Control& control, base::WorkspaceId id)
{
    auto found = control.read(
        [&](ControlReader const& db) { return store::find_workspace(db, id); });
    if (!found || found->state != WorkspaceState::active)
        return Error{Fault::not_found, "not_found", "No such workspace."};
    return std::move(*found);
}

}  // namespace

Result<NewWorkspace> check_new_workspace(NewWorkspace in)
{
    in.slug = TRY(read_slug(in.slug));
    if (in.name.empty())
        return wrong_field("name", "required");
    if (in.time_zone.empty())
        in.time_zone = "UTC";
    if (in.language.empty())
        in.language = "en";
    TRY(check_profile(in.country, in.time_zone, in.language));
    return in;
}

Result<WorkspaceRecord> begin_creating(Control& control, ControlWriter const& tx,
                                       NewWorkspace const& in, base::UserId owner)
{
    WorkspaceRecord record;
    record.slug = in.slug;
    record.name = in.name;
    record.language = in.language;
    record.country = in.country;
    record.time_zone = in.time_zone;
    record.file = base::to_hex(control.world().random.bytes(16));
    record.created_at = control.now();
    auto const id = store::add_workspace(tx, record);
    if (!id) {
        auto error = wrong_field("slug", "taken");
        error.fault = Fault::conflict;
        error.code = "slug_taken";
        return error;
    }
    record.id = *id;
    store::add_key(tx, {record.id, 1, control.vault().wrap_new_key(record.id, 1)}, control.now());
    if (owner)
        store::add_member(tx, {record.id, owner, Role::owner, MemberState::active}, control.now());
    return record;
}

Result<void> finish_creating(Control& control, WorkspaceRecord const& workspace)
{
    // Whatever a crash left of the file was never used.
    remove_files(control.folder(), workspace.file);
    auto const record = TRY(control.open_record(workspace));
    std::filesystem::create_directories(record.media_folder);
    sync_folder(control.folder().path() + "/media");
    TRY(workspace::Workspace::create(record, control.world()));
    return control.write([&](ControlWriter const& tx) -> Result<void> {
        store::set_workspace_state(tx, workspace.id, WorkspaceState::active);
        return {};
    });
}

Result<WorkspaceView> show_workspace(Control& control, Caller const& caller, Nothing const&)
{
    return view_of(control, TRY(active(control, caller.workspace)), caller.role, caller.rights);
}

Result<WorkspaceView> change_workspace(Control& control, Caller const& caller,
                                       ChangeWorkspace const& in)
{
    TRY(require_recent_password(control, caller));
    auto const changed = TRY(control.write([&](ControlWriter const& tx) -> Result<WorkspaceRecord> {
        auto found = store::find_workspace(tx, caller.workspace);
        if (!found || found->state != WorkspaceState::active)
            return Error{Fault::not_found, "not_found"};
        found->name = in.name.value_or(found->name);
        found->time_zone = in.time_zone.value_or(found->time_zone);
        found->country = in.country.value_or(found->country);
        found->language = in.language.value_or(found->language);
        TRY(check_profile(found->country, found->time_zone, found->language));
        auto const before = found->agents();
        found->agent_sight = in.agent_sight.value_or(found->agent_sight);
        found->agent_phones = in.agent_phones.value_or(found->agent_phones);
        found->only_assignee = in.only_assignee.value_or(found->only_assignee);
        // Nobody locks themselves out.
        if (in.require_totp.value_or(false) && caller.is_person() &&
            !store::find_user(tx, caller.user)->totp_seed)
            return Error{Fault::conflict, "second_factor_needed",
                         "Turn on two-step sign-in for yourself first."};
        found->require_totp = in.require_totp.value_or(found->require_totp);
        // Who sees less may not let agents see more.
        auto const more = rights_of(Role::agent, found->agents());
        if ((found->agent_sight != before.sight || found->agent_phones != before.phones) &&
            !caller.rights.covers(more))
            return Error{Fault::forbidden, "rights_needed", "It shows what you do not see."};
        store::set_workspace_profile(tx, *found);
        note(control, tx, caller,
             {.action = "workspace.changed", .detail = told_of_rights(*found)});
        return std::move(*found);
    }));
    return view_of(control, changed, caller.role, caller.rights);
}

Result<Nothing> delete_workspace(Control& control, Caller const& caller, DeleteWorkspace const& in)
{
    auto const workspace = TRY(active(control, caller.workspace));
    if (in.confirm != workspace.slug)
        return wrong_field("confirm", "not_allowed");
    if (!caller.is_person() || caller.role != Role::owner)
        return Error{Fault::forbidden, "owner_needed", "Only an owner, in person, deletes it."};
    TRY(check_own_password(control, caller, in.password, "password"));
    TRY(delete_workspace_directly(control, caller, workspace.id));
    return Nothing{};
}

Result<WorkspaceDeletion> delete_workspace_directly(Control& control, Caller const& caller,
                                                    base::WorkspaceId id)
{
    auto const workspace = TRY(active(control, id));
    TRY(control.write([&](ControlWriter const& tx) -> Result<void> {
        auto const again = store::find_workspace(tx, id);
        if (!again || again->state != WorkspaceState::active)
            return Error{Fault::not_found, "not_found"};
        return begin_deleting(control, tx, caller, *again);
    }));
    // A server beside us has the file open: it lets go and removes it, see finish_deletions().
    if (!control.serves() && control.folder().server_runs())
        return WorkspaceDeletion{.files_wait = true};
    finish_deleting(control, workspace);
    return WorkspaceDeletion{};
}

void finish_deletions(Control& control)
{
    auto const waiting = control.read(
        [](ControlReader const& db) { return store::workspaces_in(db, WorkspaceState::deleting); });
    for (auto const& workspace : waiting) {
        finish_deleting(control, workspace);
        base::log(base::LogLevel::info, "control", "a deleted workspace's files are removed",
                  {{"workspace", workspace.id.value}});
    }
}

Result<WorkspaceView> create_workspace(Control& control, Caller const& caller,
                                       CreateWorkspace const& in)
{
    if (!caller.operator_right || !caller.is_person())
        return Error{Fault::forbidden, "forbidden", "Only those who run the server may do this."};
    TRY(require_recent_password(control, caller));
    auto const checked = TRY(
        check_new_workspace({in.name, in.slug, in.country.value_or(""),
                             in.time_zone.value_or("UTC"), in.language.value_or("en")}));
    auto const record = TRY(control.write([&](ControlWriter const& tx) -> Result<WorkspaceRecord> {
        auto made = TRY(begin_creating(control, tx, checked, caller.user));
        note(control, tx, caller,
             {.action = "workspace.created",
              .target = "workspace:" + made.id.text(),
              .workspace = made.id});
        return made;
    }));
    TRY(finish_creating(control, record));
    return view_of(control, record, Role::owner, all_rights());
}

Result<OwnedWorkspace> create_owned_workspace(Control& control, Caller const& caller,
                                              NewWorkspace const& in, std::string_view owner_email,
                                              std::string_view owner_name)
{
    auto const checked = TRY(check_new_workspace(in));
    auto const email = TRY(read_email(owner_email, "owner_email"));
    auto name = base::clean_name(owner_name);
    if (name.empty())
        name = email.substr(0, email.find('@'));
    auto const secret = control.new_secret();
    OwnedWorkspace out;
    TRY(control.write([&](ControlWriter const& tx) -> Result<void> {
        auto user = store::find_user(tx, email);
        if (!user) {
            store::NewUser fresh;
            fresh.email = email;
            fresh.name = name;
            fresh.language = base::from_word<Language>(checked.language).value_or(Language::en);
            // Whoever owns the first workspace runs the server.
            fresh.operator_right = !store::has_workspace(tx);
            auto const id = store::add_user(tx, fresh, control.now());
            user = store::find_user(tx, *id);
        }
        out.owner = *user;
        out.workspace = TRY(begin_creating(control, tx, checked, user->id));
        if (!user->password) {
            store::Invitation invitation;
            invitation.workspace = out.workspace.id;
            invitation.email = email;
            invitation.role = Role::owner;
            invitation.created_at = control.now();
            invitation.expires_at = invitation.created_at + std::chrono::hours(72);
            store::add_invitation(tx, invitation, control.vault().hash("invitation", secret));
            out.invite_link = control.public_url() + "/invite/" + secret;
        }
        note(control, tx, caller,
             {.action = "workspace.created",
              .target = "workspace:" + out.workspace.id.text(),
              .workspace = out.workspace.id});
        return {};
    }));
    TRY(finish_creating(control, out.workspace));
    return out;
}

void set_has_sample_data(Control& control, base::WorkspaceId id, bool has_sample_data)
{
    auto const done = control.write([&](ControlWriter const& tx) -> Result<void> {
        store::set_sample_data(tx, id, has_sample_data);
        return {};
    });
    if (!done)
        base::log(base::LogLevel::warning, "control", "sample data mark is not kept",
                  {{"code", done.error().code}});
}

namespace {

struct AuditPart {
    std::vector<store::AuditRow> rows;
    std::optional<std::string> next;
};

// Both ways of reading ask in the same words.
template <class In>
Result<AuditPart> audit_part(Control& control, Caller const& caller, In const& in, int limit)
{
    auto const before = TRY(base::before_cursor(in.cursor));
    store::AuditFilter filter;
    filter.user = in.user.value_or(base::UserId{});
    filter.subject = in.subject.value_or("");
    filter.since = in.since.value_or(filter.since);
    filter.until = in.until.value_or(filter.until);
    AuditPart part;
    part.rows = control.read([&](ControlReader const& db) {
        return store::audit_of(db, caller.workspace, filter, before, limit + 1);
    });
    if (int(part.rows.size()) > limit) {
        part.rows.resize(std::size_t(limit));
        part.next = std::to_string(part.rows.back().id);
    }
    return part;
}

}  // namespace

Result<base::Page<AuditEntry>> read_audit(Control& control, Caller const& caller,
                                          ReadAudit const& in)
{
    auto part = TRY(audit_part(control, caller, in, in.limit.value_or(50)));
    base::Page<AuditEntry> page;
    page.next = std::move(part.next);
    for (auto& row : part.rows) {
        AuditEntry entry;
        entry.id = std::to_string(row.id);
        entry.at = row.at;
        if (row.user || !row.actor.empty())
            entry.actor = Named{row.user, row.actor};
        entry.action = row.action;
        entry.target = row.target;
        entry.address = row.address;
        entry.detail = row.detail;
        page.data.push_back(std::move(entry));
    }
    return page;
}

Result<AuditFile> export_audit(Control& control, Caller const& caller, ExportAudit const& in)
{
    constexpr int Rows = 5000;
    auto part = TRY(audit_part(control, caller, in, Rows));
    AuditFile out;
    out.next = std::move(part.next);
    out.file = base::csv_line({"id", "at", "actor", "action", "target", "address", "detail"});
    for (auto const& row : part.rows)
        out.file += base::csv_line({std::to_string(row.id), base::to_rfc3339(row.at), row.actor,
                                    row.action, row.target, row.address, row.detail});
    return out;
}

void sweep_workspaces(Control& control)
{
    control.tidy();
    if (auto const done = resume_root_rotation(control); !done)
        base::log(base::LogLevel::warning, "control", "the root key is still being changed",
                  {{"code", done.error().code}});
    auto const half_made = control.read(
        [](ControlReader const& db) { return store::workspaces_in(db, WorkspaceState::creating); });
    for (auto const& workspace : half_made) {
        auto const done = finish_creating(control, workspace);
        base::log(base::LogLevel::info, "control", "finished making a workspace after a crash",
                  {{"workspace", workspace.id.value},
                   {"result", done ? std::string("ok") : done.error().code}});
    }
    finish_deletions(control);
}

}  // namespace control
