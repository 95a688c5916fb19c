#include "app/house.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <unistd.h>

#include "accounts/notices/notice.hpp"
#include "accounts/show.hpp"
#include "accounts/store.hpp"
#include "accounts/templates/sync.hpp"
#include "api/server.hpp"
#include "api/voice.hpp"
#include "app/ballast.hpp"
#include "app/directory.hpp"
#include "app/workspaces.hpp"
#include "base/log.hpp"
#include "changes/feed.hpp"
#include "changes/hub.hpp"
#include "cli/reseal.hpp"
#include "control/audit_store.hpp"
#include "control/backup.hpp"
#include "control/member_store.hpp"
#include "control/origin.hpp"
#include "control/workspace_life.hpp"
#include "control/workspace_store.hpp"
#include "conversations/chores.hpp"
#include "conversations/receive.hpp"
#include "conversations/schedule.hpp"
#include "demo/sample_shop.hpp"
#include "intake/events.hpp"
#include "intake/import.hpp"
#include "intake/understand.hpp"
#include "jobs/runner.hpp"
#include "media/transfer.hpp"
#include "net/guarded_client.hpp"
#include "outbox/dispatcher.hpp"
#include "watch/look.hpp"
#include "watch/machine.hpp"
#include "watch/store.hpp"
#include "watch/trial.hpp"
#include "workspace/rounds.hpp"

namespace app {

using namespace std::chrono_literals;
using workspace::Follower;

namespace {

constexpr auto ChangesKept = 24h * 7;
// The longest a thread that everybody waits for may be at one thing; a slow disk is no reason to
// start anew, a stuck one is.
constexpr auto LongestStep = std::chrono::milliseconds(20s);
constexpr auto ReadersKept = std::chrono::milliseconds(60s);
// What could not be opened is tried again: a disk that is back, a file somebody mended.
constexpr auto OpenAgain = std::chrono::milliseconds(30s);

enum class Stage { starting, running, stopping };

std::string host_name(std::string_view url)
{
    auto const start = url.find("://");
    auto host = start == url.npos ? url : url.substr(start + 3);
    host = host.substr(0, host.find('/'));
    if (!host.starts_with('['))
        host = host.substr(0, host.find(':'));
    return std::string(host);
}

}  // namespace

struct House::Inside {
    HouseOptions options;
    base::World world;
    control::FileLock lock;
    std::unique_ptr<control::Control> control;
    std::shared_ptr<net::AllowedOrigins> origins;
    std::unique_ptr<net::HttpClient> http;

    OpenWorkspaces workspaces;
    Directory directory;
    People people;
    conversations::MessageDeliveries deliveries;
    intake::Door door;
    intake::Farewell farewell;
    intake::Understanding understanding;
    outbox::Dispatcher dispatcher;
    jobs::Runner runner;
    jobs::Calendar calendar;
    accounts::Surroundings surroundings;
    changes::Hub hub;

    workspace::Rounds understanding_rounds;
    workspace::Rounds outbox_rounds;
    workspace::Rounds job_rounds;
    workspace::Rounds live_rounds;

    std::atomic<Stage> stage = Stage::starting;
    base::Instant started_at;
    watch::Trials trials;
    watch::Lookout lookout;
    mutable std::mutex unopened_mutex;
    std::vector<watch::Unopened> unopened;
    std::chrono::milliseconds tried_again{0};  // the steward's
    std::optional<Ballast> ballast;
    api::Parts parts;
    api::Server server;
    std::unique_ptr<http::Server> edge;

    std::mutex mutex;
    std::condition_variable leave;
    bool leaving = false;
    std::thread steward;
    std::int64_t rights_seen = 0;  // the steward's

    Inside(HouseOptions o, base::World w, control::FileLock l, std::unique_ptr<control::Control> c,
           std::shared_ptr<net::AllowedOrigins> allowed, std::unique_ptr<net::HttpClient> client)
        : options(std::move(o)),
          world(w),
          lock(std::move(l)),
          control(std::move(c)),
          origins(std::move(allowed)),
          http(std::move(client)),
          workspaces(*control, world),
          directory(*control, workspaces),
          people(*control),
          door(directory, world),
          farewell(directory, *control),
          understanding(deliveries),
          dispatcher(world, *http, deliveries, options.senders),
          runner(world, 4),
          calendar(runner),
          surroundings{directory,
                       [this](std::string_view kind, std::string_view key) {
                           return control->public_url() + "/webhooks/" + std::string(kind) + "/" +
                                  std::string(key);
                       },
                       [this](workspace::Workspace& workspace, db::Writer const& tx,
                              base::ChannelId channel) {
                           outbox::cancel_for_channel(workspace, tx, deliveries, channel);
                       },
                       [this](std::string_view what, std::string_view key) {
                           return control->public_url() + "/meta/" + std::string(what) + "/" +
                                  std::string(key);
                       },
                       [this] { return workspaces.all(); },
                       [this] { return control->public_url(); },
                       [this] { return control::signup_app(*control); }},
          hub(api::voice(people, options.facts.version,
                         [this](workspace::Workspace& w, db::Reader const& db, base::ChannelId id) {
                             return show_channel(w, db, id);
                         })),
          understanding_rounds("intake", 2, world,
                               [this](workspace::Workspace& w) { return understanding.turn(w); }),
          outbox_rounds("outbox", 1, world,
                        [this](workspace::Workspace& w) { return dispatcher.turn(w); }),
          job_rounds("jobs", 1, world, [this](workspace::Workspace& w) { return runner.turn(w); }),
          live_rounds("live", 1, world, [this](workspace::Workspace& w) { return hub.turn(w); }),
          started_at(world.now()),
          trials(world.clock),
          lookout(world.clock, [this] { return look(); }),
          parts{*control,
                people,
                *http,
                surroundings,
                deliveries,
                door,
                farewell,
                hub,
                [this](control::WorkspaceRecord const& record) { return workspaces.open(record); },
                [this](std::shared_ptr<workspace::Workspace> const& w) { live_rounds.wake(w); },
                [this] { return unready(); },
                [this](auto const& w, std::string const& language) {
                    return add_samples(w, language);
                },
                options.facts.version,
                [this] { return lookout.read(); },
                options.streams_per_token},
          server(parts)
    {
        if (options.ballast)
            ballast.emplace(control->folder().ballast_file());
        add_jobs();
        workspaces.set_hooks({[this](auto const& w) { opened(w); },
                              [this](workspace::Workspace& w) { closing(w); }});
        control->on_workspace_ends([this](base::WorkspaceId id) { workspaces.close(id); });
    }

    base::Json show_channel(workspace::Workspace& workspace, db::Reader const& db,
                            base::ChannelId id)
    {
        auto const row = accounts::store::find(db, id);
        if (!row)
            return nullptr;
        workspace::Desk const desk{workspace.shared_from_this(), {}, people, *http};
        return base::write_json(accounts::show(desk, surroundings, *row));
    }

    base::Result<void> add_samples(std::shared_ptr<workspace::Workspace> const& workspace,
                                   std::string const& language)
    {
        std::vector<base::UserId> members;
        control->read([&](control::ControlReader const& db) {
            for (auto const& row : control::store::members_of(db, workspace->id()))
                members.push_back(row.id);
            return 0;
        });
        workspace::Desk desk{workspace, {}, people, *http};
        TRY(demo::add_samples(desk, members, language));
        control::set_has_sample_data(*control, workspace->id(), true);
        return {};
    }

    void add_jobs()
    {
        accounts::add_jobs(runner, calendar, surroundings, *http);
        conversations::add_jobs(runner, calendar, *http);
        conversations::add_schedule(runner, people, *http);
        media::add_jobs(runner, calendar, *http);
        intake::add_jobs(runner);
        calendar.every("drop_old_events", 1h, [](workspace::Workspace& w) { intake::drop_old(w); });
        calendar.every("drop_old_notices", 24h,
                       [](workspace::Workspace& w) { accounts::drop_old_notices(w); });
        calendar.every("prune_changes", 1h, [](workspace::Workspace& w) {
            auto const before = w.world().now() - ChangesKept;
            must(w.write([&](db::Writer& tx) { changes::prune(tx, before); },
                         db::Priority::background));
        });
        calendar.every("prune_sends", 6h, [](workspace::Workspace& w) { outbox::prune(w); });
    }

    static void must(base::Result<void> const& done)
    {
        if (!done)
            throw std::runtime_error(done.error().code);
    }

    workspace::Rounds& rounds(Follower follower)
    {
        switch (follower) {
        case Follower::understanding: return understanding_rounds;
        case Follower::outbox: return outbox_rounds;
        case Follower::jobs: return job_rounds;
        case Follower::live: break;
        }
        return live_rounds;
    }

    void opened(std::shared_ptr<workspace::Workspace> const& workspace)
    {
        workspace->on_stir([this](workspace::Workspace& w, Follower follower) {
            rounds(follower).wake(w.shared_from_this());
        });
        media::recover(*workspace);
        jobs::recover(*workspace);
        outbox::recover(*workspace);
        accounts::restore_routes(*workspace, directory);
        calendar.plan(*workspace);
        understanding_rounds.wake(workspace);
        outbox_rounds.wake(workspace);
        job_rounds.wake(workspace);
    }

    void closing(workspace::Workspace& workspace)
    {
        door.forget(workspace);
        hub.forget(workspace);
        understanding_rounds.forget(workspace);
        job_rounds.forget(workspace);
        runner.wait_for(workspace);
        outbox_rounds.forget(workspace);
        dispatcher.leave(workspace);
        live_rounds.forget(workspace);
        trials.forget(workspace.id().value);
    }

    void read_origins()
    {
        for (auto const& origin : control::allowed_origins(*control))
            static_cast<void>(origins->allow(origin));
    }

    // The CLI may have deleted a workspace that is open here. finish_deletions() meets those that
    // still have a row, the rest is for a row that is gone already.
    void let_go_of_ended()
    {
        control::finish_deletions(*control);
        auto const rights = control->recent_rights();
        if (rights == rights_seen)
            return;
        for (auto const id : workspaces.ids()) {
            auto const record = control->read([&](control::ControlReader const& db) {
                return control::store::find_workspace(db, id);
            });
            if (!record)
                workspaces.close(id);
        }
        rights_seen = rights;
    }

    // Twice a second: what other processes (the CLI) did, and giving memory back.
    void keep_house()
    {
        std::unique_lock held(mutex);
        for (auto turn = 1; !leave.wait_for(held, 500ms, [this] { return leaving; }); ++turn) {
            held.unlock();
            try {
                read_origins();
                let_go_of_ended();
                if (turn % 120 == 0)
                    farewell.resume();
                look_after_files();
                control->tidy();
                control->readers().close_idle(ReadersKept);
            } catch (std::exception const& e) {
                base::log(base::LogLevel::error, "app", "housekeeping failed", {{"why", e.what()}});
            }
            held.lock();
        }
    }

    // Before anybody can ask for a workspace: a file that changes its key must not be open, or what
    // is written into it meanwhile would be lost.
    void finish_what_waits()
    {
        control::sweep_workspaces(*control);
        control::finish_rotations(*control, cli::reseal(world));
    }

    // Opens every workspace that is not open; what does not open is remembered by its code.
    void open_all()
    {
        auto const records = control->read([](control::ControlReader const& db) {
            return control::store::workspaces_in(db, control::WorkspaceState::active);
        });
        std::vector<watch::Unopened> failed;
        for (auto const& record : records) {
            auto const done = workspaces.open(record);
            if (done)
                continue;
            base::log(base::LogLevel::error, "app", "a workspace cannot be opened",
                      {{"workspace", record.id.value},
                       {"code", done.error().code},
                       {"detail", done.error().detail}});
            failed.push_back({record.id, record.slug, done.error().code});
        }
        std::scoped_lock const lock(unopened_mutex);
        unopened = std::move(failed);
    }

    std::vector<watch::Unopened> not_open() const
    {
        std::scoped_lock const lock(unopened_mutex);
        return unopened;
    }

    // Twice a second: whether commits go through, and what did not open, now and then.
    void look_after_files()
    {
        trials.look(0, control->writer().stats(), [this](watch::Trials::Done const& done) {
            control->writer().post(
                db::Priority::background,
                [at = world.now()](db::Writer& tx) {
                    control::store::put_setting(control::ControlWriter(tx), "last_trial", "", at);
                },
                [done](base::Result<void> const& result) { done(result); });
        });
        for (auto const& workspace : workspaces.all())
            trials.look(workspace->id().value, workspace->writer().stats(),
                        [&](watch::Trials::Done const& done) {
                            workspace->post(
                                db::Priority::background,
                                [at = world.now()](db::Writer& tx) { watch::store::mark(tx, at); },
                                [done](base::Result<void> const& result) { done(result); });
                        });
        if (ballast)
            ballast->look(trials.failing() == "disk_full");
        auto const now = world.clock.monotonic();
        if (not_open().empty() || now - tried_again < OpenAgain)
            return;
        tried_again = now;
        open_all();
    }

    std::optional<std::string> stuck() const
    {
        if (edge->quiet_for() > LongestStep)
            return "edge";
        if (control->writer().busy_for() > LongestStep)
            return "writer of control.db";
        if (auto const id = workspaces.stuck_for(LongestStep))
            return "writer of workspace " + id->text();
        for (auto const* rounds :
             {&understanding_rounds, &outbox_rounds, &job_rounds, &live_rounds})
            if (rounds->longest_turn() > LongestStep)
                return "rounds of " + rounds->name();
        return std::nullopt;
    }

    std::string unready() const
    {
        if (stage == Stage::starting)
            return "starting";
        if (stage == Stage::stopping)
            return "stopping";
        if (stuck())
            return "stuck";
        if (auto code = trials.failing(); !code.empty())
            return code;
        return not_open().empty() ? "" : "unopened";
    }

    watch::Snapshot look()
    {
        watch::Snapshot all;
        all.version = options.facts.version;
        all.taken_at = world.now();
        all.started_at = started_at;
        all.unready = unready();
        all.last_backup_at = control::last_backup(*control);
        all.machine = watch::machine(control->folder().path());
        all.machine.disk_reserve_bytes = ballast ? std::int64_t(ballast->bytes()) : 0;
        auto const stats = edge->stats();
        all.edge.connections = std::int64_t(stats.connections);
        all.edge.streams = std::int64_t(stats.streams);
        all.edge.accepted = std::int64_t(stats.accepted);
        all.edge.shed = std::int64_t(stats.shed);
        all.edge.requests = std::int64_t(stats.requests);
        server.answers().tell(all.edge);
        all.intake = watch::intake_of(door.counts());
        for (auto const& workspace : workspaces.all())
            all.workspaces.push_back(watch::look_at(*workspace, hub.listeners(*workspace),
                                                    trials.failing(workspace->id().value)));
        all.unopened = not_open();
        return all;
    }

    base::Result<void> listen()
    {
        auto http = options.http;
        auto const url = control->public_url();
        if (!url.empty())
            http.hosts.push_back(host_name(url));
        http.default_headers = api::default_headers(url.starts_with("https://"));
        edge = std::make_unique<http::Server>(std::move(http), server, world);
        TRY(edge->start());
        return {};
    }
};

base::Result<std::unique_ptr<House>> House::start(HouseOptions options, base::World world)
{
    auto control = TRY(
        control::Control::open(options.folder, options.root_key, options.facts, world));
    auto lock = control->folder().lock_for_server();
    if (!lock)
        return base::Error{base::Fault::conflict, "server_running",
                           "Another server uses this data folder."};
    auto origins = std::make_shared<net::AllowedOrigins>();
    for (auto const& origin : options.allowed_origins)
        static_cast<void>(origins->allow(origin));
    auto http = TRY(net::open_client(
        {.user_agent = "Sapa/" + options.facts.version, .allowed = origins}, world));

    auto inside = std::make_unique<Inside>(std::move(options), world, std::move(*lock),
                                           std::move(control), std::move(origins), std::move(http));
    auto& in = *inside;
    in.read_origins();
    in.finish_what_waits();
    TRY(in.listen());
    auto const port = in.edge->bound_port();
    auto const local = "http://127.0.0.1:" + std::to_string(port);
    in.control->folder().write_run_note(
        {in.options.http.listen.front(), local, ::getpid(), world.now()});
    in.open_all();
    in.farewell.resume();
    in.stage = Stage::running;
    in.steward = std::thread([&in] { in.keep_house(); });
    return std::unique_ptr<House>(new House(std::move(inside)));
}

House::House(std::unique_ptr<Inside> inside) : m_inside(std::move(inside)) {}

House::~House() { stop(5s); }

int House::port() const { return m_inside->edge->bound_port(); }
control::Control& House::control() { return *m_inside->control; }
accounts::Surroundings const& House::surroundings() const { return m_inside->surroundings; }

std::string House::local_url() const { return "http://127.0.0.1:" + std::to_string(port()); }

workspace::Desk House::desk(std::shared_ptr<workspace::Workspace> workspace)
{
    return {std::move(workspace), {}, m_inside->people, *m_inside->http};
}

base::Result<void> House::add_samples(std::shared_ptr<workspace::Workspace> const& workspace,
                                      std::string const& language)
{
    return m_inside->add_samples(workspace, language);
}

base::Result<std::shared_ptr<workspace::Workspace>> House::open(base::WorkspaceId id)
{
    return m_inside->workspaces.open(id);
}

std::optional<std::string> House::stuck() const { return m_inside->stuck(); }

void House::read_again()
{
    base::log(base::LogLevel::info, "app", "told to read again what may change: the certificate");
    m_inside->edge->read_certificate_again();
}

void House::stop(std::chrono::milliseconds patience)
{
    auto& in = *m_inside;
    {
        std::scoped_lock const held(in.mutex);
        if (in.leaving)
            return;
        in.leaving = true;
    }
    in.leave.notify_all();
    in.stage = Stage::stopping;
    if (in.steward.joinable())
        in.steward.join();
    // Nobody new comes in; what is in the house is finished, then the files are closed.
    in.edge->stop(patience / 2);
    in.understanding_rounds.stop();
    in.outbox_rounds.stop();
    in.job_rounds.stop();
    in.live_rounds.stop();
    auto const calm = in.dispatcher.stop(patience / 2) && in.runner.stop(patience / 4);
    if (!calm) {
        base::log(base::LogLevel::warning, "app", "leaving while calls to a provider still run");
        ::_exit(0);
    }
    in.workspaces.close_all();
}

}  // namespace app
