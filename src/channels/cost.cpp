#include "channels/cost.hpp"

namespace channels {

std::string price_word(std::string_view text)
{
    constexpr std::size_t Longest = 40;
    std::string out;
    for (char const c : text.substr(0, Longest)) {
        if (c >= 'A' && c <= 'Z')
            out.push_back(char(c - 'A' + 'a'));
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out.push_back(c);
        else
            out.push_back('_');
    }
    return out;
}

}  // namespace channels
