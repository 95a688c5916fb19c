#include "net/http_date.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace net {

std::optional<base::Instant> read_http_date(std::string_view text)
{
    static constexpr std::array<std::string_view, 12> Months = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    // Sun, 06 Nov 1994 08:49:37 GMT
    if (text.size() != 29 || text.substr(3, 2) != ", " || text[7] != ' ' || text[11] != ' ' ||
        text.substr(16, 1) != " " || text.substr(25) != " GMT")
        return std::nullopt;
    auto const month = std::ranges::find(Months, text.substr(8, 3));
    if (month == Months.end())
        return std::nullopt;
    auto const number = std::to_string(month - Months.begin() + 1);
    auto const spelled = std::string(text.substr(12, 4)) + "-" + (number.size() == 1 ? "0" : "") +
                         number + "-" + std::string(text.substr(5, 2)) + "T" +
                         std::string(text.substr(17, 8)) + "Z";
    auto const at = base::from_rfc3339(spelled);
    return at ? std::optional(*at) : std::nullopt;
}

}  // namespace net
