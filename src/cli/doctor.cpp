#include "cli/doctor.hpp"

#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/sysinfo.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "accounts/look.hpp"
#include "accounts/store.hpp"
#include "base/json.hpp"
#include "channels/list.hpp"
#include "cli/checkup.hpp"
#include "cli/instruments.hpp"
#include "cli/outlook.hpp"
#include "control/backup.hpp"
#include "control/rotation.hpp"
#include "control/workspace_life.hpp"
#include "db/connection.hpp"
#include "db/upkeep.hpp"
#include "net/guarded_client.hpp"
#include "net/http_date.hpp"
#include "net/trust.hpp"
#include "watch/look.hpp"
#include "watch/machine.hpp"

namespace cli {

using base::Json;
using base::Result;
using State = Finding::State;

namespace {

// How long the provider has to say what time it is.
constexpr std::chrono::milliseconds AskFor{4'000};

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

std::uint64_t size_of(std::string const& folder)
{
    namespace fs = std::filesystem;
    std::uint64_t bytes = 0;
    std::error_code gone;
    auto const options = fs::directory_options::skip_permission_denied;
    for (auto at = fs::recursive_directory_iterator(folder, options, gone);
         !gone && at != fs::recursive_directory_iterator(); at.increment(gone))
        if (std::error_code fault; at->is_regular_file(fault))
            if (auto const size = at->file_size(fault); !fault)
                bytes += size;
    return bytes;
}

void look_at_machine(Findings& findings, std::string const& folder)
{
    struct statvfs space = {};
    if (::statvfs(folder.c_str(), &space) == 0) {
        auto const free = std::uint64_t(space.f_bavail) * space.f_frsize;
        findings.add(judge_space(free, size_of(folder)));
        std::error_code none;
        auto const held = std::filesystem::file_size(folder + "/ballast", none);
        findings.add(judge_reserve(free, none ? 0 : held));
    }
    struct sysinfo memory = {};
    if (::sysinfo(&memory) == 0)
        findings.add(judge_memory(std::uint64_t(memory.totalram) * memory.mem_unit,
                                  std::uint64_t(watch::machine(folder).machine_memory_free_bytes),
                                  std::uint64_t(memory.freeswap) * memory.mem_unit));
    struct rlimit files = {};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0)
        findings.add(files.rlim_cur < 4096 ? State::notice : State::fine, "open files",
                     "limit " + std::to_string(files.rlim_cur) +
                         (files.rlim_cur < 4096 ? "; a server wants 65536 (LimitNOFILE)" : ""));
}

// Where the channels of a workspace are reached, each once.
void add_providers(std::vector<std::string>& urls, db::Connection& connection)
{
    for (auto const& row : accounts::store::all(db::Reader(connection))) {
        auto const settings = base::parse_json(row.settings);
        auto const named = settings ? base::text_at(*settings, "graph_url") : std::nullopt;
        auto const* const channel = channels::find(row.kind);
        auto url = named && !named->empty() ? *named
                 : channel                  ? std::string(channel->traits().default_base_url)
                                            : std::string();
        if (!url.empty() && std::ranges::find(urls, url) == urls.end())
            urls.push_back(std::move(url));
    }
}

// What the provider's clock says, and whether it is reached at all.
void look_at_provider(Findings& findings, Context const& context, control::Control& control,
                      std::vector<std::string> const& urls)
{
    std::optional<base::Instant> provider;
    auto const client = open_http(context, control);
    for (auto const& url : urls) {
        if (!client)
            break;
        net::HttpRequest request;
        request.url = url + "/";
        request.connect_time = AskFor;
        request.total_time = AskFor;
        auto const outcome = (*client)->perform(request);
        if (auto const* const failure = std::get_if<net::NetFailure>(&outcome)) {
            findings.add(State::notice, "provider",
                         url + " is not reached: " + std::string(net::name_of(failure->stage)) +
                             " " + failure->detail);
            continue;
        }
        findings.add(State::fine, "provider", url + " is reached");
        auto const date = std::get<net::HttpReply>(outcome).header("Date");
        if (auto const said = date ? net::read_http_date(*date) : std::nullopt)
            provider = said;
    }
    findings.add(judge_clock(context.world.now(), context.commands.built, provider));
}

// What others see of us: name, certificate, and whether the address leads here.
void look_at_address(Findings& findings, Context const& context, control::Control& control)
{
    auto const text = control.public_url();
    auto const url = net::Url::parse(text);
    if (!url || url->host == "localhost" || text.starts_with("http://127."))
        return;
    auto const addresses = net::make_system_resolver()->addresses_of(url->host, AskFor);
    findings.add(judge_dns(url->host, addresses));
    if (addresses.empty())
        return;
    if (url->secure)
        if (auto const trust = net::Trust::open())
            findings.add(judge_certificate(
                net::certificate_of(*url, addresses, **trust, context.world.clock, AskFor),
                context.world.now()));
    // Our own address may be one of a private network.
    auto const client = open_http(context, control, {text});
    if (!client)
        return;
    net::HttpRequest request;
    request.url = text + "/healthz";
    request.connect_time = AskFor;
    request.total_time = AskFor;
    findings.add(judge_reach(text, (*client)->perform(request)));
}

// Asks the provider now; what it finds is kept, as by the hourly look.
void look_live(Context const& context, control::Control& control, std::string const& slug,
               std::vector<accounts::store::Row> const& rows)
{
    auto const inside = enter(control, slug);
    if (!inside)
        return;
    auto const instruments = Instruments::open(context, control, *inside);
    if (!instruments)
        return;
    for (auto const& row : rows)
        if (row.state != accounts::State::disconnected)
            static_cast<void>(accounts::look((*instruments)->desk(), (*instruments)->surroundings(),
                                             row.id, accounts::Hook::look));
}

// Channels and queues of a workspace that opens.
void look_inside(Findings& findings, Context const& context, control::Control& control,
                 std::string const& slug, db::File const& file, bool live)
{
    auto connection = db::Connection::open(file, db::OpenMode::read);
    if (!connection)
        return;
    db::Reader const db(*connection);
    if (live)
        look_live(context, control, slug, accounts::store::all(db));
    for (auto const& row : accounts::store::all(db))
        if (row.state != accounts::State::disconnected && !row.sample)
            findings.add(judge_channel(slug, row));
    watch::WorkspaceView view;
    view.slug = slug;
    auto const now = context.world.now();
    watch::count(db, now, view);
    for (auto& finding : judge_queues(view, now))
        findings.add(std::move(finding));
}

void look_at_file(Findings& findings, std::string const& name, db::File const& file,
                  std::vector<std::string>* providers = nullptr)
{
    auto connection = db::Connection::open(file, db::OpenMode::read);
    if (connection && providers)
        add_providers(*providers, *connection);
    auto const checked = connection ? db::check_file(*connection, db::Check::quick)
                                    : Result<void>(connection.error());
    findings.add(checked ? State::fine : State::problem, name,
                 checked ? "opens and is whole"
                         : checked.error().code + " " + checked.error().detail);
}

void look_at_data(Findings& findings, Context const& context, control::Control& control, bool live)
{
    auto const& folder = control.folder();
    findings.add(judge_key_file(control.vault().key_file()));
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
    std::vector<std::string> providers;
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
            look_at_file(findings, name, record->file, &providers);
        if (!record)
            continue;
        // A damaged file is a finding like others, and the rest is still looked at.
        try {
            look_inside(findings, context, control, workspace.slug, record->file, live);
        } catch (std::exception const& fault) {
            findings.add(State::problem, name, fault.what());
        }
    }
    findings.add(judge_backup(control::last_backup(control), context.world.now()));
    look_at_address(findings, context, control);
    look_at_provider(findings, context, control, providers);
}

}  // namespace

Result<int> look_around(Context const& context, bool live)
{
    Findings findings;
    findings.add(State::fine, "version", context.commands.version);
    auto const& path = context.common.folder;
    auto const there = control::Folder::existing(path);
    if (!there) {
        findings.add(State::notice, "data folder", there.error().detail);
    } else {
        findings.add(judge_folder(there->path()));
        look_at_machine(findings, there->path());
        auto const control = context.open();
        if (control)
            look_at_data(findings, context, **control, live);
        else
            findings.add(State::problem, "data", control.error().detail);
    }
    for (auto& finding :
         judge_service({"/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"}))
        findings.add(std::move(finding));
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
