#pragma once

#include <openssl/ssl.h>
#include <sys/uio.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"

namespace http {

struct TlsFree {
    void operator()(SSL* tls) const { SSL_free(tls); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using Tls = std::unique_ptr<SSL, TlsFree>;
using TlsContext = std::unique_ptr<SSL_CTX, TlsFree>;

// TLS 1.2 and newer, HTTP/1.1 only. Refuses `bad_certificate` with what is wrong in `detail`.
base::Result<TlsContext> open_tls_context(std::string const& certificate_file,
                                          std::string const& key_file);

// How far one attempt on a non-blocking socket came.
struct Moved {
    enum class Then { fine, wait_readable, wait_writable, ended };
    std::size_t bytes = 0;
    Then then = Then::fine;
};

// The socket, with or without TLS on top. SIGPIPE must be blocked in the calling thread, because
// OpenSSL writes with write(2).
Moved shake_hands(SSL* tls);
Moved read_some(int fd, SSL* tls, std::span<char> room);
Moved write_some(int fd, SSL* tls, std::span<iovec> pieces);

}  // namespace http
