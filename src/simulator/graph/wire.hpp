#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace simulator {

// "http://127.0.0.1:8080/path" taken apart, for addresses on this machine only.
struct LocalUrl {
    std::string host;  // as the Host header has it
    int port = 80;
    bool v6 = false;
    std::string target;
};

// Nothing for https, for other hosts than localhost, 127.0.0.0/8 and [::1], and for what is no URL.
std::optional<LocalUrl> local_url(std::string_view url);

// The bytes of a webhook POST.
std::string webhook_request(LocalUrl const& to, std::string_view signature, std::string_view body);

// The bytes of a GET after which the connection ends.
std::string get_request(LocalUrl const& to);

// One kept-open connection to a server on this machine, for many small POSTs a second. One thread.
class Wire {
public:
    Wire() = default;
    ~Wire() { close(); }
    Wire(Wire const&) = delete;

    // Sends a whole request and reads the answer's status; 0 when none came in time. Opens the
    // connection when needed, and once more when a kept-open one turns out dead.
    int exchange(LocalUrl const& to, std::string_view request, std::chrono::milliseconds patience);
    // The first few kilobytes of the last answer's body.
    std::string const& body() const { return m_body; }

private:
    bool open(LocalUrl const& to, std::chrono::milliseconds patience);
    void close();
    int attempt(std::string_view request);

    std::string m_body;
    int m_fd = -1;
    int m_port = 0;
    bool m_v6 = false;
};

// A non-blocking connection under way to that address, or -1.
int connect_local(LocalUrl const& to, bool blocking);

}  // namespace simulator
