#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/json.hpp"
#include "base/world.hpp"
#include "simulator/core.hpp"

namespace simulator {

// Signed webhooks at a rate, for benches and crash tests. Only to this machine.
struct LoadOrder {
    double rate = 100;  // messages a second; 0: as fast as answers come
    double seconds = 10;
    int customers = 1000;
    int connections = 16;
    int per_post = 1;  // messages in one webhook
    int text_bytes = 40;
    std::string number_id = {};

    static base::Result<LoadOrder> read(base::Json const&);
};

// What happened to each message of a run: the ledger a crash test compares with the database.
class LoadRun {
public:
    enum class Fate : std::uint8_t { unsent, lost, acked, refused };

    std::string prefix;  // ids are prefix + number, counted from 0
    LoadOrder order;
    std::vector<Fate> fates;
    std::vector<std::uint32_t> latencies;  // microseconds from when it was due to the 200
    std::int64_t lasted_us = 0;
    bool running = true;

    base::Json report() const;
    // Numbers of acknowledged messages as [first, last] ranges.
    base::Json acked_ranges() const;
    std::string acked_list() const;
};

// One load run at a time, on a thread of its own with many connections. Any thread.
class Load {
public:
    explicit Load(base::World world) : m_world(world) {}
    ~Load() { stop(); }

    // Refuses `busy`, `no_webhook` and `loopback_only`.
    base::Result<std::string> start(LoadOrder const&, std::optional<Core::Target> const&);
    void stop();
    // The current or last run; null without one.
    base::Json report() const;
    base::Json ledger() const;
    // Every acknowledged id, one a line.
    std::string acked_list() const;
    void forget();

private:
    base::World m_world;
    mutable std::mutex m_mutex;
    std::vector<std::shared_ptr<LoadRun>> m_runs;
    std::thread m_thread;
    std::atomic<bool> m_stopping = false;
    std::atomic<bool> m_running = false;
};

}  // namespace simulator
