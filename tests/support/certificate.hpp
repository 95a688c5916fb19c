#pragma once

// Certificates made on the spot, for tests of TLS on both sides.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace support {

// A folder that goes away with the object.
class TempFolder {
public:
    TempFolder()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "sapa-test-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr)
            throw std::runtime_error("mkdtemp");
        m_path = pattern;
    }
    ~TempFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TempFolder(TempFolder const&) = delete;
    std::string file(std::string const& name) const { return (m_path / name).string(); }
    std::string path() const { return m_path.string(); }

private:
    std::filesystem::path m_path;
};

// Writes a self-signed certificate for `names` ("DNS:localhost,IP:127.0.0.1") and its key. It
// is its own authority.
inline void make_certificate(std::string const& names, std::string const& certificate_file,
                             std::string const& key_file, long valid_from_s = -3'600,
                             long valid_until_s = 86'400)
{
    static long serial = 1;
    auto* const key = EVP_EC_gen("P-256");
    auto* const certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), valid_from_s);
    X509_gmtime_adj(X509_getm_notAfter(certificate), valid_until_s);
    X509_set_pubkey(certificate, key);
    auto* const name = X509_get_subject_name(certificate);
    auto const* const text = reinterpret_cast<unsigned char const*>("sapa test");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    auto* const alternatives = X509V3_EXT_conf_nid(nullptr, &context, NID_subject_alt_name,
                                                   names.c_str());
    X509_add_ext(certificate, alternatives, -1);
    X509_EXTENSION_free(alternatives);
    X509_sign(certificate, key, EVP_sha256());

    auto* const certificate_out = std::fopen(certificate_file.c_str(), "w");
    PEM_write_X509(certificate_out, certificate);
    std::fclose(certificate_out);
    auto* const key_out = std::fopen(key_file.c_str(), "w");
    PEM_write_PrivateKey(key_out, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(key_out);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

}  // namespace support
