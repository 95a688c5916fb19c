#include "net/guarded_client.hpp"

#include <algorithm>
#include <exception>
#include <list>
#include <map>
#include <mutex>

#include "net/answer_reader.hpp"
#include "net/request_writer.hpp"
#include "net/wire.hpp"

namespace net {

namespace {

using Stage = NetFailure::Stage;
using Step = Wire::Step;

// With several addresses, how long one may take before the next is tried.
constexpr std::chrono::milliseconds AddressPatience{3'000};

// How long an answer may take to a request whose writing failed.
constexpr std::chrono::milliseconds LastWords{100};

class GuardedClient final : public HttpClient {
public:
    GuardedClient(ClientOptions options, base::World world, std::shared_ptr<Trust const> trust,
                  std::shared_ptr<Resolver> resolver)
        : m_options(std::move(options)),
          m_world(world),
          m_trust(std::move(trust)),
          m_resolver(std::move(resolver))
    {
    }

    HttpOutcome perform(HttpRequest const& request) override;

private:
    struct Kept {
        std::unique_ptr<Wire> wire;
        std::chrono::milliseconds since{0};
        std::chrono::milliseconds until{0};
    };
    struct Tried {
        HttpOutcome outcome;
        bool stale = false;  // a kept connection that ended without a word
    };

    Tried exchange(HttpRequest const& request, RequestWriter writer, Wire& wire,
                   Deadline const& deadline, bool& reusable, int& keep_seconds);
    std::optional<NetFailure> connect(HttpRequest const& request, Url const& url, Wire& wire,
                                      Deadline const& deadline);
    std::unique_ptr<Wire> take_kept(std::string const& origin, bool idempotent);
    void keep(std::string const& origin, std::unique_ptr<Wire> wire, int keep_seconds);

    ClientOptions m_options;
    base::World m_world;
    std::shared_ptr<Trust const> m_trust;
    std::shared_ptr<Resolver> m_resolver;
    std::mutex m_lock;
    std::map<std::string, std::list<Kept>> m_kept;
};

HttpOutcome GuardedClient::perform(HttpRequest const& request)
{
    auto const parsed = Url::parse(request.url);
    if (!parsed)
        return NetFailure{Stage::bad_request, "url: " + parsed.error().detail};
    auto const& url = *parsed;
    if (!m_options.allowed->holds(url) && (!url.secure || url.port != 443))
        return NetFailure{Stage::refused_address, "only https on port 443, or an allowed origin"};
    Deadline const deadline{m_world.clock, m_world.clock.monotonic() + request.total_time};

    for (auto fresh = false;; fresh = true) {
        auto writer = RequestWriter::create(request, url, m_options.user_agent, m_world.random);
        if (!writer)
            return NetFailure{Stage::bad_request, writer.error().detail};
        auto wire = fresh ? nullptr : take_kept(url.origin(), request.idempotent);
        auto const was_kept = wire != nullptr;
        if (!wire) {
            wire = std::make_unique<Wire>();
            if (auto failure = connect(request, url, *wire, deadline))
                return std::move(*failure);
        }
        auto reusable = false;
        auto keep_seconds = 0;
        auto tried = exchange(request, std::move(*writer), *wire, deadline, reusable, keep_seconds);
        if (reusable)
            keep(url.origin(), std::move(wire), keep_seconds);
        auto const* failure = std::get_if<NetFailure>(&tried.outcome);
        // What was certainly not taken up goes out again on a connection of its own; what may have
        // been, only with the caller's word that twice is as good as once.
        auto const again = failure != nullptr && was_kept && tried.stale &&
                           (request.idempotent || !failure->may_have_acted());
        if (!again)
            return std::move(tried.outcome);
    }
}

std::optional<NetFailure> GuardedClient::connect(HttpRequest const& request, Url const& url,
                                                 Wire& wire, Deadline const& total)
{
    auto const at = std::min(total.at, m_world.clock.monotonic() + request.connect_time);
    Deadline const deadline{m_world.clock, at};
    std::vector<base::Address> addresses;
    if (auto const literal = base::Address::parse(url.host))
        addresses = {*literal};
    else
        addresses = m_resolver->addresses_of(url.host, deadline.left());
    if (addresses.empty())
        return NetFailure{Stage::dns, "no address for this name"};
    auto const allowed = m_options.allowed->holds(url);
    for (auto const& address : addresses)
        // One bad address among good ones is somebody's trick, so the rest is not tried either.
        if (!allowed && !is_public(address))
            return NetFailure{Stage::refused_address, "not a public address: " + address.text()};

    std::string why;
    for (auto const& address : addresses) {
        auto const last = &address == &addresses.back();
        Deadline const one{m_world.clock,
                           last ? at : std::min(at, m_world.clock.monotonic() + AddressPatience)};
        Wire attempt;
        if (attempt.connect(address, url.port, one) == Step::fine) {
            wire.swap(attempt);
            why.clear();
            break;
        }
        why = attempt.why();
        if (deadline.over())
            break;
    }
    if (!why.empty())
        return NetFailure{Stage::connect, why};
    if (url.secure && wire.secure(*m_trust, url.host, deadline) != Step::fine)
        return NetFailure{Stage::tls, wire.why()};
    return std::nullopt;
}

GuardedClient::Tried GuardedClient::exchange(HttpRequest const& request, RequestWriter writer,
                                             Wire& wire, Deadline const& deadline, bool& reusable,
                                             int& keep_seconds)
{
    auto written_whole = false;
    auto early = false;
    std::string unsent;
    while (!early && unsent.empty()) {
        std::optional<std::string> piece;
        try {
            piece = writer.next();
        } catch (std::exception const& fault) {
            return {NetFailure{Stage::request_not_fully_written,
                               std::string("the body's source: ") + fault.what()}};
        }
        if (!piece)
            return {NetFailure{Stage::request_not_fully_written, "the body's source broke off"}};
        written_whole = piece->empty();
        if (written_whole)
            break;
        auto const sent = wire.write(*piece, deadline);
        early = sent.early_answer;
        if (sent.step != Step::fine)
            unsent = wire.why().empty() ? "closed" : wire.why();
    }

    // Even a request that could not be written may have been answered, such as with 413.
    Deadline const short_wait{m_world.clock, m_world.clock.monotonic() + LastWords};
    auto const& patience = unsent.empty() ? deadline : short_wait;
    AnswerReader reader(request.method == "HEAD", request.answer_limit, request.sink);
    auto state = AnswerReader::State::more;
    auto heard = false;
    auto garbage = false;
    std::string why;
    while (state == AnswerReader::State::more) {
        std::string bytes;
        auto const step = wire.read(bytes, patience);
        if (step == Step::fine) {
            heard = true;
            state = reader.feed(bytes);
            garbage = state == AnswerReader::State::bad;
        } else if (step == Step::closed) {
            state = reader.end();
        } else {
            why = wire.why();
            break;
        }
    }
    switch (state) {
    case AnswerReader::State::done:
        reusable = written_whole && reader.keeps();
        keep_seconds = reader.keep_seconds();
        return {std::move(reader.reply())};
    case AnswerReader::State::too_large: return {NetFailure{Stage::answer_too_large, reader.why()}};
    case AnswerReader::State::stopped: return {NetFailure{Stage::stopped_by_sink, reader.why()}};
    case AnswerReader::State::more:
    case AnswerReader::State::bad: break;
    }
    if (!written_whole)
        return {NetFailure{Stage::request_not_fully_written,
                           unsent.empty() ? "an answer came early and broke off" : unsent},
                !heard};
    if (why.empty())
        why = reader.why();
    auto const answered = reader.has_head() || garbage;
    return {NetFailure{answered ? Stage::bad_answer : Stage::no_answer, why},
            !heard && !deadline.over()};
}

std::unique_ptr<Wire> GuardedClient::take_kept(std::string const& origin, bool idempotent)
{
    auto const now = m_world.clock.monotonic();
    std::list<Kept> spent;  // closed outside the lock
    std::lock_guard const hold(m_lock);
    auto const found = m_kept.find(origin);
    if (found == m_kept.end())
        return nullptr;
    auto& kept = found->second;
    while (!kept.empty()) {
        // The last one that came back is the freshest.
        auto one = std::move(kept.back());
        kept.pop_back();
        auto const fresh = idempotent || now - one.since < m_options.kept_fresh;
        if (now < one.until && fresh && one.wire->is_quiet())
            return std::move(one.wire);
        spent.push_back(std::move(one));
    }
    m_kept.erase(found);
    return nullptr;
}

void GuardedClient::keep(std::string const& origin, std::unique_ptr<Wire> wire, int keep_seconds)
{
    auto time = m_options.kept_for;
    if (keep_seconds > 0)
        time = std::min(time, std::chrono::milliseconds((keep_seconds - 1) * 1'000LL));
    auto const now = m_world.clock.monotonic();
    std::list<Kept> spent;
    std::lock_guard const hold(m_lock);
    auto& kept = m_kept[origin];
    kept.push_back({std::move(wire), now, now + time});
    if (kept.size() > m_options.kept_per_origin)
        spent.splice(spent.end(), kept, kept.begin());
}

}  // namespace

std::unique_ptr<HttpClient> make_guarded_client(ClientOptions options, base::World world,
                                                std::shared_ptr<Trust const> trust,
                                                std::shared_ptr<Resolver> resolver)
{
    return std::make_unique<GuardedClient>(std::move(options), world, std::move(trust),
                                           std::move(resolver));
}

base::Result<std::unique_ptr<HttpClient>> open_client(ClientOptions options, base::World world)
{
    auto trust = TRY(Trust::open());
    return make_guarded_client(std::move(options), world, std::move(trust), make_system_resolver());
}

}  // namespace net
