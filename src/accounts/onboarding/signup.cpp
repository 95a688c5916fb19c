#include "accounts/onboarding/signup.hpp"

#include <algorithm>

#include "accounts/onboarding/steps.hpp"
#include "accounts/settings.hpp"
#include "base/text.hpp"
#include "channels/list.hpp"

namespace accounts {

using base::Error;
using base::Fault;
using enum CheckState;

namespace {

constexpr std::string_view Apps = "https://developers.facebook.com/apps/";

std::string host_of(std::string_view url)
{
    auto const start = url.find("://");
    auto host = start == std::string_view::npos ? url : url.substr(start + 3);
    host = host.substr(0, host.find_first_of("/:"));
    return base::lower_ascii(host);
}

bool covers(std::string const& domain, std::string const& host)
{
    return domain == host || (host.size() > domain.size() && host.ends_with("." + domain));
}

class Checklist {
public:
    Checklist(SignupAppInfo& info, control::SignupApp const& app, std::string root)
        : m_info(info), m_app(app), m_root(std::move(root))
    {
    }

    void look(channels::Connector const& connector, net::HttpClient& http)
    {
        // The simulator's dialog lies at an address of its own, and wants no https.
        auto const real = m_app.dialog_url.empty();
        add(CheckName::public_url, m_root.empty() ? missing : ok, m_root, "");
        add(CheckName::https, !real || m_root.starts_with("https://") ? ok : missing, m_root, "");
        add(CheckName::configuration, m_app.config_id.empty() ? missing : ok, m_app.config_id,
            page("business-login/configurations/"));
        if (m_app.app_id.empty() || m_app.app_secret.empty()) {
            add(CheckName::app, missing, "", std::string(Apps));
        } else {
            channels::App const app{.id = m_app.app_id,
                                    .secret = channels::SecretView(m_app.app_secret.view()),
                                    .base_url = m_app.graph_url};
            if (look_at_app(connector, app, http))
                look_at_rest(connector, app, http);
        }
        add(CheckName::redirect, unknown, m_info.redirect_uri, page("fb-login/settings/"));
        add(CheckName::live, unknown, "", page("dashboard/"));
        std::ranges::stable_sort(m_info.checklist, {}, &SignupCheck::name);
        m_info.ready = std::ranges::none_of(m_info.checklist, [](auto const& one) {
            // An app's own address and domain can be set by us, or do not show.
            return one.state == missing && one.name != CheckName::webhook &&
                   one.name != CheckName::domain;
        });
    }

private:
    std::string page(std::string_view rest) const
    {
        return m_app.app_id.empty() ? std::string(Apps)
                                    : std::string(Apps) + m_app.app_id + "/" + std::string(rest);
    }
    void add(CheckName name, CheckState state, std::string detail, std::string url)
    {
        m_info.checklist.push_back({name, state, std::move(detail), std::move(url)});
    }

    bool look_at_app(channels::Connector const& connector, channels::App const& app,
                     net::HttpClient& http)
    {
        auto const proved = connector.prove(app, http);
        if (proved) {
            add(CheckName::app, ok, "", page("settings/basic/"));
            return true;
        }
        auto const& why = proved.error();
        auto const unheard = why.fault == Fault::unavailable || why.fault == Fault::too_many;
        add(CheckName::app, unheard ? unknown : missing, why.detail, page("settings/basic/"));
        return false;
    }

    void look_at_rest(channels::Connector const& connector, channels::App const& app,
                      net::HttpClient& http)
    {
        auto const domains = connector.domains(app, http);
        auto const host = host_of(m_root);
        auto const known = domains && !domains->empty();
        auto const covered = known && std::ranges::any_of(*domains, [&](auto const& domain) {
                                 return covers(domain, host);
                             });
        add(CheckName::domain,
            !known    ? unknown
            : covered ? ok
                      : missing,
            host, page("settings/basic/"));

        auto const webhook = connector.webhook(app, http);
        if (!webhook)
            return add(CheckName::webhook, unknown, webhook.error().detail,
                       page("webhooks/?business_id="));
        std::string lacking;
        for (auto const field : connector.webhook_fields())
            if (std::ranges::find(webhook->fields, field) == webhook->fields.end())
                lacking.append(lacking.empty() ? "" : ", ").append(field);
        add(CheckName::webhook, lacking.empty() && webhook->active ? ok : missing,
            webhook->callback.empty()
                ? ""
                : webhook->callback + (lacking.empty() ? "" : " - ") + lacking,
            page("webhooks/"));
    }

    SignupAppInfo& m_info;
    control::SignupApp const& m_app;
    std::string m_root;
};

}  // namespace

base::Result<SignupAppInfo> show_signup_app(workspace::Desk& desk, Surroundings const& around,
                                            ShowSignupApp const&)
{
    if (!around.signup_app || !around.public_url)
        return Error{Fault::unavailable, "unavailable"};
    auto const app = TRY(around.signup_app());
    SignupAppInfo out;
    out.app_id = app.app_id;
    out.app_secret = {!app.app_secret.empty(), app.secret_last4};
    out.config_id = app.config_id;
    out.graph_url = app.graph_url;
    out.dialog_url = app.dialog_url;
    out.redirect_uri = redirect_uri(around);
    if (around.callback_url && !app.app_id.empty() && !app.callback_key.empty())
        out.callbacks = CallbackAddresses{around.callback_url("deauthorize", app.callback_key),
                                          around.callback_url("deletion", app.callback_key)};
    Checklist(out, app, around.public_url())
        .look(*channels::find(channels::Kind::whatsapp)->connector(), desk.http);
    return out;
}

base::Result<void> edit_signup_app(control::Control& control, control::Caller const& caller,
                                   EditSignupApp const& in)
{
    if (!caller.operator_right && !caller.is_operator())
        return Error{Fault::forbidden, "forbidden", "Only who runs the server may."};
    auto app = TRY(control::signup_app(control));
    std::vector<base::FieldError> errors;
    auto const take_id = [&](char const* field, std::optional<std::string> const& given,
                             std::string& into) {
        if (given && (given->empty() || is_provider_id(*given)))
            into = *given;
        else if (given)
            errors.push_back({field, "bad_format"});
    };
    auto const take_url = [&](char const* field, std::optional<std::string> const& given,
                              std::string& into) {
        if (!given)
            return;
        if (given->empty())
            into.clear();
        else if (auto url = clean_base_url(*given))
            into = std::move(*url);
        else
            errors.push_back({field, "bad_format"});
    };
    take_id("app_id", in.app_id, app.app_id);
    take_id("config_id", in.config_id, app.config_id);
    take_url("graph_url", in.graph_url, app.graph_url);
    take_url("dialog_url", in.dialog_url, app.dialog_url);
    if (in.app_secret) {
        auto secret = trimmed_secret(*in.app_secret);
        if (secret.empty() || is_credential(secret))
            app.app_secret = crypto::SecretText(secret);
        else
            errors.push_back({"app_secret", "bad_format"});
        crypto::wipe(secret);
    }
    if (!errors.empty())
        return Error{Fault::invalid, "invalid_input", "Look at the named fields.",
                     std::move(errors)};
    return control::keep_signup_app(control, caller, app);
}

}  // namespace accounts
