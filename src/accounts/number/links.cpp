#include "accounts/number/links.hpp"

#include <algorithm>

#include "accounts/number/number_call.hpp"
#include "base/text.hpp"

namespace accounts {

using base::Error;
using base::Fault;
using channels::Account;
using channels::BusinessNumber;

namespace {

constexpr std::size_t LongestPrompt = 80;

Link show(ChannelId channel, channels::ChatLink const& link)
{
    auto const picture = "/api/v1/channels/" + channel.text() + "/links/" + link.code + "/picture";
    return {link.code, link.text, link.url, picture + "?format=svg", picture + "?format=png"};
}

bool is_code(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '-' || c == '_';
    });
}

base::Result<void> check_code(std::string_view code)
{
    if (is_code(code))
        return {};
    return Error{Fault::not_found, "not_found"};
}

Error wrong(std::vector<base::FieldError> fields)
{
    return {Fault::invalid, "invalid_input", "Look at the named fields.", std::move(fields)};
}

// The provider's rule: 3 to 35 of a-z 0-9 . _, a letter among them, dots only inside and never two,
// and not in the shape of a web address.
bool is_username(std::string_view name)
{
    auto const allowed = std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    });
    auto const letter = std::ranges::any_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
    return allowed && letter && name.front() != '.' && name.back() != '.' &&
           name.find("..") == std::string_view::npos && !name.starts_with("www");
}

}  // namespace

base::Result<base::Page<Link>> list_links(workspace::Desk& desk, ListLinks const& in)
{
    auto const told = TRY(
        with_number(desk, in.channel,
                    [](BusinessNumber const& number, Account const& account,
                       net::HttpClient& http) { return number.links(account, http); }));
    base::Page<Link> page;
    for (auto const& link : told)
        if (is_code(link.code))
            page.data.push_back(show(in.channel, link));
    return page;
}

base::Result<Link> make_link(workspace::Desk& desk, MakeLink const& in)
{
    auto const made = TRY(with_number(
        desk, in.channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.make_link(in.text, account, http);
        }));
    return show(in.channel, made);
}

base::Result<Link> edit_link(workspace::Desk& desk, EditLink const& in)
{
    TRY(check_code(in.code));
    auto const changed = TRY(with_number(
        desk, in.channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.change_link(in.code, in.text, account, http);
        }));
    return show(in.channel, changed);
}

base::Result<void> remove_link(workspace::Desk& desk, RemoveLink const& in)
{
    TRY(check_code(in.code));
    return with_number(
        desk, in.channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.remove_link(in.code, account, http);
        });
}

base::Result<channels::Picture> link_picture(workspace::Desk& desk, ChannelId channel,
                                             std::string_view code, channels::PictureFormat format)
{
    TRY(check_code(code));
    return with_number(
        desk, channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.link_picture(code, format, account, http);
        });
}

base::Result<channels::Automation> get_automation(workspace::Desk& desk, GetAutomation const& in)
{
    return with_number(desk, in.channel,
                       [](BusinessNumber const& number, Account const& account,
                          net::HttpClient& http) { return number.automation(account, http); });
}

base::Result<channels::Automation> set_automation(workspace::Desk& desk, SetAutomation const& in)
{
    std::vector<base::FieldError> errors;
    auto const place = [](char const* list, std::size_t i, char const* member = "") {
        return std::string(list) + "[" + std::to_string(i) + "]" + member;
    };
    channels::Automation wanted{in.prompts, {}, in.welcome.value_or(false)};
    for (auto const& command : in.commands)
        wanted.commands.push_back({command.name, command.description});
    for (std::size_t i = 0; i < wanted.prompts.size(); ++i)
        if (auto const points = base::count_points(wanted.prompts[i]);
            points == 0 || points > LongestPrompt)
            errors.push_back({place("prompts", i), points == 0 ? "required" : "too_long"});
    for (std::size_t i = 0; i < wanted.commands.size(); ++i) {
        auto& name = wanted.commands[i].name;
        if (name.starts_with('/'))
            name.erase(0, 1);
        if (name.empty() || name.find(' ') != std::string::npos)
            errors.push_back({place("commands", i, ".name"), "bad_format"});
        else if (std::any_of(wanted.commands.begin(), wanted.commands.begin() + std::ptrdiff_t(i),
                             [&](auto const& other) { return other.name == name; }))
            errors.push_back({place("commands", i, ".name"), "taken"});
    }
    if (!errors.empty())
        return wrong(std::move(errors));
    TRY(with_number(
        desk, in.channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.set_automation(wanted, account, http);
        }));
    return wanted;
}

base::Result<channels::Username> get_username(workspace::Desk& desk, GetUsername const& in)
{
    return with_number(desk, in.channel,
                       [](BusinessNumber const& number, Account const& account,
                          net::HttpClient& http) { return number.username(account, http); });
}

base::Result<channels::Username> set_username(workspace::Desk& desk, SetUsername const& in)
{
    auto const name = base::lower_ascii(in.username.starts_with('@') ? in.username.substr(1)
                                                                     : in.username);
    if (name.size() < 3 || !is_username(name))
        return wrong({{"username", "bad_format"}});
    TRY(with_number(
        desk, in.channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.set_username(name, in.transfer, account, http);
        }));
    return get_username(desk, {in.channel});
}

base::Result<void> remove_username(workspace::Desk& desk, RemoveUsername const& in)
{
    return with_number(desk, in.channel,
                       [](BusinessNumber const& number, Account const& account,
                          net::HttpClient& http) { return number.remove_username(account, http); });
}

}  // namespace accounts
