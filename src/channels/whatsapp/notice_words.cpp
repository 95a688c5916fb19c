#include "channels/whatsapp/notice_words.hpp"

#include "base/text.hpp"
#include "channels/whatsapp/read.hpp"

namespace channels::whatsapp {

using base::Json;

namespace {

constexpr std::size_t LongestFact = 2000;

}  // namespace

std::string said(Json const& object, std::string_view key)
{
    if (auto const text = base::text_at(object, key))
        return std::string(base::first_points(base::clean_body(*text), LongestFact));
    if (auto const number = base::number_at(object, key))
        return std::to_string(*number);
    return {};
}

std::string upper(std::string text)
{
    for (auto& c : text)
        if (c >= 'a' && c <= 'z')
            c = char(c - 'a' + 'A');
    return text;
}

void fact(AccountNotice& notice, char const* name, std::string value)
{
    if (!value.empty())
        notice.facts.emplace_back(name, std::move(value));
}

void fact_time(AccountNotice& notice, char const* name, Json const& object, std::string_view key)
{
    if (auto const at = time_at(object, key))
        fact(notice, name, base::to_rfc3339(*at));
}

}  // namespace channels::whatsapp
