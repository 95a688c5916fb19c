#include "simulator/load/load.hpp"

#include <algorithm>

#include "simulator/graph/wire.hpp"
#include "simulator/load/load_driver.hpp"

namespace simulator {

namespace {

using base::Json;

constexpr std::size_t KeptRuns = 100;

std::size_t count(LoadRun const& run, LoadRun::Fate fate)
{
    return std::size_t(std::ranges::count(run.fates, fate));
}

double milliseconds_at(std::vector<std::uint32_t> const& sorted, double share)
{
    if (sorted.empty())
        return 0;
    auto const at = std::size_t(share * double(sorted.size() - 1));
    return double(sorted[at]) / 1000;
}

}  // namespace

base::Result<LoadOrder> LoadOrder::read(Json const& json)
{
    LoadOrder order;
    order.rate = std::clamp(base::real_at(json, "rate").value_or(order.rate), 0.0, 200'000.0);
    order.seconds = std::clamp(base::real_at(json, "seconds").value_or(order.seconds), 0.05,
                               3600.0);
    auto const whole = [&](char const* name, int usual, int most) {
        return int(std::clamp<std::int64_t>(base::number_at(json, name).value_or(usual), 1, most));
    };
    order.customers = whole("customers", order.customers, 1'000'000);
    order.connections = whole("connections", order.connections, 10'000);
    order.per_post = whole("per_post", order.per_post, 1'000);
    order.text_bytes = whole("text_bytes", order.text_bytes, 60'000);
    order.number_id = base::text_at(json, "number_id").value_or("");
    return order;
}

Json LoadRun::report() const
{
    auto sorted = latencies;
    std::ranges::sort(sorted);
    auto const acked = count(*this, Fate::acked);
    auto const seconds = double(lasted_us) / 1e6;
    return {{"run", prefix},
            {"running", running},
            {"seconds", seconds},
            {"sent", fates.size()},
            {"acked", acked},
            {"refused", count(*this, Fate::refused)},
            {"lost", count(*this, Fate::lost)},
            {"acks_per_second", seconds > 0 ? double(acked) / seconds : 0.0},
            {"latency_ms",
             {{"p50", milliseconds_at(sorted, 0.5)},
              {"p90", milliseconds_at(sorted, 0.9)},
              {"p99", milliseconds_at(sorted, 0.99)},
              {"p999", milliseconds_at(sorted, 0.999)},
              {"max", milliseconds_at(sorted, 1)}}}};
}

Json LoadRun::acked_ranges() const
{
    auto ranges = Json::array();
    for (std::size_t i = 0; i < fates.size(); ++i) {
        if (fates[i] != Fate::acked)
            continue;
        auto const first = i;
        while (i + 1 < fates.size() && fates[i + 1] == Fate::acked)
            ++i;
        ranges.push_back({first, i});
    }
    return ranges;
}

std::string LoadRun::acked_list() const
{
    std::string out;
    for (std::size_t i = 0; i < fates.size(); ++i)
        if (fates[i] == Fate::acked)
            out.append(prefix).append(std::to_string(i)).push_back('\n');
    return out;
}

base::Result<std::string> Load::start(LoadOrder const& order,
                                      std::optional<Core::Target> const& target)
{
    if (!target)
        return base::Error{base::Fault::conflict, "no_webhook"};
    auto const to = local_url(target->url);
    if (!to)
        return base::Error{base::Fault::forbidden, "loopback_only"};
    if (m_running.exchange(true))
        return base::Error{base::Fault::conflict, "busy"};
    if (m_thread.joinable())
        m_thread.join();
    auto run = std::make_shared<LoadRun>();
    // Never the id of an earlier run, so that a database of then cannot take it for known.
    run->prefix = "wamid.LOAD" + std::to_string(m_world.now().ms) +
                  std::to_string(m_world.random.number_below(1000)) + ".";
    run->order = order;
    {
        std::scoped_lock const lock(m_mutex);
        m_runs.push_back(run);
        if (m_runs.size() > KeptRuns)
            m_runs.erase(m_runs.begin());
    }
    m_stopping = false;
    m_thread = std::thread([this, run, to = *to, target = *target] {
        LoadDriver driver(*run, m_mutex, to, target, m_world);
        driver.run(m_stopping);
        std::scoped_lock const lock(m_mutex);
        run->running = false;
        m_running = false;
    });
    return run->prefix;
}

void Load::stop()
{
    m_stopping = true;
    if (m_thread.joinable())
        m_thread.join();
}

Json Load::report() const
{
    std::scoped_lock const lock(m_mutex);
    return m_runs.empty() ? Json() : m_runs.back()->report();
}

Json Load::ledger() const
{
    std::scoped_lock const lock(m_mutex);
    auto runs = Json::array();
    for (auto const& run : m_runs)
        runs.push_back({{"prefix", run->prefix},
                        {"running", run->running},
                        {"sent", run->fates.size()},
                        {"acked", run->acked_ranges()}});
    return {{"runs", runs}};
}

std::string Load::acked_list() const
{
    std::scoped_lock const lock(m_mutex);
    std::string out;
    for (auto const& run : m_runs)
        out += run->acked_list();
    return out;
}

void Load::forget()
{
    stop();
    std::scoped_lock const lock(m_mutex);
    m_runs.clear();
}

}  // namespace simulator
