#include "net/certificate.hpp"

#include <openssl/x509v3.h>

#include <ctime>

#include "net/wire.hpp"

namespace net {

using base::Error;
using base::Fault;

namespace {

struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};

base::Instant instant_of(ASN1_TIME const* time)
{
    std::tm parts{};
    ASN1_TIME_to_tm(time, &parts);
    return {std::int64_t(::timegm(&parts)) * 1000};
}

std::vector<std::string> names_of(X509* certificate)
{
    std::vector<std::string> out;
    std::unique_ptr<GENERAL_NAMES, FreeCertificate> const names(static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        auto const* const name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type != GEN_DNS)
            continue;
        auto const* const text = name->d.dNSName;
        out.emplace_back(reinterpret_cast<char const*>(ASN1_STRING_get0_data(text)),
                         std::size_t(ASN1_STRING_length(text)));
    }
    return out;
}

}  // namespace

base::Result<Certificate> certificate_of(Url const& url,
                                         std::vector<base::Address> const& addresses,
                                         Trust const& trust, base::Clock const& clock,
                                         std::chrono::milliseconds patience)
{
    Deadline const deadline{clock, clock.monotonic() + patience};
    std::string why = "it has no address";
    for (auto const& address : addresses) {
        Wire wire;
        if (wire.connect(address, url.port, deadline) != Wire::Step::fine) {
            why = wire.why();
            continue;
        }
        if (wire.secure(trust, url.host, deadline) != Wire::Step::fine)
            return Error{Fault::provider, "not_trusted", wire.why()};
        std::unique_ptr<X509, FreeCertificate> const shown(wire.certificate());
        if (!shown)
            return Error{Fault::provider, "not_trusted", "it showed no certificate"};
        return Certificate{names_of(shown.get()), instant_of(X509_get0_notAfter(shown.get()))};
    }
    return Error{Fault::unavailable, "not_reached", why};
}

}  // namespace net
