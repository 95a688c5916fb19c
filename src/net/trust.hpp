#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "base/result.hpp"

namespace net {

struct TlsFree {
    void operator()(SSL* tls) const { SSL_free(tls); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

// Which certificate authorities are believed, and the TLS settings of every outbound connection:
// TLS 1.2 or newer, peer and host name verified. Any thread.
class Trust {
public:
    // The bundle of $SSL_CERT_FILE, else the system's in the places of Debian, RHEL, SUSE and
    // Alpine, else the one inside the executable. Refuses `bad_ca_bundle` when $SSL_CERT_FILE is
    // set and unusable: whoever sets it means it.
    static base::Result<std::shared_ptr<Trust const>> open();
    // The bundle inside the executable.
    static base::Result<std::shared_ptr<Trust const>> open_embedded();
    // Only what that PEM file holds.
    static base::Result<std::shared_ptr<Trust const>> open_file(std::string const& path);

    // Where the bundle came from: a path, or "embedded". For `doctor`.
    std::string const& source() const { return m_source; }
    SSL_CTX* context() const { return m_context.get(); }

private:
    std::unique_ptr<SSL_CTX, TlsFree> m_context;
    std::string m_source;
};

}  // namespace net
