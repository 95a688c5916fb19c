#include "crypto/sealed.hpp"

#include <doctest/doctest.h>

#include <set>

#include "crypto/aead.hpp"
#include "fixed.hpp"

namespace crypto {

namespace {

constexpr Place TokenPlace{base::WorkspaceId{12}, base::ChannelId{3}, "channel", "access_token",
                           45};

KeyRing ring_of(std::uint32_t version, std::uint8_t first = 0)
{
    KeyRing ring;
    ring.add({version, counted_key(first)});
    return ring;
}

std::string code_of(std::string_view sealed, Place const& place, KeyRing const& ring)
{
    auto const plain = unseal(sealed, place, ring);
    return plain ? "" : plain.error().code;
}

}  // namespace

TEST_CASE("sealed: known answers (V1)")
{
    Counting random;
    auto const ring = ring_of(7);
    auto const sealed = seal("EAAtoken", TokenPlace, ring, random);
    REQUIRE(sealed);
    CHECK(
        base::to_hex(*sealed) ==
        "0101000000076465666768696a6b6c6d6e6f707172737475767778797a7b3932b8c49045ececc567a2ebb11a1b"
        "047d868250f6997e07");
    CHECK(sealed->size() == 8 + SealedOverhead);
    auto const plain = unseal(*sealed, TokenPlace, ring);
    REQUIRE(plain);
    CHECK(plain->view() == "EAAtoken");
    CHECK(key_version_of(*sealed) == 7);

    Counting again;
    CHECK(
        base::to_hex(*seal("", {base::WorkspaceId{12}, {}, "user", "totp_seed", 1}, ring, again)) ==
        "0101000000076465666768696a6b6c6d6e6f707172737475767778797a7b098a8adf50fe7386943a128cc12fb3"
        "01");
}

TEST_CASE("sealed: a value moved to any other place does not open (V2)")
{
    auto const ring = ring_of(1);
    auto& random = base::real_world().random;
    auto const sealed = *seal("secret", TokenPlace, ring, random);
    REQUIRE(code_of(sealed, TokenPlace, ring) == "");
    auto elsewhere = [&](auto change) {
        auto place = TokenPlace;
        change(place);
        return code_of(sealed, place, ring);
    };
    CHECK(elsewhere([](Place& p) { p.workspace = {13}; }) == "sealed_damaged");
    CHECK(elsewhere([](Place& p) { p.channel = {4}; }) == "sealed_damaged");
    CHECK(elsewhere([](Place& p) { p.channel = {}; }) == "sealed_damaged");
    CHECK(elsewhere([](Place& p) { p.table = "channe"; }) == "sealed_damaged");
    CHECK(elsewhere([](Place& p) { p.column = "app_secret"; }) == "sealed_damaged");
    CHECK(elsewhere([](Place& p) { p.row = 46; }) == "sealed_damaged");
    // Parts that run into one another must not look alike.
    CHECK(aead::parts({"ab", "c"}) != aead::parts({"a", "bc"}));
    CHECK_THROWS_AS(aead::parts({std::string(65'536, 'x')}), std::length_error);
}

TEST_CASE("sealed: one flipped bit anywhere, or any cut, does not open (V3)")
{
    auto const ring = ring_of(1);
    auto const sealed = *seal("secret", TokenPlace, ring, base::real_world().random);
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            auto damaged = sealed;
            damaged[at] = char(damaged[at] ^ (1 << bit));
            auto const expected = at < 2 ? "sealed_malformed"
                                : at < 6 ? "sealed_unknown_key"
                                         : "sealed_damaged";
            CHECK(code_of(damaged, TokenPlace, ring) == expected);
        }
        auto const cut = code_of(sealed.substr(0, at), TokenPlace, ring);
        CHECK(cut == (at < SealedOverhead ? "sealed_malformed" : "sealed_damaged"));
    }
    CHECK(code_of(sealed + "x", TokenPlace, ring) == "sealed_damaged");
    CHECK(code_of("", TokenPlace, ring) == "sealed_malformed");
}

TEST_CASE("sealed: old versions still open while the ring holds them, new ones use the newest")
{
    auto& random = base::real_world().random;
    KeyRing ring;
    ring.add({1, counted_key(1)});
    auto const old = *seal("first", TokenPlace, ring, random);
    ring.add({2, counted_key(2)});
    auto const fresh = *seal("second", TokenPlace, ring, random);
    CHECK(key_version_of(fresh) == 2);
    CHECK(unseal(old, TokenPlace, ring)->view() == "first");
    CHECK(code_of(old, TokenPlace, ring_of(2, 2)) == "sealed_unknown_key");
    CHECK(code_of(fresh, TokenPlace, ring_of(2, 9)) == "sealed_damaged");
    CHECK_THROWS_AS(KeyRing().newest(), std::logic_error);
}

TEST_CASE("sealed: 64 KiB fit, one byte more is refused, and no nonce comes twice (V9)")
{
    auto const ring = ring_of(1);
    auto& random = base::real_world().random;
    auto const most = *seal(std::string(65'536, 'x'), TokenPlace, ring, random);
    CHECK(unseal(most, TokenPlace, ring)->view().size() == 65'536);
    CHECK(seal(std::string(65'537, 'x'), TokenPlace, ring, random).error().code == "too_long");

    std::set<std::string> nonces;
    for (int i = 0; i < 10'000; ++i)
        nonces.insert(seal("x", TokenPlace, ring, random)->substr(6, 24));
    CHECK(nonces.size() == 10'000);
}

TEST_CASE("sealed: the API may say the last four characters of long secrets only")
{
    CHECK(last4("EAAabcdefgh1234") == "1234");
    CHECK(last4("elevenchars").empty());
    CHECK(last4("").empty());
}

TEST_CASE("data key: known answers, and a wrapped key opens only where it belongs (V1, V2, V3)")
{
    Counting random;
    auto const wrap_key = counted_key(50);
    DataKey const key{7, counted_key()};
    auto const wrapped = wrap(key, wrap_key, {12}, random);
    CHECK(
        base::to_hex(wrapped) ==
        "01016465666768696a6b6c6d6e6f707172737475767778797a7b36815c6b2bed17a470af8593a4104f112001bf"
        "f50ae81909afc74ce92087e439ae528cfc5642bb47c82654bd124fd95c");
    auto const opened = unwrap(wrapped, wrap_key, {12}, 7);
    REQUIRE(opened);
    CHECK(same(opened->bytes.bytes(), key.bytes.bytes()));
    CHECK(opened->version == 7);

    CHECK_FALSE(unwrap(wrapped, wrap_key, {13}, 7));
    CHECK_FALSE(unwrap(wrapped, wrap_key, {12}, 8));
    CHECK_FALSE(unwrap(wrapped, counted_key(51), {12}, 7));
    for (std::size_t at = 0; at < wrapped.size(); ++at) {
        auto damaged = wrapped;
        damaged[at] = char(~damaged[at]);
        CHECK(unwrap(damaged, wrap_key, {12}, 7).error().code == "wrapped_key_damaged");
        CHECK_FALSE(unwrap(wrapped.substr(0, at), wrap_key, {12}, 7));
    }
}

TEST_CASE("data key: the file's key and its public mark are derived, each in its own way (V1)")
{
    CHECK(hex(file_key({1, counted_key()}).bytes()) ==
          "325700ff7cf45c67f9052881710faefceb1ec597bc04636cda5bef2c5068253e");
    CHECK(hex(file_mark(counted_key())) == "5f80a8b362db8e69dab3751b98f067c1");
}

}  // namespace crypto
