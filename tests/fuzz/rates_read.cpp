// libFuzzer target: a price table somebody uploads. It is refused with the line, or every row is whole.
#include "parts.hpp"

#include "accounts/costs/rates_csv.hpp"
#include "base/text.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const read = accounts::read_rates(fuzz::text_of(data, size));
    if (!read) {
        fuzz::must(read.error().code == "invalid_input" || !read.error().code.empty());
        return 0;
    }
    fuzz::must(read->rows.size() <= 5000 && read->skipped >= 0);
    for (auto const& row : read->rows)
        fuzz::must(base::is_utf8(row.market) && base::is_utf8(row.category));
    return 0;
}
