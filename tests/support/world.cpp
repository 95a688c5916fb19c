#include "support/world.hpp"

#include <stdexcept>

#include <stdlib.h>
#include <unistd.h>

namespace tests {

namespace {

// The same key for the same number, so that another process can open the file.
crypto::DataKey key_of(std::int64_t number)
{
    SeededRandom random(0x5a9a0000U + std::uint64_t(number));
    return crypto::DataKey::generate(1, random);
}

class TestSealer final : public workspace::Sealer {
public:
    TestSealer(base::WorkspaceId workspace, base::Random& random)
        : m_workspace(workspace), m_random(random)
    {
        m_ring.add(key_of(workspace.value));
    }

    std::string seal(std::string_view plain, Place const& place) const override
    {
        auto sealed = crypto::seal(plain, at(place), m_ring, m_random);
        if (!sealed)
            throw std::runtime_error(sealed.error().code);
        return *sealed;
    }
    base::Result<std::string> open(std::string_view sealed, Place const& place) const override
    {
        auto const secret = crypto::unseal(sealed, at(place), m_ring);
        if (!secret)
            return secret.error();
        return std::string(secret->view());
    }

private:
    crypto::Place at(Place const& place) const
    {
        return {m_workspace, place.channel, place.table, place.column, place.row};
    }

    base::WorkspaceId m_workspace;
    base::Random& m_random;
    crypto::KeyRing m_ring;
};

std::filesystem::path new_folder()
{
    // Memory where there is enough: tests wait for thousands of commits.
    std::error_code none;
    auto const memory = std::filesystem::path("/dev/shm");
    auto const roomy = access(memory.c_str(), W_OK) == 0 &&
                       std::filesystem::space(memory, none).available > (2ULL << 30);
    auto const parent = roomy ? memory : std::filesystem::temp_directory_path();
    auto pattern = (parent / "sapa-test-XXXXXX").string();
    if (!mkdtemp(pattern.data()))
        throw std::runtime_error("no temporary folder");
    return pattern;
}

}  // namespace

net::HttpOutcome ScriptedHttp::perform(net::HttpRequest const& request)
{
    Answer answer;
    {
        std::scoped_lock const lock(m_mutex);
        m_requests.push_back(request);
        if (!m_script.empty()) {
            answer = std::move(m_script.front());
            m_script.pop_front();
        } else {
            answer = m_otherwise;
        }
    }
    if (!answer)
        return net::NetFailure{net::NetFailure::Stage::connect, "nothing was scripted"};
    auto outcome = answer(request);
    // As the real client: a 2xx body goes to the sink.
    if (auto* const reply = std::get_if<net::HttpReply>(&outcome))
        if (request.sink && reply->status / 100 == 2) {
            if (!request.sink(reply->body))
                return net::NetFailure{net::NetFailure::Stage::stopped_by_sink, ""};
            reply->body.clear();
        }
    return outcome;
}

void ScriptedHttp::then(Answer answer)
{
    std::scoped_lock const lock(m_mutex);
    m_script.push_back(std::move(answer));
}

void ScriptedHttp::then(int status, std::string body)
{
    then([=](net::HttpRequest const&) { return net::HttpReply{status, {}, body}; });
}

void ScriptedHttp::then_fail(net::NetFailure::Stage stage)
{
    then([=](net::HttpRequest const&) { return net::NetFailure{stage, "scripted"}; });
}

void ScriptedHttp::otherwise(Answer answer)
{
    std::scoped_lock const lock(m_mutex);
    m_otherwise = std::move(answer);
}

std::vector<net::HttpRequest> ScriptedHttp::requests() const
{
    std::scoped_lock const lock(m_mutex);
    return m_requests;
}

void ScriptedHttp::forget()
{
    std::scoped_lock const lock(m_mutex);
    m_requests.clear();
}

std::string TemporaryFolder::path(std::string const& below) const
{
    if (m_path.empty())
        m_path = new_folder();
    return m_path / below;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    if (!m_path.empty())
        std::filesystem::remove_all(m_path, ignored);
}

TestWorld::TestWorld(std::uint64_t seed, std::string const& keep_in)
    : random(seed), m_folder(keep_in.empty() ? folder.path() : keep_in)
{
}

workspace::Record TestWorld::record(std::int64_t number)
{
    struct Keys {
        crypto::Secret<32> file;
    };
    auto const data_key = key_of(number);
    auto const keys = std::make_shared<Keys>(Keys{crypto::file_key(data_key)});
    auto const base = m_folder + "/" + std::to_string(number);
    std::filesystem::create_directories(base + ".media");
    return {
        .id = {number},
        .slug = "shop-" + std::to_string(number),
        .file = {base + ".db", {std::as_const(keys->file).bytes(), crypto::file_mark(keys->file)}},
        .media_folder = base + ".media",
        .sealer = std::make_shared<TestSealer>(base::WorkspaceId{number}, random),
        .keeps = keys,
    };
}

std::shared_ptr<workspace::Workspace> TestWorld::workspace(std::int64_t number)
{
    auto& open = m_open[number];
    if (open)
        return open;
    auto const as = record(number);
    if (!std::filesystem::exists(as.file.path))
        if (auto const made = workspace::Workspace::create(as, world()); !made)
            throw std::runtime_error(made.error().code + ": " + made.error().detail);
    auto opened = workspace::Workspace::open(as, world());
    if (!opened)
        throw std::runtime_error(opened.error().code + ": " + opened.error().detail);
    open = *opened;
    return open;
}

std::shared_ptr<workspace::Workspace> TestWorld::reopen(std::int64_t number)
{
    close(number);
    return workspace(number);
}

workspace::Desk TestWorld::desk(std::int64_t number)
{
    return {workspace(number), {workspace::AskerKind::member, {1}, "Ayu", true}, people, http};
}

}  // namespace tests
