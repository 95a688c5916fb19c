#include "channels/whatsapp/whatsapp.hpp"

#include <algorithm>

#include "channels/meta/graph.hpp"
#include "channels/meta/webhook.hpp"
#include "channels/whatsapp/calls.hpp"
#include "channels/whatsapp/connector.hpp"
#include "channels/whatsapp/fill.hpp"
#include "channels/whatsapp/number.hpp"
#include "channels/whatsapp/read.hpp"
#include "channels/whatsapp/send.hpp"
#include "channels/whatsapp/traits.hpp"

namespace channels::whatsapp {

namespace {

std::string messages_path(Account const& account) { return meta::node(account.id) + "/messages"; }

// A message that does not fit reached the outbox all the same: in words a person can act on.
Refused refused(base::Error const& misfit)
{
    std::string code = "our_bug";
    std::string detail;
    for (auto const& field : misfit.fields) {
        if (field.field == "text" && field.code == "too_long")
            code = "text_too_long";
        else if (field.field.starts_with("template"))
            code = "template_params";
        detail += (detail.empty() ? "" : ", ") + field.field + " " + field.code;
    }
    return {{.code = std::move(code), .provider_code = 0, .detail = std::move(detail)}};
}

bool has_its_files(Outbound message)
{
    return std::ranges::none_of(media_in(message),
                                [](auto const* media) { return media->provider_id.empty(); });
}

class WhatsApp final : public Channel {
public:
    Traits const& traits() const override { return whatsapp::traits(); }

    bool genuine(Webhook const& call, Account const& account) const override
    {
        return meta::genuine(call, account);
    }
    base::Result<std::string> verify_challenge(Webhook const& call,
                                               Account const& account) const override
    {
        return meta::verify_challenge(call, account);
    }
    base::Result<std::vector<Address>> split(std::string_view body) const override
    {
        return whatsapp::split(body);
    }
    base::Result<std::vector<Event>> read(std::string_view body) const override
    {
        return whatsapp::read(body);
    }

    base::Result<void> fits(Outbound const& message) const override
    {
        return whatsapp::fits(message);
    }
    base::Result<ShownTemplate> show_template(TemplateContent const& content,
                                              std::string_view components) const override
    {
        return whatsapp::show_template(content, components);
    }
    SendOutcome send(Outbound const& message, Account const& given,
                     net::HttpClient& http) const override
    {
        if (auto const fit = whatsapp::fits(message); !fit)
            return refused(fit.error());
        if (!has_its_files(message))
            return Refused{{"media_failed", 0, "the file was not uploaded"}};
        auto const account = complete(given);
        return outcome_of(
            meta::perform(meta::graph_post(messages_path(account), account, message_body(message)),
                          account, http),
            message.tries);
    }

    base::Result<void> mark_read(std::string_view external_id, Account const& given,
                                 net::HttpClient& http) const override
    {
        return receipt(external_id, false, given, http);
    }
    base::Result<void> show_typing(std::string_view external_id, Account const& given,
                                   net::HttpClient& http) const override
    {
        return receipt(external_id, true, given, http);
    }

    base::Result<std::string> upload_media(OutgoingMedia const& file, Account const& given,
                                           net::HttpClient& http) const override
    {
        return whatsapp::upload_media(file, complete(given), http);
    }
    base::Result<FetchedMedia> fetch_media(MediaRef const& media, Account const& given,
                                           net::HttpClient& http,
                                           MediaSink const& sink) const override
    {
        return whatsapp::fetch_media(media.provider_id, complete(given), http, sink);
    }
    base::Result<void> delete_media(std::string_view provider_id, Account const& given,
                                    net::HttpClient& http) const override
    {
        return whatsapp::delete_media(provider_id, complete(given), http);
    }

    Inspection inspect(Account const& given, net::HttpClient& http) const override
    {
        return whatsapp::inspect(complete(given), http);
    }
    base::Result<std::vector<Template>> list_templates(Account const& given,
                                                       net::HttpClient& http) const override
    {
        return whatsapp::list_templates(complete(given), http);
    }
    base::Result<void> subscribe(std::string_view callback_url, Account const& given,
                                 net::HttpClient& http) const override
    {
        return whatsapp::subscribe(callback_url, complete(given), http);
    }
    base::Result<void> unsubscribe(Account const& given, net::HttpClient& http) const override
    {
        return whatsapp::unsubscribe(complete(given), http);
    }
    base::Result<void> release_number(std::string_view callback_url, Account const& given,
                                      net::HttpClient& http) const override
    {
        return whatsapp::release_number(callback_url, complete(given), http);
    }

    BusinessNumber const* number() const override { return &whatsapp::number(); }
    Connector const* connector() const override { return &whatsapp::connector(); }

private:
    static base::Result<void> receipt(std::string_view external_id, bool typing,
                                      Account const& given, net::HttpClient& http)
    {
        auto const account = complete(given);
        return ask_success(
            meta::graph_post(messages_path(account), account, receipt_body(external_id, typing)),
            account, http);
    }
};

}  // namespace

Channel const& channel()
{
    static WhatsApp const only;
    return only;
}

}  // namespace channels::whatsapp
