#include "http/adapter.hpp"

#include <httplib.h>

#include <algorithm>
#include <cstring>

#include "base/log.hpp"
#include "base/text.hpp"

namespace http {

namespace {

// CPPHTTPLIB_VERSION_NUM is a string literal, "0x002900" for 0.41.0.
constexpr unsigned long version_number(std::string_view text)
{
    unsigned long value = 0;
    for (char const c : text.substr(2))
        value = value * 16 + static_cast<unsigned long>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    return value;
}

static_assert(version_number(CPPHTTPLIB_VERSION_NUM) >= 0x002900, "cpp-httplib 0.41.0 or newer");

// Serves the head's bytes and forgets what httplib writes.
class HeadStream final : public httplib::Stream {
public:
    explicit HeadStream(std::string_view rest) : m_rest(rest) {}

    bool is_readable() const override { return !m_rest.empty(); }
    bool wait_readable() const override { return !m_rest.empty(); }
    bool wait_writable() const override { return true; }
    ssize_t read(char* out, size_t size) override
    {
        auto const take = std::min(size, m_rest.size());
        std::memcpy(out, m_rest.data(), take);
        m_rest.remove_prefix(take);
        return ssize_t(take);
    }
    ssize_t write(char const*, size_t size) override { return ssize_t(size); }
    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    socket_t socket() const override { return INVALID_SOCKET; }
    time_t duration() const override { return 0; }

private:
    std::string_view m_rest;
};

}  // namespace

class Adapter::Parser : public httplib::Server {
public:
    Parser()
    {
        // Everything stops here: no route is ever registered, so none of httplib's own matching,
        // file serving or body reading runs.
        set_pre_routing_handler([this](httplib::Request const& request, httplib::Response&) {
            m_seen = true;
            m_method = request.method;
            m_target = request.target;
            m_fields = request.headers.size();
            m_reading.path = request.path;
            for (auto const& [name, value] : request.params)
                m_reading.query.emplace_back(name, value);
            return HandlerResponse::Handled;
        });
    }

    std::variant<Turned, Reading> read(std::string_view bytes, Head const& head)
    {
        m_seen = false;
        m_reading = {};
        HeadStream stream(bytes);
        auto closed = false;
        process_request(stream, "127.0.0.1", 0, "127.0.0.1", 0, false, closed, nullptr);
        if (!m_seen)
            return Turned{400, "bad_request", "A header of this request is not well formed."};
        auto const agree = m_method == head.method && m_target == head.target &&
                           m_fields == head.headers.fields().size() &&
                           m_reading.path.starts_with('/') && base::is_utf8(m_reading.path);
        if (!agree) {
            base::log(base::LogLevel::warning, "http", "two readings of one head",
                      {{"method", head.method}, {"bytes", bytes.size()}});
            return Turned{400, "bad_request", "This request can be read in two ways."};
        }
        return std::move(m_reading);
    }

private:
    bool m_seen = false;
    std::string m_method;
    std::string m_target;
    std::size_t m_fields = 0;
    Reading m_reading;
};

Adapter::Adapter() : m_parser(std::make_unique<Parser>()) {}
Adapter::~Adapter() = default;

std::variant<Turned, Reading> Adapter::read(std::string_view bytes, Head const& head)
{
    return m_parser->read(bytes, head);
}

std::string_view Adapter::version() { return CPPHTTPLIB_VERSION; }

}  // namespace http
