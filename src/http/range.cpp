#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "http/answer.hpp"

namespace http {

namespace {

std::optional<std::uint64_t> number_in(std::string_view text)
{
    std::uint64_t value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || fault != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

}  // namespace

// RFC 9110 14.2: what is not understood, several ranges among it, is ignored.
ByteRange read_range(std::string_view header, std::uint64_t size)
{
    if (header.size() < 6 || !equal_no_case(header.substr(0, 6), "bytes="))
        return {};
    auto const spec = base::trim(header.substr(6));
    auto const dash = spec.find('-');
    if (dash == spec.npos || spec.find(',') != spec.npos)
        return {};
    auto const first = number_in(spec.substr(0, dash));
    auto const last = number_in(spec.substr(dash + 1));
    if (dash == 0) {
        if (!last)
            return {};
        if (*last == 0 || size == 0)
            return {ByteRange::Kind::unsatisfiable, 0, 0};
        return {ByteRange::Kind::part, *last < size ? size - *last : 0, size - 1};
    }
    if (!first || (!last && dash + 1 != spec.size()) || (last && *last < *first))
        return {};
    if (*first >= size)
        return {ByteRange::Kind::unsatisfiable, 0, 0};
    return {ByteRange::Kind::part, *first, last && *last < size ? *last : size - 1};
}

}  // namespace http
