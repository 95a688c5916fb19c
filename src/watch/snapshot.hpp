#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/fields.hpp"

// What can be seen of a running server: counts and ages, never who or what. Read by its operator.
namespace watch {

using base::body;

// Queues are counted so far and no further: a number above it means "more than 10,000".
inline constexpr std::int64_t MostCounted = 10'000;

struct Machine {
    static constexpr auto schema = "ServerMachine";

    std::int64_t memory_bytes = 0;
    std::int64_t swap_bytes = 0;
    std::int64_t open_files = 0;
    std::int64_t open_files_limit = 0;
    std::int64_t threads = 0;
    double cpu_s = 0;
    std::int64_t disk_free_bytes = 0;
    std::int64_t disk_total_bytes = 0;
    std::int64_t disk_reserve_bytes = 0;
    std::int64_t machine_memory_bytes = 0;
    std::int64_t machine_memory_free_bytes = 0;

    static constexpr auto fields()
    {
        return std::tuple{
            body("memory_bytes", &Machine::memory_bytes, "Resident memory of the server."),
            body("swap_bytes", &Machine::swap_bytes, "Of it in swap."),
            body("open_files", &Machine::open_files, "Files and sockets it holds open."),
            body("open_files_limit", &Machine::open_files_limit, "How many it may."),
            body("threads", &Machine::threads, "Its threads."),
            body("cpu_s", &Machine::cpu_s, "Seconds of processor time since its start."),
            body("disk_free_bytes", &Machine::disk_free_bytes,
                 "Free on the file system of the data folder."),
            body("disk_total_bytes", &Machine::disk_total_bytes, "Size of that file system."),
            body(
                "disk_reserve_bytes", &Machine::disk_reserve_bytes,
                "Held back there for when it is full; 0: given back, or there was no room for it."),
            body("machine_memory_bytes", &Machine::machine_memory_bytes,
                 "Memory of the whole machine."),
            body("machine_memory_free_bytes", &Machine::machine_memory_free_bytes,
                 "Of it available."),
        };
    }
};

struct Edge {
    static constexpr auto schema = "ServerEdge";

    std::int64_t connections = 0;
    std::int64_t streams = 0;
    std::int64_t accepted = 0;
    std::int64_t shed = 0;
    std::int64_t requests = 0;
    std::int64_t answers_2xx = 0;
    std::int64_t answers_3xx = 0;
    std::int64_t answers_4xx = 0;
    std::int64_t answers_5xx = 0;

    static constexpr auto fields()
    {
        return std::tuple{
            body("connections", &Edge::connections, "Open now."),
            body("streams", &Edge::streams, "Of them event streams."),
            body("accepted", &Edge::accepted, "Connections since the start."),
            body("shed", &Edge::shed, "Connections and requests turned away because of a cap."),
            body("requests", &Edge::requests, "Well-framed requests since the start."),
            body("answers_2xx", &Edge::answers_2xx, "Answers of that class, streams included."),
            body("answers_3xx", &Edge::answers_3xx, "Answers of that class."),
            body("answers_4xx", &Edge::answers_4xx, "Answers of that class."),
            body("answers_5xx", &Edge::answers_5xx, "Answers of that class."),
        };
    }
};

struct Intake {
    static constexpr auto schema = "ServerIntake";

    std::int64_t kept = 0;
    std::int64_t repeated = 0;
    std::int64_t bad_signature = 0;
    std::int64_t foreign = 0;
    std::int64_t failed = 0;

    static constexpr auto fields()
    {
        return std::tuple{
            body("kept", &Intake::kept, "Webhook deliveries kept since the start."),
            body("repeated", &Intake::repeated, "The same bytes again."),
            body("bad_signature", &Intake::bad_signature, "Refused: not signed by the provider."),
            body("foreign", &Intake::foreign, "Signed, but for no account of ours."),
            body("failed", &Intake::failed, "Could not be committed; answered 503."),
        };
    }
};

struct Deliveries {
    static constexpr auto schema = "ServerDeliveries";

    std::int64_t waiting = 0;
    std::optional<base::Instant> oldest_waiting_at;
    std::int64_t dead = 0;
    std::optional<base::Instant> oldest_dead_at;
    std::optional<base::ChannelId> dead_channel_id;

    static constexpr auto row()
    {
        return std::tuple{&Deliveries::waiting, &Deliveries::oldest_waiting_at, &Deliveries::dead,
                          &Deliveries::oldest_dead_at, &Deliveries::dead_channel_id};
    }
    static constexpr auto fields()
    {
        return std::tuple{
            body("waiting", &Deliveries::waiting, "Kept and not understood yet."),
            body("oldest_waiting_at", &Deliveries::oldest_waiting_at, "When the oldest came."),
            body("dead", &Deliveries::dead, "Given up; may be replayed."),
            body("oldest_dead_at", &Deliveries::oldest_dead_at, "When the oldest of them came."),
            body("dead_channel_id", &Deliveries::dead_channel_id, "The channel it came for."),
        };
    }
};

struct Sends {
    static constexpr auto schema = "ServerSends";

    std::int64_t queued = 0;
    std::int64_t retry_wait = 0;
    std::int64_t in_flight = 0;
    std::int64_t unknown = 0;
    std::int64_t needs_attention = 0;
    std::optional<base::Instant> oldest_due_at;
    std::optional<base::Instant> oldest_attention_at;

    static constexpr auto fields()
    {
        return std::tuple{
            body("queued", &Sends::queued,
                 "To be sent. More than 10,000 of these two and the rest is not counted."),
            body("retry_wait", &Sends::retry_wait, "To be tried again."),
            body("in_flight", &Sends::in_flight, "With the provider right now."),
            body("unknown", &Sends::unknown, "Nobody can know yet whether they arrived."),
            body("needs_attention", &Sends::needs_attention, "A person has to decide."),
            body("oldest_due_at", &Sends::oldest_due_at,
                 "When the one that waits longest was due; null when none is late."),
            body("oldest_attention_at", &Sends::oldest_attention_at,
                 "Since when the oldest needs a person."),
        };
    }
};

struct Jobs {
    static constexpr auto schema = "ServerJobs";

    std::int64_t waiting = 0;
    std::int64_t due = 0;
    std::optional<base::Instant> oldest_due_at;
    std::int64_t dead = 0;

    static constexpr auto row()
    {
        return std::tuple{&Jobs::waiting, &Jobs::due, &Jobs::oldest_due_at, &Jobs::dead};
    }
    static constexpr auto fields()
    {
        return std::tuple{
            body("waiting", &Jobs::waiting, "Planned, those of later included."),
            body("due", &Jobs::due, "Of them due already."),
            body("oldest_due_at", &Jobs::oldest_due_at, "When the latest-running one was due."),
            body("dead", &Jobs::dead, "Given up."),
        };
    }
};

struct ChannelStates {
    static constexpr auto schema = "ServerChannels";

    std::int64_t active = 0;
    std::int64_t attention = 0;
    std::int64_t paused = 0;
    std::int64_t disconnected = 0;

    static constexpr auto row()
    {
        return std::tuple{&ChannelStates::active, &ChannelStates::attention, &ChannelStates::paused,
                          &ChannelStates::disconnected};
    }
    static constexpr auto fields()
    {
        return std::tuple{
            body("active", &ChannelStates::active, "Channels that work."),
            body("attention", &ChannelStates::attention, "Channels with a problem."),
            body("paused", &ChannelStates::paused, "Channels that were paused."),
            body("disconnected", &ChannelStates::disconnected, "Channels of before."),
        };
    }
};

// One file's writing thread since the start.
struct Commits {
    static constexpr auto schema = "ServerCommits";

    std::int64_t batches = 0;
    std::int64_t works = 0;
    std::int64_t refused = 0;
    std::int64_t lost = 0;
    std::int64_t waiting = 0;
    std::int64_t log_pages = 0;
    std::vector<std::int64_t> times;
    double took_s = 0;
    std::string failing;

    static constexpr auto fields()
    {
        return std::tuple{
            body("batches", &Commits::batches, "Commits."),
            body("works", &Commits::works, "Pieces of work in them."),
            body("refused", &Commits::refused, "Pieces that said no, or broke."),
            body("lost", &Commits::lost, "Pieces lost with a failed commit."),
            body("waiting", &Commits::waiting, "Pieces that wait now."),
            body("log_pages", &Commits::log_pages,
                 "Pages (4 KiB) of the write-ahead log that are not in the file yet."),
            body("times", &Commits::times,
                 "How many commits took less than 64 us, 128 us, 256 us ... each twice the one "
                 "before; the last counts all that took longer."),
            body("took_s", &Commits::took_s, "Seconds that all of them took together."),
            body("failing", &Commits::failing,
                 "Why commits fail now: `disk_full`, `db_busy` or `db_failed`; empty when they do "
                 "not."),
        };
    }
};

struct WorkspaceView {
    static constexpr auto schema = "ServerWorkspace";

    base::WorkspaceId id;
    std::string slug;
    bool readable = true;
    std::int64_t file_bytes = 0;
    std::int64_t listeners = 0;
    Deliveries deliveries;
    Sends sends;
    Jobs jobs;
    ChannelStates channels;
    Commits commits;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &WorkspaceView::id, "The workspace."),
            body("slug", &WorkspaceView::slug, "Its name in addresses."),
            body("readable", &WorkspaceView::readable,
                 "False: its file could not be read just now, and the counts say nothing."),
            body("file_bytes", &WorkspaceView::file_bytes, "Size of its database."),
            body("listeners", &WorkspaceView::listeners, "Open event streams."),
            body("deliveries", &WorkspaceView::deliveries, "Webhook deliveries."),
            body("sends", &WorkspaceView::sends, "Messages on their way out."),
            body("jobs", &WorkspaceView::jobs, "Work for later."),
            body("channels", &WorkspaceView::channels, "Channels by state."),
            body("commits", &WorkspaceView::commits, "Its writing thread."),
        };
    }
};

// A workspace whose file or keys do not open; its webhooks are answered 503.
struct Unopened {
    static constexpr auto schema = "ServerUnopened";

    base::WorkspaceId id;
    std::string slug;
    std::string code;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &Unopened::id, "The workspace."),
            body("slug", &Unopened::slug, "Its name in addresses."),
            body("code", &Unopened::code, "Why, e.g. `workspace_unusable`."),
        };
    }
};

struct Snapshot {
    static constexpr auto schema = "Server";

    std::string version;
    base::Instant taken_at;
    base::Instant started_at;
    std::string unready;
    std::optional<base::Instant> last_backup_at;
    Machine machine;
    Edge edge;
    Intake intake;
    std::vector<WorkspaceView> workspaces;
    std::vector<Unopened> unopened;

    static constexpr auto fields()
    {
        return std::tuple{
            body("version", &Snapshot::version, "The server's version."),
            body("taken_at", &Snapshot::taken_at, "When this was seen; at most a second ago."),
            body("started_at", &Snapshot::started_at, "When the server started."),
            body("unready", &Snapshot::unready,
                 "What /readyz says besides ok: `starting`, `stopping`, `stuck`, `disk_full`, "
                 "`db_busy`, `db_failed` or `unopened`; empty when all is well."),
            body("last_backup_at", &Snapshot::last_backup_at,
                 "When `sapa backup` last wrote one; null when never."),
            body("machine", &Snapshot::machine, "What it takes of the machine."),
            body("edge", &Snapshot::edge, "Connections and answers."),
            body("intake", &Snapshot::intake, "Webhooks."),
            body("workspaces", &Snapshot::workspaces, "The open workspaces."),
            body("unopened", &Snapshot::unopened, "Those that do not open."),
        };
    }
};

struct ShowServer {
    static constexpr auto about = "How the server is; for who runs it.";

    static constexpr auto fields() { return std::tuple{}; }
};

}  // namespace watch
