#include "http/chunked.hpp"

#include <algorithm>

#include "base/hex.hpp"

namespace http {

Unchunker::State Unchunker::feed(std::string_view& input, std::string& out)
{
    while (m_step != Step::done) {
        if (input.empty())
            return State::more;
        if (m_step == Step::data) {
            auto const take = std::size_t(std::min<std::uint64_t>(m_left, input.size()));
            out.append(input.substr(0, take));
            input.remove_prefix(take);
            m_left -= take;
            if (m_left == 0)
                m_step = Step::data_cr;
            continue;
        }
        auto const c = input.front();
        input.remove_prefix(1);
        auto const expect = [&](char wanted, Step next) {
            m_step = next;
            return c == wanted;
        };
        auto good = true;
        switch (m_step) {
        case Step::size:
            if (auto const digit = base::hex_digit(c); digit >= 0 && m_digits < 8) {
                m_left = m_left * 16 + std::uint64_t(digit);
                ++m_digits;
            } else {
                good = m_digits > 0 && expect('\r', Step::size_end);
            }
            break;
        case Step::size_end:
            good = expect('\n', m_left > 0 ? Step::data : Step::last_cr);
            m_digits = 0;
            break;
        case Step::data_cr: good = expect('\r', Step::data_lf); break;
        case Step::data_lf: good = expect('\n', Step::size); break;
        case Step::last_cr: good = expect('\r', Step::last_lf); break;
        case Step::last_lf: good = expect('\n', Step::done); break;
        case Step::data:
        case Step::done: break;
        }
        if (!good)
            return State::bad;
    }
    return State::done;
}

}  // namespace http
