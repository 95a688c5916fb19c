#include "http/mailbox.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace http {

Mailbox::Mailbox() : m_wake_fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (m_wake_fd < 0)
        throw std::system_error(errno, std::generic_category(), "eventfd");
}

Mailbox::~Mailbox() { ::close(m_wake_fd); }

bool Mailbox::post(ConnectionId to, Post what)
{
    auto first = false;
    {
        std::lock_guard const hold(m_lock);
        if (m_closed)
            return false;
        first = m_posts.empty();
        m_posts.emplace_back(to, std::move(what));
    }
    if (first)
        wake();
    return true;
}

void Mailbox::wake()
{
    std::uint64_t const one = 1;
    // Fails only when the counter is full, and then the edge is awake anyway.
    [[maybe_unused]] auto const written = ::write(m_wake_fd, &one, sizeof one);
}

std::vector<std::pair<ConnectionId, Post>> Mailbox::take()
{
    std::uint64_t count = 0;
    [[maybe_unused]] auto const got = ::read(m_wake_fd, &count, sizeof count);
    std::lock_guard const hold(m_lock);
    return std::exchange(m_posts, {});
}

std::vector<std::pair<ConnectionId, Post>> Mailbox::close()
{
    std::lock_guard const hold(m_lock);
    m_closed = true;
    return std::exchange(m_posts, {});
}

bool StreamLine::send(std::shared_ptr<std::string const> bytes)
{
    if (m_closed || bytes->empty())
        return !m_closed;
    auto const size = bytes->size();
    auto const waiting = m_queued.fetch_add(size);
    if (waiting > 0 && waiting + size > MaxStreamQueue) {
        if (!m_closed.exchange(true))
            m_mailbox->post(m_id, post::EndStream{true});
        return false;
    }
    return m_mailbox->post(m_id, post::StreamBytes{std::move(bytes)});
}

void StreamLine::close()
{
    if (!m_closed.exchange(true))
        m_mailbox->post(m_id, post::EndStream{false});
}

void StreamLine::on_close(std::function<void()> callback)
{
    {
        std::lock_guard const hold(m_lock);
        if (!m_ended) {
            m_on_close = std::move(callback);
            return;
        }
    }
    callback();
}

void StreamLine::ended()
{
    m_closed = true;
    std::function<void()> callback;
    {
        std::lock_guard const hold(m_lock);
        if (std::exchange(m_ended, true))
            return;
        callback.swap(m_on_close);
    }
    if (callback)
        callback();
}

void MailedReply::answer(Response response)
{
    auto written = std::make_unique<Written>(
        write_answer(std::move(response), m_asked, *m_defaults, m_clock.now()));
    m_mailbox->post(m_id, post::Answer{std::move(written)});
}

std::shared_ptr<Stream> MailedReply::open_stream(StreamHead head)
{
    auto line = std::make_shared<StreamLine>(m_mailbox, m_id, head.group);
    auto bytes = write_stream_head(std::move(head.headers), m_asked, *m_defaults, m_clock.now());
    bytes.append(head.first);
    auto const posted = m_mailbox->post(
        m_id, post::OpenStream{std::make_shared<std::string const>(std::move(bytes)), line});
    if (!posted)
        line->ended();
    return line;
}

}  // namespace http
