#include "crypto/totp.hpp"

#include "crypto/hmac.hpp"
#include "crypto/secret.hpp"

namespace crypto {

namespace {

constexpr std::int64_t StepMillis = 30'000;

std::string percent_encoded(std::string_view text)
{
    static constexpr char Digits[] = "0123456789ABCDEF";
    std::string out;
    for (auto const c : text) {
        auto const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out.push_back(c);
        } else {
            auto const byte = static_cast<unsigned char>(c);
            out.push_back('%');
            out.push_back(Digits[byte >> 4]);
            out.push_back(Digits[byte & 15]);
        }
    }
    return out;
}

}  // namespace

std::int64_t totp_step(base::Instant now) { return now.ms / StepMillis; }

std::string totp_code(std::string_view seed, std::int64_t step, int digits)
{
    std::string counter;
    for (int shift = 56; shift >= 0; shift -= 8)
        counter.push_back(char((step >> shift) & 0xFF));
    auto const mac = hmac_sha1(seed, counter);
    auto const at = std::size_t(mac.back() & 15);
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i)
        number = number << 8 | static_cast<unsigned char>(mac[at + i]);
    number &= 0x7FFFFFFF;

    std::string code(std::size_t(digits), '0');
    for (auto place = code.size(); place-- > 0; number /= 10)
        code[place] = char('0' + number % 10);
    return code;
}

std::optional<std::int64_t> totp_match(std::string_view seed, std::string_view code,
                                       base::Instant now, std::int64_t last_used)
{
    std::string typed;
    for (auto const c : code.substr(0, 20))
        if (c != ' ')
            typed.push_back(c);
    std::optional<std::int64_t> match;
    // All three are always compared, so that the time taken does not tell which one fitted.
    for (auto step = totp_step(now) - 1; step <= totp_step(now) + 1; ++step)
        if (same(typed, totp_code(seed, step)) && step > last_used)
            match = step;
    return match;
}

std::string totp_uri(std::string_view seed, std::string_view issuer, std::string_view account)
{
    return "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(account) +
           "?secret=" + base32(seed) + "&issuer=" + percent_encoded(issuer) +
           "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace crypto
