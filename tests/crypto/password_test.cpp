#include "crypto/password.hpp"

#include <doctest/doctest.h>

#include <time.h>

#include <chrono>
#include <future>

namespace crypto {

namespace {

using namespace std::chrono_literals;

// Cheap enough for a test; libsodium's least.
constexpr PasswordCost TestCost{1, 8U << 10};

std::string problem(std::string_view password)
{
    return password_problem(password, {"Sapa", "Warung Makmur", "dewi.lestari@makmur.example"})
        .value_or("");
}

}  // namespace

TEST_CASE("password: a hash tells the right one, and its price is inside it")
{
    PasswordHasher hasher(FullCost);
    auto const stored = hasher.hash("kuda benar baterai");
    REQUIRE(stored);
    CHECK(stored->starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
    CHECK(*hasher.is_right(*stored, "kuda benar baterai"));
    CHECK_FALSE(*hasher.is_right(*stored, "kuda benar baterei"));
    CHECK_FALSE(*hasher.is_right(*stored, ""));
    CHECK_FALSE(hasher.needs_rehash(*stored));
    CHECK(PasswordHasher(SmallCost).needs_rehash(*stored));
}

TEST_CASE("password: an unknown person costs as much as a known one and is never right")
{
    // The thread's own time, so that a busy machine does not matter.
    auto const spent = [] {
        struct timespec time = {};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
    };
    PasswordHasher hasher(FullCost);
    auto const stored = *hasher.hash("kuda benar baterai");
    auto const took = [&](std::optional<std::string> const& text) {
        auto const start = spent();
        CHECK_FALSE(*hasher.is_right(text, "wrong one, sorry"));
        return spent() - start;
    };
    auto const known = std::min(took(stored), took(stored));
    auto const unknown = std::min(took(std::nullopt), took(std::nullopt));
    CHECK(unknown > known / 2);
    CHECK(unknown < known * 2);
    CHECK_FALSE(*hasher.is_right(std::nullopt, ""));
}

TEST_CASE("password: what is stored and is no hash is said, not taken for a wrong password")
{
    PasswordHasher hasher(TestCost);
    CHECK(hasher.is_right("nonsense", "x").error().code == "password_unverifiable");
}

TEST_CASE("password: a crowd is served two at a time, and who waits too long hears busy")
{
    PasswordHasher hasher(PasswordCost{8, 32U << 20}, 100ms);
    std::vector<std::future<base::Result<std::string>>> crowd;
    for (int i = 0; i < 6; ++i)
        crowd.push_back(std::async(std::launch::async, [&] { return hasher.hash("anything"); }));
    int served = 0;
    int busy = 0;
    for (auto& one : crowd) {
        auto const result = one.get();
        served += result.ok() ? 1 : 0;
        busy += !result && result.error().code == "busy" && result.error().retry_after_s == 2;
    }
    CHECK(served >= 2);
    CHECK(served + busy == 6);
    CHECK(busy >= 1);
}

TEST_CASE("password: length counts characters, not bytes")
{
    CHECK(problem("") == "too_short");
    CHECK(problem("kX9$mQ2vL") == "too_short");
    CHECK(problem("kX9$mQ2vLp") == "");
    CHECK(problem("\u0645\u0641\u062A\u0627\u062D\u0637\u0648\u064A\u0644\u062C\u062F\u0627") ==
          "");
    CHECK(problem("\u0645\u0641\u062A\u0627\u062D") == "too_short");
    std::string longest;
    for (int i = 0; i < 32; ++i)
        longest += std::string("kX9$mQ") + char('a' + i % 26) + char('A' + i / 26);
    CHECK(longest.size() == 256);
    CHECK(problem(longest) == "");
    CHECK(problem(longest + "z") == "too_long");
}

TEST_CASE("password: well-known ones are refused, whatever stands around them")
{
    for (auto const* common : {"password123",      "Password2024!",
                               "P@ssw0rd123",      "p4ssw0rd!!",
                               "passwordpassword", "1234567890",
                               "0987654321",       "123123123123",
                               "qwertyuiop",       "qwerty123456",
                               "QwErTyUiOp!",      "1q2w3e4r5t",
                               "1qaz2wsx3edc",     "zxcvbnm,./",
                               "aaaaaaaaaa",       "ababababab",
                               "abcabcabcabc",     "abcdefghij",
                               "iloveyou123",      "sayangku123",
                               "bismillah99",      "bismillah1",
                               "alhamdulillah",    "katasandi1",
                               "rahasia1234",      "indonesia45",
                               "flamengo2024",     "minhasenha1",
                               "liverpool1892",    "administrator",
                               "changeme!!!",      "letmein1234",
                               "trustno1trustno1", "correcthorsebatterystaple",
                               "08123456789",      "628123456789",
                               "17081945170845",   "sunshinelove",
                               "dragonmonkey1",    "m1cr0s0ft2020",
                               "whatsapp2024",     "welcome@123",
                               "Admin@123456",     "januari2026!"})
        CHECK_MESSAGE(problem(common) == "too_common", common);
}

TEST_CASE("password: good ones are not refused")
{
    for (auto const* good :
         {"kuda benar baterai staples", "tr0ub4dor&3xQ", "mQ8#vLp2kX",
          "hujan di bulan juni pukul 4", "o cavalo azul come bolo", "correct donkey battery",
          "hello-8412-9931-7743", "Zmx9-qqtR-77ab", "bukit teh jam lima"})
        CHECK_MESSAGE(problem(good) == "", good);
}

TEST_CASE("password: names of the product, the workspace and the person are not enough")
{
    CHECK(problem("sapa-x7k2q") == "contains_name");
    CHECK(problem("Makmur#77xq") == "contains_name");
    CHECK(problem("dewi.l.x99") == "contains_name");
    CHECK(problem("Lestari!xq2") == "contains_name");
    CHECK(problem("lestari hujan kopi 7 bukit") == "");
}

}  // namespace crypto
