#include "crypto/hmac.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "crypto/hash.hpp"

namespace crypto {

namespace {

constexpr std::string_view AppSecret = "sim_app_secret_0001";

bool genuine(std::string_view body, std::string_view hex)
{
    return verify_meta_signature(AppSecret, "sha256=" + std::string(hex), body);
}

}  // namespace

TEST_CASE("hmac: HMAC-SHA256 and SHA-1 give the answers of RFC 4231 and RFC 2202")
{
    CHECK(base::to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(base::to_hex(hmac_sha256(std::string(131, '\xaa'),
                                   "Test Using Larger Than Block-Size Key - Hash Key First")) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    CHECK(base::to_hex(hmac_sha1("Jefe", "what do ya want for nothing?")) ==
          "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    CHECK(hmac_sha256("", "").size() == 32);
}

TEST_CASE("hmac: webhooks of Meta are genuine over exactly the bytes that came")
{
    CHECK(genuine(R"({"object":"whatsapp_business_account","entry":[]})",
                  "e8738d67f457481bdbfe124f0bedcd8afd8cf15a4ac4d506d36f1c4f223bb464"));
    CHECK(genuine(R"({"object": "whatsapp_business_account", "entry": []})",
                  "cb40da557053c50c2a2065ea3ed83f38fbfe417fd8edb1ea29f44c4f8ccc3324"));
    CHECK(genuine(R"({"t":"caf\u00e9 \/ ok"})",
                  "b64dbb72b89fa88e8cce27070124ead9188c869c63325a7b73d842094d4b692b"));
    CHECK(genuine("{\"t\":\"caf\xC3\xA9 / ok\"}",
                  "38ca8e4972e01f3b9ba506796049f686f3ca3e71a07bd19823d4892cbeb1c324"));
    CHECK(genuine("", "8627e966a863a1355d68e68b099c15ceacfc2fcafaec59570c416ecb2f31c53b"));

    CHECK_FALSE(genuine(R"({"object":"whatsapp_business_account","entry":[] })",
                        "e8738d67f457481bdbfe124f0bedcd8afd8cf15a4ac4d506d36f1c4f223bb464"));
}

TEST_CASE("hmac: a header of another shape, another secret or none is never genuine")
{
    std::string const right = meta_signature(AppSecret, "x");
    CHECK(verify_meta_signature(AppSecret, right, "x"));
    CHECK_FALSE(verify_meta_signature("", meta_signature("", "x"), "x"));
    CHECK_FALSE(verify_meta_signature("other", right, "x"));
    CHECK_FALSE(verify_meta_signature(AppSecret, "", "x"));
    CHECK_FALSE(verify_meta_signature(AppSecret, "sha256=", "x"));
    CHECK_FALSE(verify_meta_signature(AppSecret, right.substr(0, 70), "x"));
    CHECK_FALSE(verify_meta_signature(AppSecret, right + "0", "x"));
    CHECK_FALSE(verify_meta_signature(AppSecret, "sha1=" + right.substr(7), "x"));
    CHECK_FALSE(verify_meta_signature(AppSecret, right.substr(7), "x"));
    CHECK_FALSE(verify_meta_signature(AppSecret, "sha256=" + std::string(64, 'g'), "x"));
}

TEST_CASE("hmac: appsecret_proof is the HMAC of the token")
{
    CHECK(base::to_hex(hmac_sha256(AppSecret, "EAASIMTOKEN0001")) ==
          "35ee3ba0aff16c4bfa2c8e8b317f575365aebb642b4bc3574cd8abedce1d176c");
}

TEST_CASE("hmac: a signed_request opens with its secret, for a day")
{
    constexpr std::string_view Text =
        "r83i4peXCkJirdD8KUYDL0HCYLQlFZnRPa_IGYAAqQ0."
        "eyJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsImlzc3VlZF9hdCI6MTc5NTAwMDAwMCwidXNlcl9pZCI6Ijcw"
        "MDEyMzQ1Njc4OTAxMjMifQ";
    base::Instant const then{1795000000'000};
    auto const opened = open_signed_request(AppSecret, Text, then);
    REQUIRE(opened);
    CHECK(base::text_at(*opened, "user_id") == "7001234567890123");

    auto const code = [&](std::string_view secret, std::string_view text, base::Instant now) {
        return open_signed_request(secret, text, now).error().code;
    };
    CHECK(code("other", Text, then) == "signed_request_forged");
    CHECK(code("", Text, then) == "signed_request_forged");
    CHECK(code(AppSecret, Text, {1795000000'000 + 86'401'000}) == "signed_request_expired");
    CHECK(code(AppSecret, "abc", then) == "signed_request_malformed");
    CHECK(code(AppSecret, "YQ.YQ", then) == "signed_request_malformed");
    CHECK(code(AppSecret, "", then) == "signed_request_malformed");
    auto const other_algorithm = to_base64url(
                                     hmac_sha256(AppSecret, "eyJhbGdvcml0aG0iOiJub25lIn0")) +
                                 ".eyJhbGdvcml0aG0iOiJub25lIn0";
    CHECK(code(AppSecret, other_algorithm, then) == "signed_request_forged");
}

TEST_CASE("hash: SHA-256 of a stream is that of the whole")
{
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Sha256 sum;
    sum.add("a");
    sum.add("bc");
    CHECK(base::to_hex(sum.done()) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(base::to_hex(sum.done()) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("hash: a token's hash depends on the key")
{
    crypto::Secret<32> key;
    key.bytes()[0] = 1;
    crypto::Secret<32> other;
    CHECK(token_hash(key, "t").size() == 32);
    CHECK(token_hash(key, "t") == token_hash(key, "t"));
    CHECK(token_hash(key, "t") != token_hash(other, "t"));
    CHECK(token_hash(key, "t") != token_hash(key, "u"));
}

TEST_CASE("secret: contents compare without early exit, and memory starts wiped on demand")
{
    CHECK(same("abc", "abc"));
    CHECK_FALSE(same("abc", "abd"));
    CHECK_FALSE(same("abc", "ab"));
    CHECK(same("", ""));
    std::string text = "secret";
    wipe(text);
    CHECK(text.empty());
    static_assert(!std::is_copy_constructible_v<crypto::Secret<32>>);
    static_assert(!std::is_copy_constructible_v<SecretText>);
    SecretText token("EAAtoken");
    SecretText moved = std::move(token);
    CHECK(moved.view() == "EAAtoken");
    CHECK(SecretText("").empty());
}

}  // namespace crypto
