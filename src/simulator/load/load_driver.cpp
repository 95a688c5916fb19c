#include "simulator/load/load_driver.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>

#include "simulator/webhooks/signing.hpp"

namespace simulator {

namespace {

constexpr std::int64_t Second = 1'000'000;
constexpr std::int64_t ReconnectAfter = 5'000;
constexpr std::int64_t LastAnswersWithin = 10 * Second;
constexpr std::size_t KeptLatencies = 4'000'000;

std::string padded(std::size_t number, std::size_t width)
{
    auto text = std::to_string(number);
    return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

}  // namespace

LoadDriver::LoadDriver(LoadRun& run, std::mutex& mutex, LocalUrl to, Core::Target target,
                       base::World world)
    : m_run(run),
      m_mutex(mutex),
      m_to(std::move(to)),
      m_target(std::move(target)),
      m_world(world),
      m_text(std::size_t(run.order.text_bytes), 'a'),
      m_epoll(::epoll_create1(EPOLL_CLOEXEC)),
      m_links(std::size_t(run.order.connections))
{
    // Words rather than one long one, so that a full-text index has its usual work.
    constexpr std::string_view Words = "apakah stok baju merah ukuran besar masih ada ";
    for (std::size_t i = 0; i < m_text.size(); ++i)
        m_text[i] = Words[i % Words.size()];
    if (!m_text.empty() && m_text.back() == ' ')
        m_text.back() = 'x';
}

LoadDriver::~LoadDriver()
{
    for (auto& link : m_links)
        if (link.fd >= 0)
            ::close(link.fd);
    if (m_epoll >= 0)
        ::close(m_epoll);
}

// Finer than the clock of the world, which counts milliseconds.
std::int64_t LoadDriver::now_us() const
{
    timespec at{};
    ::clock_gettime(CLOCK_MONOTONIC, &at);
    return std::int64_t(at.tv_sec) * Second + at.tv_nsec / 1000;
}

void LoadDriver::run(std::atomic<bool> const& stopping)
{
    m_start = now_us();
    auto const end = m_start + std::int64_t(m_run.order.seconds * double(Second));
    auto const rate = m_run.order.rate / m_run.order.per_post;  // POSTs a second
    auto const total = std::int64_t(rate * m_run.order.seconds);
    m_closed = m_links.size();
    for (auto& link : m_links)
        open(link);
    std::int64_t posts = 0;
    std::vector<epoll_event> events(512);
    for (;;) {
        auto const now = now_us();
        // Everything that was due is sent, however late it has become.
        bool const over = stopping || now > end + LastAnswersWithin ||
                          (rate > 0 ? posts >= total : now >= end);
        if (over && (m_busy == 0 || stopping || now > end + LastAnswersWithin))
            break;
        std::int64_t next_due = now + 50'000;
        while (!over && !m_idle.empty() && (rate <= 0 || posts < total)) {
            auto const due = rate > 0
                               ? m_start + std::int64_t(double(posts) / rate * double(Second))
                               : now;
            if (due > now) {
                next_due = due;
                break;
            }
            auto& link = m_links[m_idle.back()];
            m_idle.pop_back();
            begin(link, due);
            ++posts;
        }
        if (m_closed > 0 && !over) {
            for (auto& link : m_links)
                if (link.fd < 0 && link.not_before <= now)
                    open(link);
            next_due = std::min(next_due, now + 1'000);
        }
        auto const wait = std::clamp<std::int64_t>(next_due - now_us(), 0, 50'000);
        timespec const sleep{.tv_sec = 0, .tv_nsec = wait * 1000};
        auto const ready = ::epoll_pwait2(m_epoll, events.data(), int(events.size()), &sleep,
                                          nullptr);
        for (int i = 0; i < ready; ++i) {
            auto& link = m_links[events[std::size_t(i)].data.u64];
            if (events[std::size_t(i)].events & EPOLLOUT)
                write(link);
            if (link.fd >= 0 && events[std::size_t(i)].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                read(link);
        }
        std::scoped_lock const lock(m_mutex);
        m_run.lasted_us = now_us() - m_start;
    }
    std::scoped_lock const lock(m_mutex);
    for (auto& link : m_links)
        if (link.busy)
            std::fill_n(m_run.fates.begin() + std::ptrdiff_t(link.first), link.count,
                        LoadRun::Fate::lost);
}

void LoadDriver::open(Link& link)
{
    link.fd = connect_local(m_to, false);
    link.connected = false;
    link.not_before = now_us() + ReconnectAfter;
    if (link.fd < 0)
        return;
    --m_closed;
    epoll_event event{.events = EPOLLOUT, .data = {.u64 = std::uint64_t(&link - m_links.data())}};
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, link.fd, &event);
}

void LoadDriver::watch(Link& link, unsigned events)
{
    epoll_event event{.events = events, .data = {.u64 = std::uint64_t(&link - m_links.data())}};
    ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, link.fd, &event);
}

// What was under way may have been taken or not.
void LoadDriver::drop(Link& link)
{
    ::close(std::exchange(link.fd, -1));
    ++m_closed;
    if (link.busy)
        settle(link, 0);
    else
        std::erase(m_idle, std::size_t(&link - m_links.data()));
    link.not_before = now_us() + ReconnectAfter;
}

void LoadDriver::begin(Link& link, std::int64_t due_at)
{
    link.first = m_sent;
    link.count = std::size_t(m_run.order.per_post);
    m_sent += link.count;
    {
        std::scoped_lock const lock(m_mutex);
        m_run.fates.resize(m_sent, LoadRun::Fate::lost);
    }
    auto const body = webhook(link.first, link.count);
    link.request = webhook_request(m_to, "sha256=" + hmac_hex(m_target.app_secret, body), body);
    link.written = 0;
    link.busy = true;
    ++m_busy;
    link.due_at = due_at;
    link.reader.next();
    write(link);
}

void LoadDriver::write(Link& link)
{
    if (!link.connected) {
        int fault = 0;
        socklen_t size = sizeof fault;
        ::getsockopt(link.fd, SOL_SOCKET, SO_ERROR, &fault, &size);
        if (fault != 0)
            return drop(link);
        link.connected = true;
        watch(link, EPOLLIN);
        m_idle.push_back(std::size_t(&link - m_links.data()));
        return;
    }
    while (link.busy && link.written < link.request.size()) {
        auto const sent = ::send(link.fd, link.request.data() + link.written,
                                 link.request.size() - link.written, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN)
            return watch(link, EPOLLIN | EPOLLOUT);
        if (sent <= 0)
            return drop(link);
        link.written += std::size_t(sent);
        if (link.written == link.request.size())
            watch(link, EPOLLIN);
    }
}

void LoadDriver::read(Link& link)
{
    char room[4096];
    for (;;) {
        auto const got = ::recv(link.fd, room, sizeof room, 0);
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0)
            return drop(link);
        if (!link.busy)
            continue;
        link.reader.add({room, std::size_t(got)});
        if (link.reader.done())
            break;
    }
    bool const closes = link.reader.closes();
    settle(link, link.reader.status());
    if (closes)
        return drop(link);
    m_idle.push_back(std::size_t(&link - m_links.data()));
}

void LoadDriver::settle(Link& link, int status)
{
    auto const fate = status == 200 ? LoadRun::Fate::acked
                    : status == 0   ? LoadRun::Fate::lost
                                    : LoadRun::Fate::refused;
    auto const took = now_us() - link.due_at;
    link.busy = false;
    --m_busy;
    std::scoped_lock const lock(m_mutex);
    std::fill_n(m_run.fates.begin() + std::ptrdiff_t(link.first), link.count, fate);
    if (fate == LoadRun::Fate::acked && m_run.latencies.size() < KeptLatencies)
        m_run.latencies.push_back(std::uint32_t(std::clamp<std::int64_t>(took, 0, UINT32_MAX)));
}

// Written by hand: building JSON values would cost more than the signature.
std::string LoadDriver::webhook(std::size_t first, std::size_t count) const
{
    auto const stamp = std::to_string(m_world.now().ms / 1000);
    std::string contacts;
    std::string messages;
    for (std::size_t i = first; i < first + count; ++i) {
        auto const person = padded(i % std::size_t(m_run.order.customers), 7);
        auto const phone = "62899" + person;
        auto const user = "ID.9000000000000" + person;
        auto const comma = i == first ? "" : ",";
        contacts.append(comma).append(R"({"profile":{"name":"Load )").append(person);
        contacts.append(R"("},"wa_id":")").append(phone).append(R"(","user_id":")").append(user);
        contacts.append("\"}");
        messages.append(comma).append(R"({"from":")").append(phone);
        messages.append(R"(","from_user_id":")").append(user).append(R"(","id":")");
        messages.append(m_run.prefix).append(std::to_string(i)).append(R"(","timestamp":")");
        messages.append(stamp).append(R"(","type":"text","text":{"body":")").append(m_text);
        messages.append(" ").append(std::to_string(i)).append("\"}}");
    }
    return R"({"object":"whatsapp_business_account","entry":[{"id":")" + m_target.waba_id +
           R"(","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{)"
           R"("display_phone_number":")" +
           m_target.display_phone + R"(","phone_number_id":")" + (m_run.order.number_id) +
           R"("},"contacts":[)" + contacts + R"(],"messages":[)" + messages + "]}}]}]}";
}

}  // namespace simulator
