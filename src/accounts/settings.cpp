#include "accounts/settings.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"

namespace accounts {

namespace {

bool is_printable(char c) { return c > ' ' && c < '\x7f'; }

}  // namespace

Settings Settings::read(std::string_view json)
{
    auto const parsed = base::parse_json(json);
    if (!parsed)
        return {};
    return {
        .graph_url = base::text_at(*parsed, "graph_url").value_or(""),
        .graph_version = base::text_at(*parsed, "graph_version").value_or(""),
        .per_second = base::real_at(*parsed, "per_second").value_or(0),
        .access_token_last4 = base::text_at(*parsed, "access_token_last4").value_or(""),
        .app_secret_last4 = base::text_at(*parsed, "app_secret_last4").value_or(""),
        .given_by = base::text_at(*parsed, "given_by").value_or(""),
    };
}

std::string Settings::text() const
{
    return base::to_text({
        {"graph_url", graph_url},
        {"graph_version", graph_version},
        {"per_second", per_second},
        {"access_token_last4", access_token_last4},
        {"app_secret_last4", app_secret_last4},
        {"given_by", given_by},
    });
}

std::string trimmed_secret(std::string_view pasted)
{
    while (!pasted.empty() && !is_printable(pasted.front()))
        pasted.remove_prefix(1);
    while (!pasted.empty() && !is_printable(pasted.back()))
        pasted.remove_suffix(1);
    return std::string(pasted);
}

base::Result<std::string> clean_base_url(std::string_view url)
{
    auto const bad = base::Error{base::Fault::invalid, "bad_format"};
    url = base::trim(url);
    while (url.ends_with('/'))
        url.remove_suffix(1);
    auto const scheme = url.starts_with("https://") ? 8U : url.starts_with("http://") ? 7U : 0U;
    if (scheme == 0 || url.size() == scheme || !std::ranges::all_of(url, is_printable))
        return bad;
    // User information would be a second credential, and a query would swallow our paths.
    if (url.find_first_of("@?#\\") != std::string_view::npos)
        return bad;
    return std::string(url);
}

bool is_version(std::string_view text)
{
    if (!text.starts_with('v') || text.size() > 10)
        return false;
    auto const dot = text.find('.');
    if (dot == std::string_view::npos || dot < 2 || dot + 1 == text.size())
        return false;
    return std::ranges::all_of(text.substr(1, dot - 1), base::is_digit) &&
           std::ranges::all_of(text.substr(dot + 1), base::is_digit);
}

bool is_provider_id(std::string_view text)
{
    return text.size() >= 3 && text.size() <= 32 && std::ranges::all_of(text, base::is_digit);
}

bool is_credential(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, is_printable);
}

}  // namespace accounts
