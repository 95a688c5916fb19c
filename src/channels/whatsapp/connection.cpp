#include <algorithm>

#include "base/text.hpp"
#include "channels/meta/graph.hpp"
#include "channels/whatsapp/calls.hpp"
#include "channels/whatsapp/number.hpp"

// Sources, below developers.facebook.com/documentation/business-messaging/whatsapp/:
//   subscribed_apps and overrides   webhooks/override (2026-03-23)
//   templates                       templates/template-management (2026-04-13)
namespace channels::whatsapp {

namespace {

using base::Error;
using base::Fault;
using base::Json;

constexpr std::size_t LongestCallback = 200;
// Pages are small because a template may be 20 KB and an answer 1 MB.
constexpr int PageSize = 50;
// Meta keeps at most 6,000 templates for an account.
constexpr int MostPages = 200;

// Every item of a paged list. The cursor is taken, the ready-made `next` address never: it could
// lead anywhere.
base::Result<std::vector<Json>> all_pages(std::string_view path, Account const& account,
                                          std::string_view fields, net::HttpClient& http)
{
    std::vector<Json> items;
    std::string after;
    for (int page = 0; page < MostPages; ++page) {
        meta::Query query{{"fields", std::string(fields)}, {"limit", std::to_string(PageSize)}};
        if (!after.empty())
            query.emplace_back("after", after);
        auto const answer = TRY(
            ask(meta::graph_request("GET", path, account, query), account, http));
        for (auto const& item : base::array_at(answer, "data"))
            items.push_back(item);
        auto const& paging = base::object_at(answer, "paging");
        auto next = base::text_at(base::object_at(paging, "cursors"), "after").value_or("");
        if (!base::text_at(paging, "next") || next.empty() || next == after)
            break;
        after = std::move(next);
    }
    return items;
}

class Look {
public:
    explicit Look(Inspection& found) : m_found(found) {}

    void passed(std::string name, std::string detail = {})
    {
        m_found.checks.push_back({std::move(name), true, std::move(detail)});
    }
    // The first failure is the one to show; those after it are often its children.
    void failed(std::string name, Problem problem)
    {
        m_found.checks.push_back({std::move(name), false, problem.detail});
        if (!m_found.problem)
            m_found.problem = std::move(problem);
    }
    // Worth seeing, not in the way.
    void noted(std::string name, std::string detail)
    {
        m_found.checks.push_back({std::move(name), false, std::move(detail)});
    }

private:
    Inspection& m_found;
};

Problem problem_of(Error const& error)
{
    return {.code = error.code,
            .provider_code = 0,
            .detail = error.detail,
            .stops = error.fault == Fault::forbidden ? Stops::channel : Stops::nothing};
}

// Meta's own verdict on number, account, business and app, in one line.
void look_at_health(Json const& number, Look& look)
{
    auto const& health = base::object_at(number, "health_status");
    auto const verdict = base::text_at(health, "can_send_message");
    if (!verdict)
        return;
    std::string detail;
    for (auto const& entity : base::array_at(health, "entities")) {
        auto const type = base::text_at(entity, "entity_type").value_or("");
        auto const add = [&](std::string const& text) {
            detail += (detail.empty() ? "" : "; ") + type + ": " + base::clean_name(text);
        };
        for (auto const& error : base::array_at(entity, "errors"))
            add(base::text_at(error, "error_description").value_or("blocked"));
        for (auto const& info : base::array_at(entity, "additional_info"))
            if (info.is_string())
                add(info.get<std::string>());
    }
    if (*verdict == "BLOCKED")
        look.failed("health", {"account_restricted", 0, detail, Stops::channel});
    else
        look.passed("health", *verdict + (detail.empty() ? "" : ": " + detail));
}

bool look_at_number(Account const& account, net::HttpClient& http, Inspection& found, Look& look)
{
    auto const number = number_node(account, http);
    if (!number) {
        auto const& why = number.error();
        bool const reached = why.fault != Fault::unavailable && why.code != "provider_down";
        bool const secret = why.detail.find("appsecret_proof") != std::string::npos;
        if (reached)
            look.passed("reach");
        look.failed(!reached                      ? "reach"
                    : secret                      ? "secret"
                    : why.code == "token_invalid" ? "token"
                                                  : "number",
                    problem_of(why));
        return false;
    }
    look.passed("reach");
    look.passed("token");
    if (account.app_secret)
        look.passed("secret");
    auto const facts = facts_of(*number);
    found.display_phone = facts.display_phone;
    found.verified_name = facts.verified_name;
    found.quality = facts.quality;
    found.status = facts.status;
    found.throughput = facts.throughput;
    found.can_send = facts.can_send;
    found.on_phone_app = facts.on_phone_app;
    if (!facts.id.empty() && facts.id != account.id)
        look.failed("number", {"permission_missing", 0, "another id came back", Stops::channel});
    else if (!found.status.empty() && found.status != "CONNECTED")
        look.failed("number",
                    {"number_not_registered", 0, "status is " + found.status, Stops::channel});
    else
        look.passed("number", found.status);
    look_at_health(*number, look);
    return true;
}

void look_at_parent(Account const& account, net::HttpClient& http, Inspection& found, Look& look)
{
    auto const path = meta::node(account.parent_id);
    auto const parent = ask(
        meta::graph_request("GET", path, account,
                            {{"fields", "id,name,currency,timezone_id,account_review_status"}}),
        account, http);
    if (!parent) {
        look.failed("account", problem_of(parent.error()));
        return;
    }
    found.parent_name = base::clean_name(base::text_at(*parent, "name").value_or(""));

    // A number under another account would send, but its webhooks would never be recognised.
    auto const numbers = all_pages(path + "/phone_numbers", account, "id", http);
    bool const ours = numbers &&
                      std::any_of(numbers->begin(), numbers->end(), [&](Json const& number) {
                          return base::text_at(number, "id") == account.id;
                      });
    if (ours)
        look.passed("account", found.parent_name);
    else if (numbers)
        look.failed("account", {"permission_missing", 0,
                                "this number is not one of the account's numbers", Stops::channel});
    else
        look.noted("account", numbers.error().detail);

    auto const apps = ask(meta::graph_request("GET", path + "/subscribed_apps", account), account,
                          http);
    if (apps && !base::array_at(*apps, "data").empty())
        look.passed("subscription");
    else
        look.noted("subscription",
                   apps ? "no app is subscribed to this account's webhooks" : apps.error().detail);
}

}  // namespace

Inspection inspect(Account const& account, net::HttpClient& http)
{
    Inspection found;
    Look look(found);
    if (!account.app_secret)
        look.failed("secret",
                    {"permission_missing", 0, "the app secret is missing", Stops::channel});
    if (look_at_number(account, http, found, look))
        look_at_parent(account, http, found, look);
    return found;
}

base::Result<std::vector<Template>> list_templates(Account const& account, net::HttpClient& http)
{
    auto const items = TRY(all_pages(
        meta::node(account.parent_id) + "/message_templates", account,
        "id,name,language,status,category,parameter_format,components,quality_score,rejected_reason",
        http));
    std::vector<Template> out;
    out.reserve(items.size());
    for (auto const& item : items) {
        Template made;
        made.name = base::text_at(item, "name").value_or("");
        made.language = base::text_at(item, "language").value_or("");
        if (made.name.empty() || made.language.empty())
            continue;
        auto const number = base::number_at(item, "id");
        made.id = base::text_at(item, "id").value_or(number ? std::to_string(*number) : "");
        made.category = base::text_at(item, "category").value_or("");
        made.status = base::text_at(item, "status").value_or("");
        made.parameter_format = base::text_at(item, "parameter_format").value_or("POSITIONAL");
        made.components = base::to_text(base::array_at(item, "components"));
        made.quality =
            base::text_at(base::object_at(item, "quality_score"), "score").value_or("UNKNOWN");
        made.rejected_reason = base::text_at(item, "rejected_reason").value_or("");
        out.push_back(std::move(made));
    }
    return out;
}

base::Result<void> subscribe(std::string_view callback_url, Account const& account,
                             net::HttpClient& http)
{
    if (callback_url.empty() || callback_url.size() > LongestCallback || !account.verify_token)
        return Error{Fault::invalid, "our_bug",
                     "a callback address of at most 200 bytes and a verify token are needed"};
    return ask_success(
        meta::graph_post(meta::node(account.parent_id) + "/subscribed_apps", account,
                         {{"override_callback_uri", callback_url},
                          {"verify_token", std::string(account.verify_token.reveal())}}),
        account, http);
}

base::Result<void> unsubscribe(Account const& account, net::HttpClient& http)
{
    return ask_success(
        meta::graph_request("DELETE", meta::node(account.parent_id) + "/subscribed_apps", account),
        account, http);
}

base::Result<void> release_number(std::string_view callback_url, Account const& account,
                                  net::HttpClient& http)
{
    auto const path = meta::node(account.id);
    auto const number = TRY(
        ask(meta::graph_request("GET", path, account, {{"fields", "webhook_configuration"}}),
            account, http));
    auto const& set = base::object_at(number, "webhook_configuration");
    if (base::text_at(set, "phone_number") != callback_url)
        return {};
    return ask_success(
        meta::graph_post(path, account,
                         {{"webhook_configuration", {{"override_callback_uri", ""}}}}),
        account, http);
}

}  // namespace channels::whatsapp
