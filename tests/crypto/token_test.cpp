#include "crypto/token.hpp"

#include <doctest/doctest.h>

#include <set>

#include "crypto/hmac.hpp"
#include "crypto/totp.hpp"
#include "fixed.hpp"

namespace crypto {

TEST_CASE("base64url: only its own letters, and only as they are written")
{
    CHECK(from_base64url("aGFsbw") == "halo");
    for (auto const text :
         {"aGFsb\xe9", "\xe9GFsbw", "aGFsbw==", "aGFs bw", "aGFs+w", "aGFsbx", "a"})
        CHECK_FALSE(from_base64url(text));
}

TEST_CASE("token: 256 bits as base64url, never twice")
{
    auto& random = base::real_world().random;
    std::set<std::string> tokens;
    for (int i = 0; i < 10'000; ++i)
        tokens.insert(new_token(random));
    CHECK(tokens.size() == 10'000);
    CHECK(is_token(*tokens.begin()));
    CHECK_FALSE(is_token(""));
    CHECK_FALSE(is_token("0"));
    CHECK_FALSE(is_token(std::string(42, 'a')));
    CHECK_FALSE(is_token(std::string(42, 'a') + "+"));
    CHECK_FALSE(is_token(std::string(44, 'a')));
}

TEST_CASE("token: an API token carries its id and a check that catches typing errors")
{
    auto const token = new_api_token(base::real_world().random);
    CHECK(token.text.size() == 63);
    CHECK(token.text.starts_with("sapa_" + token.id + "_"));
    CHECK(api_token_id(token.text) == token.id);
    for (std::size_t at = 0; at < token.text.size(); ++at) {
        auto wrong = token.text;
        wrong[at] = wrong[at] == 'x' ? 'y' : 'x';
        CHECK_FALSE(api_token_id(wrong));
        CHECK_FALSE(api_token_id(token.text.substr(0, at)));
    }
    CHECK_FALSE(api_token_id(token.text + "0"));
    CHECK_FALSE(api_token_id(""));
}

TEST_CASE("token: the check of an API token is CRC32 in base62 (V1)")
{
    // zlib.crc32 of what stands before the last six characters is 876760585.
    CHECK(api_token_id("sapa_AAAAAAAA_00000000000000000000000000000000000000000000xKnTl") ==
          "AAAAAAAA");
}

TEST_CASE("token: a recovery code is understood however it is typed")
{
    Counting random;
    auto const code = new_recovery_code(random);
    CHECK(code == "MRSWM-Z3INF-VGW3D-NNZXX-A4LSO-M");
    CHECK(recovery_code_of(code) == "MRSWMZ3INFVGW3DNNZXXA4LSOM");
    CHECK(recovery_code_of("mrswm z3inf vgw3d nnzxx a4lso m") == "MRSWMZ3INFVGW3DNNZXXA4LSOM");
    CHECK(recovery_code_of("MRSWMZ31NFVGW3DNNZXXA4LS0M") == "MRSWMZ3INFVGW3DNNZXXA4LSOM");
    CHECK_FALSE(recovery_code_of(""));
    CHECK_FALSE(recovery_code_of("MRSWM"));
    CHECK_FALSE(recovery_code_of("MRSWMZ3INFVGW3DNNZXXA4LSO?"));
}

TEST_CASE("base32: the vectors of RFC 4648, without padding")
{
    CHECK(base32("") == "");
    CHECK(base32("f") == "MY");
    CHECK(base32("fo") == "MZXQ");
    CHECK(base32("foo") == "MZXW6");
    CHECK(base32("foob") == "MZXW6YQ");
    CHECK(base32("fooba") == "MZXW6YTB");
    CHECK(base32("foobar") == "MZXW6YTBOI");
    CHECK(from_base32("mzxw6ytboi") == "foobar");
    CHECK_FALSE(from_base32("MZXW6===").has_value());
}

TEST_CASE("totp: the vectors of RFC 6238 for SHA-1 (V1)")
{
    constexpr std::string_view Seed = "12345678901234567890";
    auto const at = [&](std::int64_t seconds) {
        return totp_code(Seed, totp_step({seconds * 1000}), 8);
    };
    CHECK(at(59) == "94287082");
    CHECK(at(1111111109) == "07081804");
    CHECK(at(1111111111) == "14050471");
    CHECK(at(1234567890) == "89005924");
    CHECK(at(2000000000) == "69279037");
    CHECK(at(20000000000) == "65353130");
}

TEST_CASE("totp: one step either side is taken, and none twice")
{
    constexpr std::string_view Seed = "12345678901234567890";
    base::Instant const now{59'000};
    CHECK(totp_code(Seed, 1) == "287082");
    CHECK(totp_match(Seed, "287082", now, 0) == 1);
    CHECK(totp_match(Seed, "287 082", now, 0) == 1);
    CHECK_FALSE(totp_match(Seed, "287082", now, 1));
    CHECK(totp_match(Seed, "287082", {89'000}, 0) == 1);
    CHECK(totp_match(Seed, totp_code(Seed, 2), now, 1) == 2);
    CHECK_FALSE(totp_match(Seed, "287082", {90'000}, 0));
    CHECK_FALSE(totp_match(Seed, totp_code(Seed, 3), now, 0));
    for (auto const* code : {"", "28708", "2870820", "abcdef", "287083"})
        CHECK_FALSE(totp_match(Seed, code, now, 0));
}

TEST_CASE("totp: the address for the QR code is escaped")
{
    CHECK(totp_uri("12345678901234567890", "Sapa", "ibu dewi@toko.example") ==
          "otpauth://totp/Sapa:ibu%20dewi%40toko.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
          "&issuer=Sapa&algorithm=SHA1&digits=6&period=30");
}

}  // namespace crypto
