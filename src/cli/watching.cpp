#include "cli/watching.hpp"

#include "cli/instruments.hpp"
#include "control/backup.hpp"
#include "control/metrics_token.hpp"
#include "db/connection.hpp"
#include "watch/look.hpp"
#include "watch/machine.hpp"

namespace cli {

using base::Json;
using base::Result;

namespace {

constexpr std::chrono::milliseconds AskFor{2'000};

std::string count_of(std::int64_t number)
{
    return number > watch::MostCounted ? "more than " + std::to_string(watch::MostCounted)
                                       : std::to_string(number);
}

std::string megabytes(std::int64_t bytes) { return std::to_string(bytes >> 20) + " MB"; }

Result<int> make_token(Context const& context)
{
    auto const control = TRY(context.open());
    auto const token = TRY(control::make_metrics_token(*control, control::operator_caller()));
    context.terminal.give({{"token", token}});
    context.terminal.say("Shown only now; an earlier one is good for nothing any more:\n\n  " +
                         token + "\n\nGET " + control->public_url() +
                         "/metrics answers to the header `Authorization: Bearer TOKEN`.");
    return Done;
}

Result<int> drop_token(Context const& context)
{
    auto const control = TRY(context.open());
    auto const had = TRY(control::drop_metrics_token(*control, control::operator_caller()));
    context.terminal.give({{"removed", had}});
    context.terminal.say(had ? "Nobody reads /metrics any more." : "There was no token.");
    return Done;
}

// What the running server says of itself: empty when it is ready, "stopped" when there is none.
std::string ask_ready(Context const& context, control::Control& control,
                      std::optional<control::RunNote> const& note)
{
    if (!note)
        return "stopped";
    auto const client = open_http(context, control, {note->url});
    if (!client)
        return "unknown";
    net::HttpRequest request;
    request.url = note->url + "/readyz";
    request.connect_time = AskFor;
    request.total_time = AskFor;
    auto const outcome = (*client)->perform(request);
    auto const* const reply = std::get_if<net::HttpReply>(&outcome);
    if (reply == nullptr)
        return "unreachable";
    if (reply->status == 200)
        return "";
    return reply->body.substr(0, reply->body.find('\n'));
}

watch::WorkspaceView look_into(watch::WorkspaceView view, db::File const& file, base::Instant now)
{
    auto connection = db::Connection::open(file, db::OpenMode::read);
    view.readable = connection.ok();
    if (connection)
        watch::count(db::Reader(*connection), now, view);
    return view;
}

void say_workspaces(Terminal& terminal, watch::Snapshot const& all)
{
    auto rows = Json::array();
    for (auto const& w : all.workspaces)
        rows.push_back({{"workspace", w.slug},
                        {"deliveries", count_of(w.deliveries.waiting)},
                        {"dead", count_of(w.deliveries.dead)},
                        {"sends", count_of(w.sends.queued + w.sends.retry_wait)},
                        {"attention", count_of(w.sends.needs_attention)},
                        {"jobs", count_of(w.jobs.due)},
                        {"channels", std::to_string(w.channels.attention) + " of " +
                                         std::to_string(w.channels.active + w.channels.attention)},
                        {"size", w.readable ? megabytes(w.file_bytes) : "unreadable"}});
    terminal.table(rows, {{"workspace", "WORKSPACE"},
                          {"deliveries", "DELIVERIES WAIT"},
                          {"dead", "DEAD"},
                          {"sends", "SENDS WAIT"},
                          {"attention", "NEED A PERSON"},
                          {"jobs", "JOBS DUE"},
                          {"channels", "CHANNELS IN TROUBLE"},
                          {"size", "SIZE"}});
    for (auto const& one : all.unopened)
        terminal.say("workspace " + one.slug + " does not open: " + one.code + "; see sapa doctor");
    for (auto const& w : all.workspaces) {
        if (w.deliveries.dead > 0)
            terminal.say("sapa events replay --all-dead --workspace " + w.slug +
                         "  takes in again what was given up");
        if (w.channels.attention > 0)
            terminal.say("sapa channel list --workspace " + w.slug + "  says what is wrong");
    }
}

// What lies in the files, and what the kernel knows of the process: the same whether the server
// answers or not. Its own counters are in /metrics.
Result<int> show_status(Context const& context)
{
    auto const control = TRY(context.open());
    auto const runs = control->folder().server_runs();
    auto const note = runs ? control->folder().run_note() : std::nullopt;
    watch::Snapshot all;
    all.version = context.commands.version;
    all.taken_at = context.world.now();
    all.last_backup_at = control::last_backup(*control);
    all.unready = ask_ready(context, *control, note);
    if (note) {
        all.started_at = note->started_at;
        all.machine = watch::machine(control->folder().path(), note->pid);
    }
    auto const records = control->read([](control::ControlReader const& db) {
        return control::store::workspaces_in(db, control::WorkspaceState::active);
    });
    for (auto const& record : records) {
        auto const opened = control->open_record(record);
        if (!opened) {
            all.unopened.push_back({record.id, record.slug, opened.error().code});
            continue;
        }
        watch::WorkspaceView view;
        view.id = record.id;
        view.slug = record.slug;
        all.workspaces.push_back(look_into(std::move(view), opened->file, all.taken_at));
    }
    auto& terminal = context.terminal;
    auto json = base::write_json(all);
    // Known only inside the server; zeros would be a lie.
    json.erase("edge");
    json.erase("intake");
    for (auto& one : json["workspaces"]) {
        one.erase("listeners");
        one.erase("commits");
    }
    terminal.give(json);
    terminal.say(!note ? "The server does not run."
                 : all.unready.empty()
                     ? "The server runs at " + note->address + " and is ready."
                     : "The server runs at " + note->address + ": " + all.unready);
    if (note)
        terminal.say("Memory " + megabytes(all.machine.memory_bytes) + ", " +
                     std::to_string(all.machine.threads) + " threads, since " +
                     base::to_rfc3339(all.started_at));
    say_workspaces(terminal, all);
    return all.unready.empty() && all.unopened.empty() ? Done : Refused;
}

}  // namespace

void add_watching_commands(Tree& tree)
{
    auto metrics = tree.group("metrics", "The token that reads /metrics.");
    auto token = metrics.command("token", "Make it anew and print it once.",
                                 "sapa metrics token --data /var/lib/sapa");
    token.runs([](Context const& context) { return make_token(context); });
    auto off = metrics.command("off", "Remove it: nobody reads /metrics.",
                               "sapa metrics off --data /var/lib/sapa");
    off.runs([](Context const& context) { return drop_token(context); });

    auto server = tree.group("server", "How the server is.");
    auto status = server.command("status", "Queues, failures and what the server takes.",
                                 "sapa server status --data /var/lib/sapa");
    status.runs([](Context const& context) { return show_status(context); });
}

}  // namespace cli
