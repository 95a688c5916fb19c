#include "watch/prometheus.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace watch {

namespace {

constexpr std::string_view Gauge = "gauge";
constexpr std::string_view Counter = "counter";

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

std::string number(double value)
{
    std::array<char, 32> text{};
    auto const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

// One family after the other: a name's HELP and TYPE stand once, before its values.
class Page {
public:
    void family(std::string_view name, std::string_view type, std::string_view help)
    {
        m_name = name;
        add("# HELP ", name, " ", help, "\n# TYPE ", name, " ", type, "\n");
    }
    void value(double value, Labels labels = {}, std::string_view ending = {})
    {
        add(m_name, ending);
        auto between = "{";
        for (auto const& [label, text] : labels) {
            add(between, label, "=\"", escaped_label(text), "\"");
            between = ",";
        }
        add(labels.size() == 0 ? "" : "}", " ", number(value), "\n");
    }
    void single(std::string_view name, std::string_view type, std::string_view help, double value)
    {
        family(name, type, help);
        this->value(value);
    }
    std::string take() { return std::move(m_text); }

private:
    template <class... Parts>
    void add(Parts const&... parts)
    {
        (m_text.append(parts), ...);
    }

    std::string m_text;
    std::string_view m_name;
};

double seconds(base::Instant at) { return double(at.ms) / 1000; }
double age(base::Instant now, std::optional<base::Instant> since)
{
    return since && *since < now ? double((now - *since).count()) / 1000 : 0;
}

void add_machine(Page& page, Snapshot const& all)
{
    auto const& m = all.machine;
    page.single("process_resident_memory_bytes", Gauge, "Resident memory.", double(m.memory_bytes));
    page.single("process_open_fds", Gauge, "Open files and sockets.", double(m.open_files));
    page.single("process_max_fds", Gauge, "How many may be open.", double(m.open_files_limit));
    page.single("process_threads", Gauge, "Threads.", double(m.threads));
    page.single("process_cpu_seconds_total", Counter, "Processor time.", m.cpu_s);
    page.single("process_start_time_seconds", Gauge, "Start, since the Unix epoch.",
                seconds(all.started_at));
    page.family("sapa_build_info", Gauge, "Always 1; the version is a label.");
    page.value(1, {{"version", all.version}});
    page.single("sapa_ready", Gauge, "1 while /readyz says ok.", all.unready.empty() ? 1 : 0);
    page.single("sapa_disk_free_bytes", Gauge, "Free where the data folder lies.",
                double(m.disk_free_bytes));
    page.single("sapa_disk_size_bytes", Gauge, "Size of that file system.",
                double(m.disk_total_bytes));
    page.single("sapa_disk_reserve_bytes", Gauge, "Held back for when that is full; 0: given back.",
                double(m.disk_reserve_bytes));
    page.single("sapa_last_backup_time_seconds", Gauge, "The last backup; 0: never.",
                all.last_backup_at ? seconds(*all.last_backup_at) : 0);
    page.family("sapa_workspaces", Gauge, "Workspaces by state.");
    page.value(double(all.workspaces.size()), {{"state", "open"}});
    page.value(double(all.unopened.size()), {{"state", "unopened"}});
}

void add_edge(Page& page, Snapshot const& all)
{
    auto const& e = all.edge;
    page.single("sapa_http_connections", Gauge, "Open connections.", double(e.connections));
    page.single("sapa_http_streams", Gauge, "Of them event streams.", double(e.streams));
    page.single("sapa_http_accepted_total", Counter, "Connections taken.", double(e.accepted));
    page.single("sapa_http_shed_total", Counter, "Turned away because of a cap.", double(e.shed));
    page.single("sapa_http_requests_total", Counter, "Well-framed requests.", double(e.requests));
    page.family("sapa_http_answers_total", Counter, "Answers by class.");
    page.value(double(e.answers_2xx), {{"class", "2xx"}});
    page.value(double(e.answers_3xx), {{"class", "3xx"}});
    page.value(double(e.answers_4xx), {{"class", "4xx"}});
    page.value(double(e.answers_5xx), {{"class", "5xx"}});
    auto const& i = all.intake;
    page.family("sapa_webhooks_total", Counter, "Webhook deliveries by what became of them.");
    page.value(double(i.kept), {{"result", "kept"}});
    page.value(double(i.repeated), {{"result", "repeated"}});
    page.value(double(i.bad_signature), {{"result", "bad_signature"}});
    page.value(double(i.foreign), {{"result", "foreign"}});
    page.value(double(i.failed), {{"result", "failed"}});
}

// A family with one value for each workspace.
template <class Read>
void each(Page& page, Snapshot const& all, std::string_view name, std::string_view type,
          std::string_view help, Read read)
{
    page.family(name, type, help);
    for (auto const& workspace : all.workspaces)
        page.value(double(read(workspace)), {{"workspace", workspace.slug}});
}

// The same with one value for each state.
template <class Of, std::size_t Size>
void states(Page& page, Snapshot const& all, std::string_view name, std::string_view help,
            Of WorkspaceView::* of,
            std::array<std::pair<std::string_view, std::int64_t Of::*>, Size> const& list)
{
    page.family(name, Gauge, help);
    for (auto const& workspace : all.workspaces)
        for (auto const& [state, member] : list)
            page.value(double(workspace.*of.*member),
                       {{"workspace", workspace.slug}, {"state", state}});
}

void add_queues(Page& page, Snapshot const& all)
{
    using namespace std::literals;
    using W = WorkspaceView const&;
    auto const now = all.taken_at;
    states(page, all, "sapa_deliveries",
           "Webhook deliveries not understood; 10001: more than that.", &WorkspaceView::deliveries,
           std::array{std::pair{"waiting"sv, &Deliveries::waiting},
                      std::pair{"dead"sv, &Deliveries::dead}});
    each(page, all, "sapa_deliveries_oldest_seconds", Gauge, "Age of the oldest that waits.",
         [&](W w) { return age(now, w.deliveries.oldest_waiting_at); });
    states(page, all, "sapa_sends", "Messages on their way out; 10001: more than that.",
           &WorkspaceView::sends,
           std::array{
               std::pair{"queued"sv, &Sends::queued}, std::pair{"retry_wait"sv, &Sends::retry_wait},
               std::pair{"in_flight"sv, &Sends::in_flight}, std::pair{"unknown"sv, &Sends::unknown},
               std::pair{"needs_attention"sv, &Sends::needs_attention}});
    each(page, all, "sapa_sends_oldest_due_seconds", Gauge, "How late the latest-running one is.",
         [&](W w) { return age(now, w.sends.oldest_due_at); });
    states(page, all, "sapa_jobs", "Work for later; 10001: more than that.", &WorkspaceView::jobs,
           std::array{std::pair{"waiting"sv, &Jobs::waiting}, std::pair{"due"sv, &Jobs::due},
                      std::pair{"dead"sv, &Jobs::dead}});
    each(page, all, "sapa_jobs_oldest_due_seconds", Gauge, "How late the latest-running one is.",
         [&](W w) { return age(now, w.jobs.oldest_due_at); });
    states(page, all, "sapa_channels", "Channels by state.", &WorkspaceView::channels,
           std::array{std::pair{"active"sv, &ChannelStates::active},
                      std::pair{"attention"sv, &ChannelStates::attention},
                      std::pair{"paused"sv, &ChannelStates::paused},
                      std::pair{"disconnected"sv, &ChannelStates::disconnected}});
    each(page, all, "sapa_stream_listeners", Gauge, "Open event streams.",
         [](W w) { return w.listeners; });
    each(page, all, "sapa_workspace_file_bytes", Gauge, "Size of the database.",
         [](W w) { return w.file_bytes; });
    each(page, all, "sapa_workspace_readable", Gauge, "0 while its file cannot be read.",
         [](W w) { return w.readable ? 1 : 0; });
}

void add_commits(Page& page, Snapshot const& all)
{
    using W = WorkspaceView const&;
    each(page, all, "sapa_commit_failing", Gauge, "1 while commits fail.",
         [](W w) { return w.commits.failing.empty() ? 0 : 1; });
    each(page, all, "sapa_writes_total", Counter, "Pieces of work written.",
         [](W w) { return w.commits.works; });
    each(page, all, "sapa_writes_refused_total", Counter, "Pieces that said no, or broke.",
         [](W w) { return w.commits.refused; });
    each(page, all, "sapa_writes_lost_total", Counter, "Pieces lost with a failed commit.",
         [](W w) { return w.commits.lost; });
    each(page, all, "sapa_writes_waiting", Gauge, "Pieces that wait to be written.",
         [](W w) { return w.commits.waiting; });
    each(page, all, "sapa_write_ahead_log_pages", Gauge, "Pages of 4 KiB not in the file yet.",
         [](W w) { return w.commits.log_pages; });
    page.family("sapa_commit_seconds", "histogram", "How long commits took.");
    for (auto const& workspace : all.workspaces) {
        std::int64_t below = 0;
        double limit = 64e-6;
        auto const& times = workspace.commits.times;
        for (std::size_t i = 0; i < times.size(); ++i, limit *= 2) {
            below += times[i];
            auto const last = i + 1 == times.size();
            page.value(double(below),
                       {{"workspace", workspace.slug}, {"le", last ? "+Inf" : number(limit)}},
                       "_bucket");
        }
        page.value(workspace.commits.took_s, {{"workspace", workspace.slug}}, "_sum");
        page.value(double(below), {{"workspace", workspace.slug}}, "_count");
    }
}

}  // namespace

std::string escaped_label(std::string_view value)
{
    std::string out;
    for (char const c : value) {
        if (c == '\\' || c == '"')
            out.push_back('\\');
        if (c == '\n')
            out.append("\\n");
        else
            out.push_back(c);
    }
    return out;
}

std::string prometheus(Snapshot const& snapshot)
{
    Page page;
    add_machine(page, snapshot);
    add_edge(page, snapshot);
    add_queues(page, snapshot);
    add_commits(page, snapshot);
    return page.take();
}

}  // namespace watch
