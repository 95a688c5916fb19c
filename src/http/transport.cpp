#include "http/transport.hpp"

#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace http {

namespace {

using Then = Moved::Then;

constexpr unsigned char OnlyHttp11[] = "\x08http/1.1";

int choose_protocol(SSL*, unsigned char const** chosen, unsigned char* chosen_size,
                    unsigned char const* offered, unsigned offered_size, void*)
{
    unsigned char* out = nullptr;
    auto const found = SSL_select_next_proto(&out, chosen_size, OnlyHttp11, sizeof OnlyHttp11 - 1,
                                             offered, offered_size);
    *chosen = out;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

std::string last_tls_error()
{
    char text[256] = "unknown";
    if (auto const code = ERR_get_error(); code != 0)
        ERR_error_string_n(code, text, sizeof text);
    ERR_clear_error();
    return text;
}

Moved of_tls(SSL* tls, int result)
{
    if (result > 0)
        return {std::size_t(result), Then::fine};
    auto const why = SSL_get_error(tls, result);
    ERR_clear_error();
    if (why == SSL_ERROR_WANT_READ)
        return {0, Then::wait_readable};
    if (why == SSL_ERROR_WANT_WRITE)
        return {0, Then::wait_writable};
    return {0, Then::ended};
}

Moved of_socket(ssize_t result, Then when_blocked)
{
    if (result > 0)
        return {std::size_t(result), Then::fine};
    if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return {0, when_blocked};
    return {0, Then::ended};
}

}  // namespace

base::Result<TlsContext> open_tls_context(std::string const& certificate_file,
                                          std::string const& key_file)
{
    ERR_clear_error();
    TlsContext context(SSL_CTX_new(TLS_server_method()));
    if (!context)
        return base::Error{base::Fault::unavailable, "bad_certificate", last_tls_error()};
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                           SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_RELEASE_BUFFERS |
                                        SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate_file.c_str()) != 1)
        return base::Error{base::Fault::invalid, "bad_certificate",
                           certificate_file + ": " + last_tls_error()};
    if (SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context.get()) != 1)
        return base::Error{base::Fault::invalid, "bad_certificate",
                           key_file + ": " + last_tls_error()};
    return context;
}

Moved shake_hands(SSL* tls)
{
    ERR_clear_error();
    return of_tls(tls, SSL_accept(tls));
}

Moved read_some(int fd, SSL* tls, std::span<char> room)
{
    if (tls == nullptr)
        return of_socket(::recv(fd, room.data(), room.size(), 0), Then::wait_readable);
    ERR_clear_error();
    return of_tls(tls,
                  SSL_read(tls, room.data(), int(std::min<std::size_t>(room.size(), 1 << 20))));
}

Moved write_some(int fd, SSL* tls, std::span<iovec> pieces)
{
    if (tls == nullptr) {
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = pieces.size();
        return of_socket(::sendmsg(fd, &message, MSG_NOSIGNAL), Then::wait_writable);
    }
    ERR_clear_error();
    auto const size = std::min<std::size_t>(pieces[0].iov_len, 1 << 20);
    return of_tls(tls, SSL_write(tls, pieces[0].iov_base, int(size)));
}

}  // namespace http
