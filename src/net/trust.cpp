#include "net/trust.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "base/embedded.hpp"

namespace net {

namespace {

// Debian and Alpine, RHEL and Fedora, SUSE, and where others link them (read off the packages
// ca-certificates of each, 2026-11-21).
constexpr std::array Places{
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/var/lib/ca-certificates/ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
};

std::unique_ptr<SSL_CTX, TlsFree> new_context()
{
    std::unique_ptr<SSL_CTX, TlsFree> context(SSL_CTX_new(TLS_client_method()));
    if (!context)
        throw std::runtime_error("net: no TLS context");
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_AUTO_RETRY);
    return context;
}

bool load_file(SSL_CTX* context, char const* path)
{
    ERR_clear_error();
    auto const loaded = ::access(path, R_OK) == 0 && SSL_CTX_load_verify_file(context, path) == 1;
    ERR_clear_error();
    return loaded;
}

// Number of certificates taken from PEM text.
int load_text(SSL_CTX* context, std::string_view pem)
{
    std::unique_ptr<BIO, decltype(&BIO_free)> const text(
        BIO_new_mem_buf(pem.data(), int(pem.size())), BIO_free);
    auto* const store = SSL_CTX_get_cert_store(context);
    auto count = 0;
    while (auto* one = PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)) {
        count += X509_STORE_add_cert(store, one) == 1;
        X509_free(one);
    }
    ERR_clear_error();  // the end of the text is told as an error
    return count;
}

}  // namespace

base::Result<std::shared_ptr<Trust const>> Trust::open_file(std::string const& path)
{
    auto trust = std::make_shared<Trust>();
    trust->m_context = new_context();
    trust->m_source = path;
    if (!load_file(trust->m_context.get(), path.c_str()))
        return base::Error{base::Fault::invalid, "bad_ca_bundle",
                           path + " holds no readable certificates"};
    return std::shared_ptr<Trust const>(std::move(trust));
}

base::Result<std::shared_ptr<Trust const>> Trust::open()
{
    if (auto const* chosen = std::getenv("SSL_CERT_FILE"); chosen != nullptr && *chosen != '\0')
        return open_file(chosen);
    for (auto const* place : Places)
        if (::access(place, R_OK) == 0)
            if (auto trust = open_file(place))
                return trust;
    return open_embedded();
}

base::Result<std::shared_ptr<Trust const>> Trust::open_embedded()
{
    auto trust = std::make_shared<Trust>();
    trust->m_context = new_context();
    trust->m_source = "embedded";
    if (load_text(trust->m_context.get(), base::embedded_ca_bundle()) == 0)
        return base::Error{base::Fault::unavailable, "bad_ca_bundle",
                           "no certificate authorities, neither here nor in the executable"};
    return std::shared_ptr<Trust const>(std::move(trust));
}

}  // namespace net
