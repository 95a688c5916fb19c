#include "jobs/runner.hpp"

#include <algorithm>
#include <iterator>

#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "jobs/store.hpp"

namespace jobs {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view ChorePrefix = "chore.";

Job from_row(store::Claimed&& row)
{
    auto payload = base::parse_json(row.payload);
    return {row.id,
            std::move(row.kind),
            std::move(row.key),
            payload ? std::move(*payload) : base::Json::object(),
            row.attempts,
            row.created_at};
}

}  // namespace

struct Runner::Batch {
    std::vector<Job> jobs;
    base::Instant claim_ends;
};

Runner::Runner(base::World world, int threads, std::chrono::milliseconds claim)
    : m_world(world), m_claim(claim), m_crew("jobs", threads)
{
}

void Runner::on(std::string kind, Rule rule, Handler handler)
{
    m_kinds[std::move(kind)] = {rule, std::move(handler)};
}

int Runner::room_for(Kind const& kind)
{
    std::scoped_lock const lock(m_mutex);
    return std::min(kind.rule.at_once - kind.running, m_crew.free());
}

void Runner::wait_for(workspace::Workspace const& workspace)
{
    m_crew.wait_for(workspace);
    std::scoped_lock const lock(m_mutex);
    std::erase_if(m_unsettled, [&](auto const& ended) { return ended.workspace == &workspace; });
    std::erase_if(m_running, [&](auto const& one) { return one.first == workspace.id(); });
}

bool Runner::follow_clock(workspace::Workspace& workspace)
{
    std::vector<JobId> lost;
    {
        auto const reader = workspace.read();
        auto const now = m_world.now();
        if (!store::any_ahead(*reader, now))
            return true;
        lost = store::claimed_beyond(*reader, now + m_claim);
    }
    {
        std::scoped_lock const lock(m_mutex);
        std::erase_if(lost, [&](JobId id) { return m_running.contains({workspace.id(), id}); });
    }
    return workspace
        .write([&](db::Writer& tx) {
            auto const now = m_world.now();
            store::begin_waits_again(tx, now);
            for (auto const id : lost)
                store::free_claim(tx, id, now);
        })
        .ok();
}

std::optional<std::chrono::milliseconds> Runner::turn(workspace::Workspace& workspace)
{
    if (!settle_again(workspace))
        return m_world.clock.monotonic() + 1s;
    if (m_clocks[workspace.id()].look(m_world.clock) && !follow_clock(workspace))
        return m_world.clock.monotonic() + 1s;
    for (auto& [name, kind] : m_kinds) {
        auto const room = room_for(kind);
        if (room <= 0 || !store::is_due(*workspace.read(), name, m_world.now()))
            continue;
        Batch batch;
        auto const claimed = workspace.write(
            [&, &name = name](db::Writer& tx) {
                auto const now = m_world.now();
                batch.claim_ends = now + m_claim;
                batch.jobs.clear();
                for (auto& row : store::claim_due(tx, name, now, batch.claim_ends, room))
                    batch.jobs.push_back(from_row(std::move(row)));
            },
            db::Priority::background);
        if (!claimed)
            return m_world.clock.monotonic() + 1s;
        CRASH_POINT("jobs.claimed");
        start(workspace, kind, std::move(batch));
    }

    std::optional<base::Instant> next;
    auto const reader = workspace.read();
    auto const now = m_world.now();
    for (auto const& [name, kind] : m_kinds)
        if (auto const due = store::next_due(*reader, name, now); due && (!next || *due < *next))
            next = due;
    // Room that another workspace took is not told to this one, so it looks again soon.
    auto const crowded = std::ranges::any_of(m_kinds, [&](auto& entry) {
        return room_for(entry.second) <= 0 && store::is_due(*reader, entry.first, now);
    });
    if (crowded)
        next = std::min(next.value_or(now + 1s), now + 1s);
    if (!next)
        return std::nullopt;
    return m_world.clock.monotonic() + (*next - now);
}

void Runner::start(workspace::Workspace& workspace, Kind& kind, Batch batch)
{
    for (auto& job : batch.jobs) {
        {
            std::scoped_lock const lock(m_mutex);
            ++kind.running;
            m_running.emplace(workspace.id(), job.id);
        }
        auto const claim_ends = batch.claim_ends;
        auto const id = job.id;
        auto const left = [this, &kind] {
            std::scoped_lock const lock(m_mutex);
            --kind.running;
        };
        auto const started = m_crew.start(
            workspace.shared_from_this(),
            [this, &workspace, &kind, left, claim_ends, job = std::move(job)] {
                auto const outcome = attempt(workspace, kind, job);
                CRASH_POINT("jobs.ran");
                // Before the settling commit, which wakes the next turn.
                left();
                if (!settle(workspace, {&workspace, &kind, job, claim_ends, outcome}))
                    workspace.nudge(workspace::Follower::jobs);
            });
        if (!started) {
            left();
            forget(workspace, id);
        }
    }
}

Outcome Runner::attempt(workspace::Workspace& workspace, Kind const& kind, Job const& job)
{
    try {
        return kind.handler(workspace, job);
    } catch (std::exception const& e) {
        base::log(base::LogLevel::error, "jobs", "a job threw",
                  {{"workspace", workspace.id().value}, {"kind", job.kind}, {"why", e.what()}});
        return Again{std::nullopt, "broken"};
    }
}

bool Runner::settle(workspace::Workspace& workspace, Ended ended)
{
    auto const& [_, kind, job, claim_ends, outcome] = ended;
    auto const saved = workspace.write(
        [&](db::Writer& tx) {
            auto fits = true;
            if (std::holds_alternative<Done>(outcome)) {
                fits = store::finish(tx, job.id, claim_ends);
            } else if (auto const* const gave_up = std::get_if<GiveUp>(&outcome)) {
                fits = store::bury(tx, job.id, claim_ends, gave_up->code);
            } else {
                auto const& again = std::get<Again>(outcome);
                auto const spent = again.counted && kind->rule.tries > 0 &&
                                   job.tries >= kind->rule.tries;
                auto const wait = again.wait.value_or(back_off(kind->rule, job.tries));
                fits = spent
                         ? store::bury(tx, job.id, claim_ends, again.why)
                         : store::postpone(tx, job.id, claim_ends, m_world.now() + wait,
                                           again.counted ? job.tries : 0, again.why, m_world.now());
            }
            if (!fits)
                store::release(tx, job.id, claim_ends);
            workspace.stir(workspace::Follower::jobs);
        },
        db::Priority::background);
    if (saved) {
        forget(workspace, job.id);
        return true;
    }
    base::log(
        base::LogLevel::warning, "jobs", "a job's end was not kept yet",
        {{"workspace", workspace.id().value}, {"kind", job.kind}, {"why", saved.error().code}});
    // A bug of ours would fail again: its claim runs out and the job runs once more.
    if (saved.error().code == "broken") {
        forget(workspace, job.id);
        return true;
    }
    std::scoped_lock const lock(m_mutex);
    m_unsettled.push_back(std::move(ended));
    return false;
}

void Runner::forget(workspace::Workspace const& workspace, JobId job)
{
    std::scoped_lock const lock(m_mutex);
    m_running.erase({workspace.id(), job});
}

bool Runner::settle_again(workspace::Workspace& workspace)
{
    std::vector<Ended> mine;
    {
        std::scoped_lock const lock(m_mutex);
        auto const others = std::ranges::partition(
            m_unsettled, [&](auto const& ended) { return ended.workspace != &workspace; });
        std::ranges::move(others, std::back_inserter(mine));
        m_unsettled.erase(others.begin(), others.end());
    }
    auto all = true;
    for (auto& ended : mine)
        all = settle(workspace, std::move(ended)) && all;
    return all;
}

std::chrono::milliseconds Runner::back_off(Rule const& rule, int tries)
{
    auto const doubled = rule.first * (std::int64_t(1) << std::min(tries - 1, 20));
    auto const most = std::min(doubled, rule.cap);
    return std::chrono::milliseconds(
        std::int64_t(m_world.random.number_below(std::uint64_t(most.count()) + 1)));
}

void recover(workspace::Workspace& workspace)
{
    auto const done = workspace.write([&](db::Writer& tx) {
        store::release_all(tx, workspace.world().now());
        store::begin_waits_again(tx, workspace.world().now());
        workspace.stir(workspace::Follower::jobs);
    });
    if (!done)
        base::log(base::LogLevel::warning, "jobs", "claims run out by themselves",
                  {{"workspace", workspace.id().value}, {"why", done.error().code}});
}

void Calendar::every(std::string name, std::chrono::milliseconds period,
                     std::function<void(workspace::Workspace&)> chore)
{
    auto kind = std::string(ChorePrefix) + std::move(name);
    m_periods[kind] = period;
    m_runner.on(std::move(kind), {.tries = 0, .first = 10s, .at_once = 1},
                [period, chore = std::move(chore)](workspace::Workspace& w, Job const&) -> Outcome {
                    chore(w);
                    return Again{period, {}, false};
                });
}

void Calendar::plan(workspace::Workspace& workspace) const
{
    auto const done = workspace.write([&](db::Writer& tx) {
        auto const now = workspace.world().now();
        for (auto const& [kind, period] : m_periods)
            store::put_if_missing(tx, kind, "", now + std::min(period, 60'000ms), now);
        workspace.stir(workspace::Follower::jobs);
    });
    if (!done)
        base::log(base::LogLevel::error, "jobs", "chores were not planned",
                  {{"workspace", workspace.id().value}, {"why", done.error().code}});
}

}  // namespace jobs
