#include "base/text.hpp"
#include "channels/meta/graph.hpp"
#include "channels/whatsapp/calls.hpp"
#include "channels/whatsapp/number.hpp"

// Sources, below developers.facebook.com/documentation/business-messaging/whatsapp/:
//   QR codes and short links   qr-codes (2026-03)
//   conversational components  conversational-components (2026-03)
//   business usernames         business-usernames (2026-07)
namespace channels::whatsapp {

namespace {

using base::Error;
using base::Fault;
using base::Json;

// An account keeps at most 2,000 links.
constexpr int LinkPages = 50;
constexpr int LinkPage = 100;

std::string links_path(Account const& account) { return meta::node(account.id) + "/message_qrdls"; }

ChatLink link_of(Json const& node)
{
    return {base::clean_name(base::text_at(node, "code").value_or("")),
            base::clean_body(base::text_at(node, "prefilled_message").value_or("")),
            base::clean_name(base::text_at(node, "deep_link_url").value_or(""))};
}

// The answer itself, or the first of its list: both are seen.
Json node_of(Json const& answer)
{
    auto const& list = base::array_at(answer, "data");
    return list.empty() ? answer : list.front();
}

}  // namespace

base::Result<Automation> automation(Account const& account, net::HttpClient& http)
{
    auto const answer = TRY(ask(meta::graph_request("GET", meta::node(account.id), account,
                                                    {{"fields", "conversational_automation"}}),
                                account, http));
    auto const& node = base::object_at(answer, "conversational_automation");
    Automation out;
    for (auto const& prompt : base::array_at(node, "prompts"))
        if (prompt.is_string())
            out.prompts.push_back(base::clean_name(prompt.get<std::string>()));
    for (auto const& command : base::array_at(node, "commands"))
        out.commands.push_back(
            {base::clean_name(base::text_at(command, "command_name").value_or("")),
             base::clean_name(base::text_at(command, "command_description").value_or(""))});
    out.welcome = base::bool_at(node, "enable_welcome_message").value_or(false);
    return out;
}

base::Result<void> set_automation(Automation const& automation, Account const& account,
                                  net::HttpClient& http)
{
    Json body = {{"enable_welcome_message", automation.welcome},
                 {"prompts", automation.prompts},
                 {"commands", Json::array()}};
    for (auto const& command : automation.commands)
        body["commands"].push_back(
            {{"command_name", command.name}, {"command_description", command.description}});
    return ask_success(
        meta::graph_post(meta::node(account.id) + "/conversational_automation", account, body),
        account, http);
}

base::Result<std::vector<ChatLink>> links(Account const& account, net::HttpClient& http)
{
    std::vector<ChatLink> out;
    std::string after;
    for (int page = 0; page < LinkPages; ++page) {
        meta::Query query{{"fields", "code,prefilled_message,deep_link_url"},
                          {"limit", std::to_string(LinkPage)}};
        if (!after.empty())
            query.emplace_back("after", after);
        auto const answer = TRY(
            ask(meta::graph_request("GET", links_path(account), account, query), account, http));
        for (auto const& item : base::array_at(answer, "data"))
            if (auto link = link_of(item); !link.code.empty())
                out.push_back(std::move(link));
        auto const& paging = base::object_at(answer, "paging");
        auto next = base::text_at(base::object_at(paging, "cursors"), "after").value_or("");
        if (!base::text_at(paging, "next") || next.empty() || next == after)
            break;
        after = std::move(next);
    }
    return out;
}

base::Result<ChatLink> keep_link(std::string_view code, std::string_view text,
                                 Account const& account, net::HttpClient& http)
{
    Json body = {{"prefilled_message", text}};
    if (code.empty())
        body["generate_qr_image"] = "SVG";
    else
        body["code"] = code;
    auto const answer = TRY(
        ask(meta::graph_post(links_path(account), account, body), account, http));
    auto link = link_of(node_of(answer));
    if (link.code.empty())
        link.code = code;
    if (link.text.empty())
        link.text = text;
    if (link.code.empty())
        return Error{Fault::provider, "unknown_provider_error", "no code in the answer"};
    return link;
}

base::Result<Picture> link_picture(std::string_view code, PictureFormat format,
                                   Account const& account, net::HttpClient& http)
{
    auto const wanted = format == PictureFormat::svg ? "SVG" : "PNG";
    auto const answer = TRY(ask(
        meta::graph_request("GET", links_path(account) + "/" + meta::node(code), account,
                            {{"fields", "code,qr_image_url.format(" + std::string(wanted) + ")"}}),
        account, http));
    auto const url = base::text_at(node_of(answer), "qr_image_url").value_or("");
    if (url.empty())
        return Error{Fault::not_found, "not_found", "the link has no picture"};
    auto picture = TRY(fetch_picture(url, account, http));
    if (picture.mime != (format == PictureFormat::svg ? "image/svg+xml" : "image/png"))
        return Error{Fault::provider, "media_failed", "another kind of picture came"};
    return picture;
}

base::Result<Username> username(Account const& account, net::HttpClient& http)
{
    Username out;
    auto const path = meta::node(account.id) + "/username";
    auto const answer = TRY(ask(meta::graph_request("GET", path, account), account, http));
    out.username = base::clean_name(base::text_at(answer, "username").value_or(""));
    if (out.username.starts_with('@'))
        out.username.erase(0, 1);
    out.status = base::lower_ascii(base::clean_name(base::text_at(answer, "status").value_or("")));
    // Only a help: without it a name can still be asked for.
    if (auto const more = ask(meta::graph_request("GET", path + "_suggestions", account), account,
                              http))
        for (auto const& entry : base::array_at(*more, "data"))
            for (auto const& name : base::array_at(entry, "username_suggestions"))
                if (name.is_string())
                    out.suggestions.push_back(base::clean_name(name.get<std::string>()));
    return out;
}

}  // namespace channels::whatsapp
