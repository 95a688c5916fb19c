#include "cli/doctor.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <ostream>

#include "control/rotation.hpp"
#include "control/workspace_life.hpp"
#include "db/connection.hpp"
#include "db/upkeep.hpp"

namespace cli {

using base::Json;
using base::Result;
using State = Finding::State;

namespace {

constexpr std::uint64_t LittleSpace = 2ULL << 30;

class Findings {
public:
    void add(State state, std::string name, std::string detail)
    {
        m_all.push_back({state, std::move(name), std::move(detail)});
    }
    void add(Finding finding) { m_all.push_back(std::move(finding)); }
    std::vector<Finding> const& all() const { return m_all; }
    bool has_problem() const
    {
        for (auto const& finding : m_all)
            if (finding.state == State::problem)
                return true;
        return false;
    }

private:
    std::vector<Finding> m_all;
};

char const* word_of(State state)
{
    switch (state) {
    case State::fine: return "ok";
    case State::notice: return "note";
    case State::problem: return "PROBLEM";
    }
    return "ok";
}

void look_at_machine(Findings& findings, std::string const& folder)
{
    struct statvfs space = {};
    if (::statvfs(folder.c_str(), &space) == 0) {
        auto const free = std::uint64_t(space.f_bavail) * space.f_frsize;
        auto const megabytes = std::to_string(free >> 20) + " MB free";
        findings.add(free < LittleSpace ? State::notice : State::fine, "disk", megabytes);
    }
    struct rlimit files = {};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0)
        findings.add(files.rlim_cur < 4096 ? State::notice : State::fine, "open files",
                     "limit " + std::to_string(files.rlim_cur) +
                         (files.rlim_cur < 4096 ? "; a server wants 65536 (LimitNOFILE)" : ""));
    findings.add(State::fine, "cipher", std::string(db::name_of(db::best_cipher())));
}

void look_at_folder(Findings& findings, std::string const& folder)
{
    struct stat status = {};
    if (::stat(folder.c_str(), &status) != 0)
        return;
    auto const open_to_others = (status.st_mode & 077) != 0;
    findings.add(open_to_others ? State::problem : State::fine, "data folder",
                 open_to_others ? folder + " may be read by others; chmod 700 it" : folder);
}

void look_at_file(Findings& findings, std::string const& name, db::File const& file)
{
    auto connection = db::Connection::open(file, db::OpenMode::read);
    auto const checked = connection ? db::check_file(*connection, db::Check::quick)
                                    : Result<void>(connection.error());
    findings.add(checked ? State::fine : State::problem, name,
                 checked ? "opens and is whole"
                         : checked.error().code + " " + checked.error().detail);
}

void look_at_data(Findings& findings, control::Control& control)
{
    auto const& folder = control.folder();
    findings.add(State::fine, "root key",
                 control.vault().key_file().empty() ? "not in a file" : control.vault().key_file());
    auto const runs = folder.server_runs();
    auto const note = folder.run_note();
    findings.add(State::fine, "server",
                 runs ? "runs" + (note ? " at " + note->address : std::string()) : "does not run");
    auto const url = control.public_url();
    auto const local = url.starts_with("http://localhost") || url.starts_with("http://127.");
    auto const plain = url.starts_with("http://") && !local;
    findings.add(plain   ? State::problem
                 : local ? State::notice
                         : State::fine,
                 "public address",
                 url + (plain   ? " is not https: passwords would travel in the clear"
                        : local ? " is for this machine only; webhooks need a public one"
                                : ""));
    if (control::setup_state(control, {}, {})->needed)
        findings.add(State::notice, "owner", "there is none yet; open the set-up link");
    look_at_file(findings, "control.db", {folder.control_file(), control.vault().control_key()});
    auto const all = control.read(
        [](control::ControlReader const& db) { return control::store::all_workspaces(db); });
    for (auto const& workspace : all) {
        auto const name = "workspace " + workspace.slug;
        if (workspace.state != control::WorkspaceState::active) {
            findings.add(State::notice, name,
                         std::string(base::word_of(workspace.state)) +
                             "; the next start of the server finishes it");
            continue;
        }
        auto const record = control.open_record(workspace);
        if (!record)
            findings.add(State::problem, name, record.error().detail);
        else
            look_at_file(findings, name, record->file);
    }
}

}  // namespace

Result<int> look_around(Context const& context)
{
    Findings findings;
    findings.add(State::fine, "version", context.commands.version);
    auto const& path = context.common.folder;
    auto const there = control::Folder::existing(path);
    if (!there) {
        findings.add(State::notice, "data folder", there.error().detail);
    } else {
        look_at_folder(findings, there->path());
        look_at_machine(findings, there->path());
        auto const control = context.open();
        if (control)
            look_at_data(findings, **control);
        else
            findings.add(State::problem, "data", control.error().detail);
    }
    if (context.commands.findings)
        for (auto& finding : context.commands.findings())
            findings.add(std::move(finding));

    auto rows = Json::array();
    for (auto const& finding : findings.all()) {
        rows.push_back({{"state", word_of(finding.state)},
                        {"name", finding.name},
                        {"detail", finding.detail}});
    }
    context.terminal.give({{"ok", !findings.has_problem()}, {"findings", rows}});
    context.terminal.table(rows, {{"state", "STATE"}, {"name", "WHAT"}, {"detail", "DETAIL"}});
    return findings.has_problem() ? Refused : Done;
}

}  // namespace cli
