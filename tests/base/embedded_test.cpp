#include "base/embedded.hpp"

#include <doctest/doctest.h>

TEST_CASE("embedded: the licence and root certificates are inside")
{
    CHECK(base::embedded_file("LICENSE").find("Apache License") != std::string_view::npos);
    CHECK(base::embedded_ca_bundle().starts_with("-----BEGIN CERTIFICATE-----"));
}

TEST_CASE("embedded: the terms of what is linked are inside")
{
    auto const licences = base::embedded_file("licences.txt");
    for (auto const* part : {"SQLite3 Multiple Ciphers", "cpp-httplib", "libsodium", "OpenSSL"})
        CHECK(licences.find(part) != std::string_view::npos);
}

TEST_CASE("embedded: an unknown name gives nothing")
{
    CHECK(base::embedded_file("no such file").empty());
}
