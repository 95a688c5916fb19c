#include <openssl/ssl.h>

#include <algorithm>
#include <exception>
#include <system_error>

#include "base/log.hpp"
#include "base/text.hpp"
#include "http/loop.hpp"

namespace http {

namespace {

using Phase = Connection::Phase;

constexpr std::size_t SpoolPiece = 256 << 10;
// A body that has come so far is likely to come to its end.
constexpr std::size_t FewBytes = 64 << 10;
constexpr std::string_view Unkept = "The upload cannot be kept.";

class HandleTask final : public Task {
public:
    HandleTask(Handler& handler, Request request, Reply reply)
        : m_handler(handler), m_request(std::move(request)), m_reply(std::move(reply))
    {
    }
    void run() override
    {
        auto const id = m_request.id;
        try {
            m_handler.handle(std::move(m_request), std::move(m_reply));
        } catch (std::exception const& fault) {
            base::log(base::LogLevel::error, "http", "the handler threw",
                      {{"request", id}, {"why", fault.what()}});
        } catch (...) {
            base::log(base::LogLevel::error, "http", "the handler threw", {{"request", id}});
        }
    }
    void refuse()
    {
        auto response = error(503, "unavailable", "Too much to do; try again.", m_request.id);
        response.headers.add("Retry-After", "2");
        m_reply.send(std::move(response));
    }

private:
    Handler& m_handler;
    Request m_request;
    Reply m_reply;
};

class SpoolTask final : public Task {
public:
    SpoolTask(std::shared_ptr<SpoolFile> spool, std::string bytes, ConnectionId id,
              std::shared_ptr<Mailbox> mailbox)
        : m_spool(std::move(spool)),
          m_bytes(std::move(bytes)),
          m_id(id),
          m_mailbox(std::move(mailbox))
    {
    }
    void run() override
    {
        char const* code = nullptr;
        try {
            m_spool->append(std::move(m_bytes));
        } catch (std::exception const& fault) {
            auto const* system = dynamic_cast<std::system_error const*>(&fault);
            auto const full = system != nullptr && system->code() == std::errc::no_space_on_device;
            code = full ? "disk_full" : "storage_failed";
            base::log(base::LogLevel::error, "http", "spool failed", {{"why", fault.what()}});
        }
        m_mailbox->post(m_id, post::Spooled{code});
    }

private:
    std::shared_ptr<SpoolFile> m_spool;
    std::string m_bytes;
    ConnectionId m_id;
    std::shared_ptr<Mailbox> m_mailbox;
};

std::string media_type_of(std::string_view content_type)
{
    return base::lower_ascii(base::trim(content_type.substr(0, content_type.find(';'))));
}

}  // namespace

void Loop::read_from(Connection& one)
{
    if (one.phase == Phase::waiting || one.phase == Phase::answering) {
        // The next request of a pipelining client; it waits in the kernel.
        one.input_held = true;
        return;
    }
    // A few rounds, then the others have their turn; but what TLS has already taken off the socket
    // would raise no event again.
    for (auto round = 0; round < 4 || (one.tls && SSL_has_pending(one.tls.get())); ++round) {
        auto const moved = read_some(one.fd, one.tls.get(), m_room);
        if (moved.then == Moved::Then::ended)
            return close(one);
        one.tls_wants_write = moved.then == Moved::Then::wait_writable;
        if (moved.then != Moved::Then::fine)
            return;
        if (one.phase != Phase::stream && one.phase != Phase::lingering)
            on_input(one, {m_room.data(), moved.bytes});
        auto const busy = one.phase == Phase::waiting || one.phase == Phase::answering;
        if (one.dead || busy || is_spool_behind(one) || (!one.tls && moved.bytes < m_room.size()))
            return;
    }
}

void Loop::on_input(Connection& one, std::string_view bytes)
{
    if (one.phase == Phase::body) {
        take_body(one, bytes);
        if (!one.dead)
            one.in.append(bytes);
        return;
    }
    one.in.append(bytes);
    advance(one);
}

// Looks for the next request in what has come.
void Loop::advance(Connection& one)
{
    if (one.phase == Phase::idle) {
        one.phase = Phase::head;
        m_heads.put(one, m_now);
    }
    auto scanned = scan_head(one.in, one.seen);
    if (auto const* turned = std::get_if<Turned>(&scanned))
        turn_away(one, *turned);
    else if (auto* head = std::get_if<Head>(&scanned))
        begin_exchange(one, std::move(*head));
}

void Loop::begin_exchange(Connection& one, Head head)
{
    one.exchange = std::make_unique<Exchange>();
    auto& exchange = *one.exchange;
    auto& request = exchange.request;
    request.id = base::to_hex(m.world.random.bytes(12));
    exchange.asked = Asked::about(head, request.id);
    exchange.asked.keep_alive = head.keep_alive && !m_draining;

    try {
        if (auto const turned = understand(one, head))
            return turn_away(one, *turned);
    } catch (std::exception const& fault) {
        base::log(base::LogLevel::error, "http", "a head broke the reading",
                  {{"request", request.id}, {"why", fault.what()}});
        return turn_away(one, {500, "internal", "Something broke here; the log knows this id."});
    }
    exchange.framing = head.framing;
    exchange.left = head.length;
    one.in.erase(0, head.bytes);
    request.method = std::move(head.method);
    request.target = std::move(head.target);
    request.host = std::move(head.host);
    request.headers = std::move(head.headers);
    if (exchange.framing == Head::Framing::none)
        return dispatch(one);

    one.phase = Phase::body;
    m_bodies.put(one, m_now);
    if (head.expects_continue && one.in.empty()) {
        static auto const go_on = std::make_shared<std::string const>(
            "HTTP/1.1 100 Continue\r\n\r\n");
        queue(one, go_on);
        flush(one);
    } else if (!one.in.empty()) {
        auto const had = std::move(one.in);
        one.in.clear();
        std::string_view rest = had;
        take_body(one, rest);
        if (!one.dead)
            one.in.assign(rest);
    }
}

// Path, query, client and limits of the request, or why there will be none.
std::optional<Turned> Loop::understand(Connection& one, Head const& head)
{
    auto& exchange = *one.exchange;
    auto& request = exchange.request;
    auto reading = m_adapter.read(std::string_view(one.in).substr(0, head.bytes), head);
    if (auto const* turned = std::get_if<Turned>(&reading))
        return *turned;
    if (!is_our_host(head.host, m.options.hosts))
        return Turned{421, "unknown_host", "This name is not served here."};
    request.path = std::move(std::get<Reading>(reading).path);
    request.query = std::move(std::get<Reading>(reading).query);
    request.peer = client_behind(one.peer, m.trusted, head.headers.all("X-Forwarded-For")).text();
    auto const forwarded = holds(m.trusted, one.peer) ? head.headers.all("X-Forwarded-Proto")
                                                      : std::vector<std::string_view>();
    request.secure = m.tls != nullptr || (!forwarded.empty() && forwarded.back() == "https");
    exchange.limits = m.handler.limits(head.method, request.path);
    return check_body(exchange, head);
}

std::optional<Turned> Loop::check_body(Exchange const& exchange, Head const& head) const
{
    auto const& limits = exchange.limits;
    if (head.framing == Head::Framing::none)
        return std::nullopt;
    auto const encoding = head.headers.find("Content-Encoding");
    if (encoding && !equal_no_case(*encoding, "identity") && !limits.encoded_body)
        return Turned{415, "encoded_body", "Send the body without Content-Encoding."};
    auto const type = media_type_of(head.headers.find("Content-Type").value_or(""));
    if (!limits.content_types.empty() &&
        std::find(limits.content_types.begin(), limits.content_types.end(), type) ==
            limits.content_types.end())
        return Turned{415, "unsupported_media_type", "This Content-Type is not taken here."};
    if (head.length > limits.max_body)
        return Turned{413, "too_large", "The request body is larger than this route takes."};
    auto const in_memory = std::min<std::uint64_t>(head.length, limits.spool_over);
    if (m_buffered + in_memory > m.options.max_buffered ||
        (head.length > limits.spool_over && *m_spooled + head.length > m.options.max_spooled))
        return Turned{503, "unavailable", "Too much is being uploaded; try again."};
    return std::nullopt;
}

// Takes this body's bytes off the front of `bytes`.
void Loop::take_body(Connection& one, std::string_view& bytes)
{
    auto& exchange = *one.exchange;
    auto const before = exchange.pending.size();
    auto broken = false;
    if (exchange.framing == Head::Framing::length) {
        auto const take = std::size_t(std::min<std::uint64_t>(exchange.left, bytes.size()));
        // Growing by halves would hold up to three times as much for a moment.
        auto const whole = exchange.pending.size() + exchange.left;
        if (before > FewBytes && whole > exchange.pending.capacity() &&
            whole <= exchange.limits.spool_over)
            exchange.pending.reserve(std::size_t(whole));
        exchange.pending.append(bytes.substr(0, take));
        bytes.remove_prefix(take);
        exchange.left -= take;
        exchange.body_whole = exchange.left == 0;
    } else {
        auto const state = exchange.unchunker.feed(bytes, exchange.pending);
        broken = state == Unchunker::State::bad;
        exchange.body_whole = state == Unchunker::State::done;
    }
    exchange.received += exchange.pending.size() - before;
    if (exchange.received > exchange.limits.max_body)
        return turn_away(one,
                         {413, "too_large", "The request body is larger than this route takes."});
    if (broken)
        return turn_away(one, {400, "bad_chunk", "The chunked body is not well formed."});
    keep_body(one);
}

// Holds the body in memory or passes it on to the spool, and hands a whole one over.
void Loop::keep_body(Connection& one)
{
    auto& exchange = *one.exchange;
    m_buffered += exchange.pending.size() - exchange.buffered;
    exchange.buffered = exchange.pending.size();
    auto const coming = exchange.received + exchange.left;
    if (!exchange.spool && coming > exchange.limits.spool_over) {
        try {
            exchange.spool = std::make_shared<SpoolFile>(m.options.spool_folder, m.world.random,
                                                         m_spooled);
        } catch (std::system_error const& fault) {
            base::log(base::LogLevel::error, "http", "spool failed", {{"why", fault.what()}});
            auto const full = fault.code() == std::errc::no_space_on_device;
            return turn_away(one, {503, full ? "disk_full" : "storage_failed", Unkept});
        }
    }
    if (m_buffered > m.options.max_buffered || *m_spooled > m.options.max_spooled)
        return turn_away(one, {503, "unavailable", "Too much is being uploaded; try again."});
    if (exchange.spool && !exchange.spooling && !exchange.pending.empty() &&
        (exchange.body_whole || exchange.pending.size() >= SpoolPiece))
        return spool_pending(one);
    if (exchange.body_whole && !exchange.spooling)
        dispatch(one);
}

bool Loop::is_spool_behind(Connection const& one)
{
    return one.phase == Phase::body && one.exchange->spooling &&
           one.exchange->pending.size() >= SpoolPiece;
}

void Loop::spool_pending(Connection& one)
{
    auto& exchange = *one.exchange;
    exchange.spooling = true;
    m.workers.push(std::make_unique<SpoolTask>(exchange.spool, std::exchange(exchange.pending, {}),
                                               one.id, m.mailbox));
    m_buffered -= exchange.buffered;
    exchange.buffered = 0;
}

void Loop::on_spooled(Connection& one, char const* refusal)
{
    if (one.phase != Phase::body || !one.exchange->spooling)
        return;
    one.exchange->spooling = false;
    if (refusal != nullptr)
        return turn_away(one, {503, refusal, Unkept});
    keep_body(one);
    if (!one.dead && one.phase == Phase::body && one.tls)
        read_from(one);
}

void Loop::dispatch(Connection& one)
{
    auto& exchange = *one.exchange;
    one.phase = Phase::waiting;
    WaitList::drop(one);
    one.seen = 0;
    exchange.request.body = std::move(exchange.pending);
    exchange.request.spool = exchange.spool;
    ++m.counters.requests;
    auto const id = exchange.request.id;
    Reply reply(id, std::make_unique<MailedReply>(m.mailbox, one.id, exchange.asked, m_defaults,
                                                  m.world.clock));
    std::unique_ptr<Task> task = std::make_unique<HandleTask>(
        m.handler, std::move(exchange.request), std::move(reply));
    if (!m.workers.offer(exchange.limits.importance, task)) {
        ++m.counters.shed;
        static_cast<HandleTask&>(*task).refuse();
    }
}

// Answers an error and closes, without reading what else the client has to say.
void Loop::turn_away(Connection& one, Turned const& why)
{
    if (!one.exchange)
        one.exchange = std::make_unique<Exchange>();
    auto& exchange = *one.exchange;
    if (exchange.asked.id.empty())
        exchange.asked.id = base::to_hex(m.world.random.bytes(12));
    exchange.asked.keep_alive = false;
    auto response = error(why.status, why.code, why.message, exchange.asked.id);
    if (why.status == 503)
        response.headers.add("Retry-After", "2");
    one.in.clear();
    one.phase = Phase::waiting;
    on_answer(one, write_answer(std::move(response), exchange.asked, *m_defaults, m.world.now()));
}

}  // namespace http
