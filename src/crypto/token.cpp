#include "crypto/token.hpp"

#include <array>
#include <cstdint>

#include "crypto/base32.hpp"
#include "crypto/hmac.hpp"
#include "crypto/secret.hpp"

namespace crypto {

namespace {

constexpr std::string_view Tag = "sapa_";
constexpr std::size_t IdSize = 8;
constexpr std::size_t SecretSize = 43;  // 62^43 > 2^256
constexpr std::size_t CheckSize = 6;    // 62^6 > 2^32
constexpr std::size_t TokenBytes = 32;
constexpr std::size_t TokenSize = 43;
constexpr std::size_t RecoveryBytes = 16;
constexpr std::size_t RecoverySize = 26;
constexpr std::size_t RecoveryGroup = 5;

constexpr std::string_view Base62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

// CRC-32 as in gzip and PNG (polynomial EDB88320, reflected).
constexpr std::array<std::uint32_t, 256> crc_table()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        auto value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320U : 0);
        table[i] = value;
    }
    return table;
}

std::uint32_t crc32(std::string_view text)
{
    static constexpr auto Table = crc_table();
    auto crc = 0xFFFFFFFFU;
    for (auto const c : text)
        crc = (crc >> 8) ^ Table[(crc ^ static_cast<unsigned char>(c)) & 0xFF];
    return ~crc;
}

std::string check_of(std::string_view text)
{
    std::string digits(CheckSize, '0');
    auto rest = crc32(text);
    for (auto at = CheckSize; at-- > 0; rest /= 62)
        digits[at] = Base62[rest % 62];
    return digits;
}

std::string base62(base::Random& random, std::size_t size)
{
    std::string text;
    while (text.size() < size)
        text.push_back(Base62[random.number_below(62)]);
    return text;
}

bool is_base62(std::string_view text) { return text.find_first_not_of(Base62) == text.npos; }

}  // namespace

std::string new_token(base::Random& random) { return to_base64url(random.bytes(TokenBytes)); }

bool is_token(std::string_view text)
{
    return text.size() == TokenSize && from_base64url(text).has_value();
}

ApiToken new_api_token(base::Random& random)
{
    ApiToken token;
    token.id = base62(random, IdSize);
    token.text = std::string(Tag) + token.id + "_" + base62(random, SecretSize);
    token.text += check_of(token.text);
    return token;
}

std::optional<std::string> api_token_id(std::string_view text)
{
    constexpr auto BeforeSecret = Tag.size() + IdSize + 1;
    constexpr auto BeforeCheck = BeforeSecret + SecretSize;
    if (text.size() != BeforeCheck + CheckSize || !text.starts_with(Tag) ||
        text[BeforeSecret - 1] != '_')
        return std::nullopt;
    auto const id = text.substr(Tag.size(), IdSize);
    if (!is_base62(id) || !is_base62(text.substr(BeforeSecret)) ||
        !same(text.substr(BeforeCheck), check_of(text.substr(0, BeforeCheck))))
        return std::nullopt;
    return std::string(id);
}

std::string new_recovery_code(base::Random& random)
{
    auto const plain = base32(random.bytes(RecoveryBytes));
    std::string grouped;
    for (std::size_t at = 0; at < plain.size(); at += RecoveryGroup)
        grouped.append(at == 0 ? "" : "-").append(plain.substr(at, RecoveryGroup));
    return grouped;
}

std::optional<std::string> recovery_code_of(std::string_view typed)
{
    std::string code;
    for (auto const c : typed.substr(0, 100)) {
        if (c == '-' || c == ' ')
            continue;
        // Digits that base32 does not have are letters misread from paper.
        code.push_back(c == '0' ? 'O' : c == '1' ? 'I' : c == '8' ? 'B' : c);
    }
    auto const bytes = code.size() == RecoverySize ? from_base32(code) : std::nullopt;
    if (!bytes)
        return std::nullopt;
    return base32(*bytes);
}

}  // namespace crypto
