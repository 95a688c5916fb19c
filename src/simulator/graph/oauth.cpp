#include <algorithm>

#include "base/text.hpp"
#include "simulator/core.hpp"
#include "simulator/webhooks/signing.hpp"

// Tokens, the dialog that gives a code for one, and what a business and an app own.
// Source: developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/
// implementation (2026-03-25) and docs/facebook-login/guides/advanced/manual-flow, read 2026-09.
namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

constexpr auto CodeLife = 30s;

std::string in_html(std::string_view text)
{
    std::string out;
    for (char const c : text)
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out.push_back(c);
        }
    return out;
}

GraphError oauth(int subcode, std::string message)
{
    return {.code = 100, .subcode = subcode, .message = std::move(message)};
}

std::string with(std::string url, std::string_view name, std::string_view value)
{
    url += url.find('?') == std::string::npos ? "?" : "&";
    return url + std::string(name) + "=" + percent(value);
}

}  // namespace

// What a person at Meta would see in the pop-up: whose account to share.
Answer Core::dialog(Call const& call)
{
    auto const page = [](std::string const& inner, int status = 200) -> Answer {
        return {.status = status,
                .body = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                        "<meta name=\"viewport\" content=\"width=device-width\">"
                        "<title>Simulated sign-up</title></head><body><main>"
                        "<h1>Share a WhatsApp account</h1>" +
                        inner + "</main></body></html>",
                .content_type = "text/html; charset=utf-8"};
    };
    auto const back = call.parameter("redirect_uri");
    auto const state = call.parameter("state");
    if (call.parameter("client_id") != m_options.app_id)
        return page("<p role=\"alert\">No such app.</p>", 400);
    if (!back.starts_with("https://") && !back.starts_with("http://"))
        return page("<p role=\"alert\">redirect_uri is not a web address.</p>", 400);
    if (call.parameter("response_type") != "code")
        return page("<p role=\"alert\">response_type must be code.</p>", 400);
    std::string choices;
    auto const offer = [&](std::string const& waba_id, bool app, std::string const& label) {
        // A code for each choice; only the one that is followed will be exchanged.
        auto const code = "AQ" + base64(m_chance.bytes(24));
        m_codes[code] = {.waba_id = waba_id, .redirect = back, .at = here(), .phone_app = app};
        choices += "<li><a href=\"" + in_html(with(with(back, "code", code), "state", state)) +
                   "\">" + in_html(label) + "</a></li>";
    };
    for (auto const& [id, waba] : m_wabas)
        offer(id, false, waba.name + " (" + id + ")");
    offer("", false, "A new account with a new number");
    offer("", true, "The number I use in the WhatsApp Business app");
    while (m_codes.size() > 1'000)
        m_codes.erase(m_codes.begin());
    auto refused = with(with(back, "error", "access_denied"), "error_reason", "user_denied");
    choices += "<li><a href=\"" + in_html(with(std::move(refused), "state", state)) +
               "\">Cancel</a></li>";
    return page("<ul>" + choices + "</ul>");
}

Answer Core::access_token(Call const& call)
{
    auto const body = asked(call);
    auto const word = [&](char const* name) { return base::text_at(body, name).value_or(""); };
    if (word("client_id") != m_options.app_id)
        return refuse(oauth(0, "Error validating application. Cannot get application info."));
    if (!same(word("client_secret"), m_options.app_secret))
        return refuse({.code = 1, .status = 400, .message = "Error validating client secret."});
    if (word("grant_type") == "client_credentials")
        return json_answer({{"access_token", m_options.app_id + "|" + m_options.app_secret},
                            {"token_type", "bearer"}});
    auto const found = m_codes.find(word("code"));
    if (found == m_codes.end())
        return refuse(oauth(36009, "This authorization code has been used."));
    auto const code = found->second;
    m_codes.erase(found);
    if (code.at + CodeLife < here())
        return refuse(oauth(36007, "This authorization code has expired."));
    if (word("redirect_uri") != code.redirect)
        return refuse(oauth(36008, "Error validating verification code. Please make sure your "
                                   "redirect_uri is identical to the one you used in the dialog."));
    auto const token = "EAASIM" + base64(m_chance.bytes(30));
    m_tokens.insert(token);
    auto const waba_id = code.waba_id.empty() ? share_new_account(token, code.phone_app)
                                              : code.waba_id;
    m_targets[token] = {waba_id};
    changed();
    return json_answer({{"access_token", token}, {"token_type", "bearer"}});
}

std::string Core::share_new_account(std::string const& token, bool phone_app)
{
    Waba const waba{.id = new_id("330011"),
                    .name = m_options.business_name + " " + std::to_string(m_wabas.size() + 1),
                    .token = token,
                    .catalog_id = sample_catalog().id};
    m_wabas[waba.id] = waba;
    Number number{.id = new_id("440022"),
                  .waba_id = waba.id,
                  .display_phone = "628120000" + std::to_string(7700 + m_numbers.size()),
                  .verified_name = waba.name,
                  .token = token,
                  .country_code = "62",
                  .registered = phone_app};
    number.phone_app = phone_app;
    m_numbers[number.id] = std::move(number);
    tell("numbers", Json::object());
    return waba.id;
}

// Which accounts a token sees; nothing means every one.
bool Core::sees(std::string const& token, std::string const& waba_id) const
{
    auto const targets = m_targets.find(token);
    return targets == m_targets.end() || targets->second.contains(waba_id);
}

Answer Core::business_accounts(Call const& call, bool owned)
{
    auto data = Json::array();
    for (auto const& [id, waba] : m_wabas)
        if (owned && sees(call.token, id))
            data.push_back({{"id", id},
                            {"name", waba.name},
                            {"currency", "IDR"},
                            {"timezone_id", "42"},
                            {"message_template_namespace", "5a1e0c3e_" + id}});
    return json_answer({{"data", std::move(data)}});
}

Answer Core::app_subscriptions(Call const& call)
{
    if (call.token != m_options.app_id + "|" + m_options.app_secret)
        return refuse({.code = 15,
                       .status = 400,
                       .message = "(#15) This method must be called with an app access_token."});
    if (call.method == "GET") {
        auto data = Json::array();
        if (!m_app_url.empty()) {
            auto fields = Json::array();
            for (auto const& name : m_app_fields)
                fields.push_back({{"name", name}, {"version", "v26.0"}});
            data.push_back({{"object", "whatsapp_business_account"},
                            {"callback_url", m_app_url},
                            {"active", true},
                            {"fields", std::move(fields)}});
        }
        return json_answer({{"data", std::move(data)}});
    }
    if (call.method == "DELETE") {
        m_app_url.clear();
        m_app_fields.clear();
        changed();
        return json_answer({{"success", true}});
    }
    auto const body = asked(call);
    if (base::text_at(body, "object") != "whatsapp_business_account")
        return refuse({.code = 100, .message = "(#100) Param object is not a known object"});
    auto const fields = base::text_at(body, "fields").value_or("");
    auto const url = base::text_at(body, "callback_url").value_or("");
    if (url.empty() && !m_app_url.empty()) {
        set_app_fields(fields);
        return json_answer({{"success", true}});
    }
    auto answer = need_verification(url, base::text_at(body, "verify_token").value_or(""),
                                    Verification::Of::app, m_options.app_id);
    if (answer.verification)
        answer.verification->fields = fields;
    return answer;
}

// Fields count for an app's overrides as well. Before any were chosen everything is told, so that an
// override alone makes a start.
bool Core::is_subscribed(std::string_view field) const
{
    return m_app_fields.empty() || m_app_fields.contains(field);
}

Answer Core::app_node(Call const& call)
{
    if (call.method == "POST") {
        if (call.token != m_options.app_id + "|" + m_options.app_secret)
            return refuse(
                {.code = 15,
                 .status = 400,
                 .message = "(#15) This method must be called with an app access_token."});
        m_app_domains.clear();
        auto const body = asked(call);
        for (auto const& domain : base::array_at(body, "app_domains"))
            if (domain.is_string())
                m_app_domains.insert(domain.get<std::string>());
        changed();
        return json_answer({{"success", true}});
    }
    Json node{{"id", m_options.app_id}, {"name", "Simulated app"}};
    if (call.parameter("fields").find("app_domains") != std::string::npos)
        node["app_domains"] = m_app_domains;
    return json_answer(node);
}

void Core::set_app_fields(std::string_view fields)
{
    m_app_fields.clear();
    while (!fields.empty()) {
        auto const end = std::min(fields.find(','), fields.size());
        if (auto const name = base::trim(fields.substr(0, end)); !name.empty())
            m_app_fields.emplace(name);
        fields.remove_prefix(std::min(end + 1, fields.size()));
    }
    changed();
}

}  // namespace simulator
