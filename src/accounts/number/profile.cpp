#include "accounts/number/profile.hpp"

#include "accounts/number/number_call.hpp"
#include "base/text.hpp"

namespace accounts {

using base::Error;
using base::Fault;
using channels::Account;
using channels::BusinessNumber;

namespace {

constexpr std::size_t LongestSite = 256;

bool is_site(std::string_view text)
{
    return (text.starts_with("http://") || text.starts_with("https://")) &&
           base::count_points(text) <= LongestSite && text.find(' ') == std::string_view::npos;
}

bool is_email(std::string_view text)
{
    auto const at = text.find('@');
    return text.empty() || (at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
                            text.find('@', at + 1) == std::string_view::npos &&
                            text.find(' ') == std::string_view::npos);
}

}  // namespace

base::Result<BusinessProfile> get_profile(workspace::Desk& desk, GetProfile const& in)
{
    auto const told = TRY(
        with_number(desk, in.channel,
                    [](BusinessNumber const& number, Account const& account,
                       net::HttpClient& http) { return number.profile(account, http); }));
    BusinessProfile out{told.about,    told.address,  told.description, told.email,
                        told.websites, told.vertical, std::nullopt};
    if (!told.photo_url.empty())
        out.photo_url = "/api/v1/channels/" + in.channel.text() + "/profile/photo";
    return out;
}

base::Result<BusinessProfile> edit_profile(workspace::Desk& desk, EditProfile const& in)
{
    std::vector<base::FieldError> wrong;
    if (in.email && !is_email(*in.email))
        wrong.push_back({"email", "bad_format"});
    if (in.websites)
        for (std::size_t i = 0; i < in.websites->size(); ++i)
            if (!is_site((*in.websites)[i]))
                wrong.push_back({"websites[" + std::to_string(i) + "]", "bad_format"});
    if (!wrong.empty())
        return Error{Fault::invalid, "invalid_input", "Look at the named fields.",
                     std::move(wrong)};
    channels::ProfileChange change{in.about_line, in.address,  in.description,
                                   in.email,      in.websites, std::nullopt};
    if (in.vertical)
        change.vertical = in.vertical->text;
    TRY(with_number(
        desk, in.channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.change_profile(change, account, http);
        }));
    return get_profile(desk, {in.channel});
}

base::Result<void> set_photo(workspace::Desk& desk, ChannelId channel,
                             channels::OutgoingMedia const& file)
{
    return with_number(
        desk, channel,
        [&](BusinessNumber const& number, Account const& account, net::HttpClient& http) {
            return number.set_photo(file, account, http);
        });
}

base::Result<channels::Picture> photo(workspace::Desk& desk, ChannelId channel)
{
    return with_number(desk, channel,
                       [](BusinessNumber const& number, Account const& account,
                          net::HttpClient& http) { return number.photo(account, http); });
}

}  // namespace accounts
