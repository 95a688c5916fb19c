#pragma once

#include <atomic>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "base/world.hpp"
#include "crypto/data_key.hpp"
#include "crypto/sealed.hpp"
#include "net/http_client.hpp"
#include "workspace/desk.hpp"
#include "workspace/workspace.hpp"

// What tests have instead of the real world: a clock that stands still until it is moved, chance from
// a seed, a network that answers what the test says, and real, encrypted workspace files in a folder
// that goes away.
namespace tests {

class MovableClock final : public base::Clock {
public:
    // 2026-11-21T08:00:00Z
    static constexpr std::int64_t Start = 1'795'248'000'000;

    base::Instant now() const override { return {m_wall}; }
    std::chrono::milliseconds monotonic() const override
    {
        return std::chrono::milliseconds(m_monotonic);
    }
    void advance(std::chrono::milliseconds by)
    {
        m_wall += by.count();
        m_monotonic += by.count();
    }
    // Somebody sets the machine's clock.
    void jump(std::chrono::milliseconds by) { m_wall += by.count(); }

private:
    std::atomic<std::int64_t> m_wall{Start};
    std::atomic<std::int64_t> m_monotonic{5'000'000};
};

class SeededRandom final : public base::Random {
public:
    explicit SeededRandom(std::uint64_t seed) : m_engine(seed) {}
    void fill(std::span<std::uint8_t> out) override
    {
        std::scoped_lock const lock(m_mutex);
        for (auto& byte : out)
            byte = std::uint8_t(m_engine());
    }

private:
    std::mutex m_mutex;
    std::mt19937_64 m_engine;
};

// Answers with what was scripted, first in first out, then with `otherwise`. Keeps every request.
class ScriptedHttp final : public net::HttpClient {
public:
    using Answer = std::function<net::HttpOutcome(net::HttpRequest const&)>;

    net::HttpOutcome perform(net::HttpRequest const& request) override;

    void then(Answer answer);
    void then(int status, std::string body);
    void then_fail(net::NetFailure::Stage stage);
    void otherwise(Answer answer);

    std::vector<net::HttpRequest> requests() const;
    std::size_t count() const { return requests().size(); }
    void forget();

private:
    mutable std::mutex m_mutex;
    std::deque<Answer> m_script;
    Answer m_otherwise;
    std::vector<net::HttpRequest> m_requests;
};

// Made when it is first asked for; a child that is killed leaves none behind.
class TemporaryFolder {
public:
    TemporaryFolder() = default;
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder const&) = delete;
    std::string path(std::string const& below = {}) const;

private:
    mutable std::filesystem::path m_path;
};

class NamedPeople final : public workspace::People {
public:
    std::map<std::int64_t, std::string> names{{1, "Ayu"}, {2, "Budi"}, {3, "Citra"}};

    std::string name_of(base::WorkspaceId, base::UserId user) const override
    {
        auto const found = names.find(user.value);
        return found == names.end() ? std::string() : found->second;
    }
    std::string workspace_name(base::WorkspaceId) const override { return "Toko Sapa"; }
    std::map<std::int64_t, bool> silenced;
    std::optional<workspace::Asker> replier(base::WorkspaceId workspace,
                                            base::UserId user) const override
    {
        if (!names.contains(user.value) || silenced.contains(user.value))
            return std::nullopt;
        workspace::Asker asker;
        asker.kind = workspace::AskerKind::member;
        asker.user = user;
        asker.name = name_of(workspace, user);
        return asker;
    }
    bool is_active_member(base::WorkspaceId, base::UserId user) const override
    {
        return names.contains(user.value);
    }
};

class TestWorld {
public:
    explicit TestWorld(std::uint64_t seed = 1, std::string const& keep_in = {});

    base::World world() { return {clock, random}; }
    base::Instant now() const { return clock.now(); }
    void advance(std::chrono::milliseconds by) { clock.advance(by); }

    // The workspace of that number: made when it is first asked for, then the same one.
    std::shared_ptr<workspace::Workspace> workspace(std::int64_t number = 1);
    // Closes it as a process that ends does, and opens it again. Nobody may hold it meanwhile.
    std::shared_ptr<workspace::Workspace> reopen(std::int64_t number = 1);
    void close(std::int64_t number = 1) { m_open.erase(number); }
    // A member at work: user 1, an admin who sees secrets.
    workspace::Desk desk(std::int64_t number = 1);
    workspace::Record record(std::int64_t number = 1);

    MovableClock clock;
    SeededRandom random;
    TemporaryFolder folder;
    ScriptedHttp http;
    NamedPeople people;

private:
    std::string m_folder;
    std::map<std::int64_t, std::shared_ptr<workspace::Workspace>> m_open;
};

}  // namespace tests
