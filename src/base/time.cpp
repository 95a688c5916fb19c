#include "base/time.hpp"

#include <algorithm>
#include <cstdio>

namespace base {

namespace {

bool digits(std::string_view text, std::size_t from, std::size_t count, int& out)
{
    if (text.size() < from + count)
        return false;
    out = 0;
    for (auto i = from; i < from + count; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        out = out * 10 + (text[i] - '0');
    }
    return true;
}

// The first and the last millisecond of the years 0000 to 9999, all that RFC 3339 can write.
constexpr std::int64_t First = -62'167'219'200'000;
constexpr std::int64_t Last = 253'402'300'799'999;

}  // namespace

std::string to_rfc3339(Instant at)
{
    using namespace std::chrono;
    auto const time = sys_time<milliseconds>(milliseconds(std::clamp(at.ms, First, Last)));
    auto const day = floor<days>(time);
    auto const date = year_month_day(day);
    auto const clock = hh_mm_ss(time - day);
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                  int(clock.minutes().count()), int(clock.seconds().count()),
                  int(clock.subseconds().count()));
    return text;
}

Result<Instant> from_rfc3339(std::string_view text)
{
    using namespace std::chrono;
    auto const wrong = Error{Fault::invalid, "not_a_time"};
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
    if (text.size() < 20 || !digits(text, 0, 4, y) || text[4] != '-' || !digits(text, 5, 2, mo) ||
        text[7] != '-' || !digits(text, 8, 2, d) || (text[10] != 'T' && text[10] != 't') ||
        !digits(text, 11, 2, h) || text[13] != ':' || !digits(text, 14, 2, mi) || text[16] != ':' ||
        !digits(text, 17, 2, s))
        return wrong;
    auto const date = year_month_day(year(y), month(unsigned(mo)), day(unsigned(d)));
    if (!date.ok() || h > 23 || mi > 59 || s > 59)
        return wrong;

    std::size_t at = 19;
    int millis = 0;
    if (text[at] == '.') {
        ++at;
        int scale = 100;
        auto const first = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
            millis += (text[at] - '0') * scale;
        if (at == first)
            return wrong;
    }
    int offset_min = 0;
    if (at < text.size() && (text[at] == 'Z' || text[at] == 'z')) {
        ++at;
    } else {
        int oh = 0, om = 0;
        if (at + 6 != text.size() || (text[at] != '+' && text[at] != '-') ||
            !digits(text, at + 1, 2, oh) || text[at + 3] != ':' || !digits(text, at + 4, 2, om) ||
            oh > 23 || om > 59)
            return wrong;
        offset_min = (oh * 60 + om) * (text[at] == '-' ? -1 : 1);
        at += 6;
    }
    if (at != text.size())
        return wrong;
    auto const stamp = sys_days(date) + hours(h) + minutes(mi - offset_min) + seconds(s) +
                       milliseconds(millis);
    Instant const out{duration_cast<milliseconds>(stamp.time_since_epoch()).count()};
    if (out.ms < First || out.ms > Last)
        return wrong;
    return out;
}

}  // namespace base
