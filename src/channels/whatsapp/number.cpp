#include "channels/whatsapp/number.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "channels/meta/graph.hpp"
#include "channels/whatsapp/calls.hpp"

// Sources, below developers.facebook.com/documentation/business-messaging/whatsapp/:
//   fields and health        business-phone-numbers/phone-numbers (2026-02-27)
//   codes, register, PIN     business-phone-numbers/registration (2026-03)
//   display names            display-names (2026-04)
namespace channels::whatsapp {

namespace {

using base::Error;
using base::Fault;
using base::Json;

constexpr std::string_view BasicFields =
    "id,display_phone_number,verified_name,quality_rating,code_verification_status,name_status,"
    "status,throughput,health_status";
constexpr std::string_view AllFields =
    "id,display_phone_number,verified_name,quality_rating,code_verification_status,name_status,"
    "new_name_status,status,account_mode,host_platform,is_on_biz_app,is_pin_enabled,throughput,"
    "whatsapp_business_manager_messaging_limit,health_status,webhook_configuration";

std::string digits_only(std::string_view text)
{
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out),
                         [](char c) { return c >= '0' && c <= '9'; });
    return out;
}

std::string word_at(Json const& object, std::string_view key)
{
    return base::clean_name(base::text_at(object, key).value_or(""));
}

HealthPart part_of(Json const& entity)
{
    HealthPart part{word_at(entity, "entity_type"),
                    word_at(entity, "id"),
                    word_at(entity, "can_send_message"),
                    {}};
    for (auto const& error : base::array_at(entity, "errors")) {
        auto text = word_at(error, "error_description");
        if (auto const help = word_at(error, "possible_solution"); !help.empty())
            text += (text.empty() ? "" : " ") + help;
        if (!text.empty())
            part.notes.push_back(std::move(text));
    }
    for (auto const& info : base::array_at(entity, "additional_info"))
        if (info.is_string())
            part.notes.push_back(base::clean_name(info.get<std::string>()));
    return part;
}

base::Result<Json> read_node(std::string_view fields, Account const& account, net::HttpClient& http)
{
    auto request = meta::graph_request("GET", meta::node(account.id), account,
                                       {{"fields", std::string(fields)}});
    // With the proof Meta checks the app secret too, which otherwise shows only when webhooks fail.
    if (account.app_secret)
        meta::prove(request, account);
    return ask(request, account, http);
}

base::Result<void> post(std::string_view edge, Json const& body, Account const& account,
                        net::HttpClient& http)
{
    return ask_success(meta::graph_post(meta::node(account.id) + std::string(edge), account, body),
                       account, http);
}

class Number final : public BusinessNumber {
public:
    base::Result<NumberFacts> facts(Account const& given, net::HttpClient& http) const override
    {
        return whatsapp::facts(complete(given), http);
    }
    base::Result<void> ask_name(std::string_view name, Account const& given,
                                net::HttpClient& http) const override
    {
        return post("", {{"messaging_product", "whatsapp"}, {"new_display_name", name}},
                    complete(given), http);
    }
    base::Result<void> set_pin(std::string_view pin, Account const& given,
                               net::HttpClient& http) const override
    {
        return post("", {{"pin", pin}}, complete(given), http);
    }
    base::Result<void> enrol(std::string_view pin, std::string_view region, Account const& given,
                             net::HttpClient& http) const override
    {
        Json body = {{"messaging_product", "whatsapp"}, {"pin", pin}};
        if (!region.empty())
            body["data_localization_region"] = region;
        return post("/register", body, complete(given), http);
    }
    base::Result<void> deregister(Account const& given, net::HttpClient& http) const override
    {
        return post("/deregister", {{"messaging_product", "whatsapp"}}, complete(given), http);
    }
    base::Result<void> request_code(bool by_voice, std::string_view language, Account const& given,
                                    net::HttpClient& http) const override
    {
        auto const account = complete(given);
        return ask_success(meta::graph_request("POST", meta::node(account.id) + "/request_code",
                                               account,
                                               {{"code_method", by_voice ? "VOICE" : "SMS"},
                                                {"language", std::string(language)}}),
                           account, http);
    }
    base::Result<void> verify_code(std::string_view code, Account const& given,
                                   net::HttpClient& http) const override
    {
        // In the body: an address is written down by every proxy on the way.
        return post("/verify_code", {{"code", code}}, complete(given), http);
    }

    base::Result<Profile> profile(Account const& given, net::HttpClient& http) const override
    {
        return whatsapp::profile(complete(given), http);
    }
    base::Result<void> change_profile(ProfileChange const& change, Account const& given,
                                      net::HttpClient& http) const override
    {
        return whatsapp::change_profile(change, complete(given), http);
    }
    base::Result<void> set_photo(OutgoingMedia const& file, Account const& given,
                                 net::HttpClient& http) const override
    {
        return whatsapp::set_photo(file, complete(given), http);
    }
    base::Result<Picture> photo(Account const& given, net::HttpClient& http) const override
    {
        auto const account = complete(given);
        auto const found = TRY(whatsapp::profile(account, http));
        if (found.photo_url.empty())
            return Error{Fault::not_found, "not_found"};
        return fetch_picture(found.photo_url, account, http);
    }

    base::Result<BlockedPage> blocked(std::string_view cursor, int limit, Account const& given,
                                      net::HttpClient& http) const override
    {
        return whatsapp::blocked(cursor, limit, complete(given), http);
    }
    base::Result<void> block(BlockedPerson const& person, Account const& given,
                             net::HttpClient& http) const override
    {
        return whatsapp::block(Block::add, person, complete(given), http);
    }
    base::Result<void> unblock(BlockedPerson const& person, Account const& given,
                               net::HttpClient& http) const override
    {
        return whatsapp::block(Block::remove, person, complete(given), http);
    }

    base::Result<Automation> automation(Account const& given, net::HttpClient& http) const override
    {
        return whatsapp::automation(complete(given), http);
    }
    base::Result<void> set_automation(Automation const& wanted, Account const& given,
                                      net::HttpClient& http) const override
    {
        return whatsapp::set_automation(wanted, complete(given), http);
    }

    base::Result<std::vector<ChatLink>> links(Account const& given,
                                              net::HttpClient& http) const override
    {
        return whatsapp::links(complete(given), http);
    }
    base::Result<ChatLink> make_link(std::string_view text, Account const& given,
                                     net::HttpClient& http) const override
    {
        return whatsapp::keep_link({}, text, complete(given), http);
    }
    base::Result<ChatLink> change_link(std::string_view code, std::string_view text,
                                       Account const& given, net::HttpClient& http) const override
    {
        return whatsapp::keep_link(code, text, complete(given), http);
    }
    base::Result<void> remove_link(std::string_view code, Account const& given,
                                   net::HttpClient& http) const override
    {
        auto const account = complete(given);
        return ask_success(
            meta::graph_request(
                "DELETE", meta::node(account.id) + "/message_qrdls/" + meta::node(code), account),
            account, http);
    }
    base::Result<Picture> link_picture(std::string_view code, PictureFormat format,
                                       Account const& given, net::HttpClient& http) const override
    {
        return whatsapp::link_picture(code, format, complete(given), http);
    }

    base::Result<Username> username(Account const& given, net::HttpClient& http) const override
    {
        return whatsapp::username(complete(given), http);
    }
    base::Result<void> set_username(std::string_view wanted, bool transfer, Account const& given,
                                    net::HttpClient& http) const override
    {
        auto const account = complete(given);
        Json const body = {{"username", wanted},
                           {"transfer_action", transfer ? "force_transfer" : "none"}};
        // Answers with a status and no word of success.
        TRY(ask(meta::graph_post(meta::node(account.id) + "/username", account, body), account,
                http));
        return {};
    }
    base::Result<void> remove_username(Account const& given, net::HttpClient& http) const override
    {
        auto const account = complete(given);
        return ask_success(
            meta::graph_request("DELETE", meta::node(account.id) + "/username", account), account,
            http);
    }
    base::Result<CostReport> costs(base::Instant from, base::Instant to, std::string_view phone,
                                   Account const& given, net::HttpClient& http) const override
    {
        return whatsapp::costs(from, to, phone, complete(given), http);
    }
};

}  // namespace

NumberFacts facts_of(Json const& node)
{
    NumberFacts out;
    out.id = word_at(node, "id");
    out.display_phone = digits_only(word_at(node, "display_phone_number"));
    out.verified_name = word_at(node, "verified_name");
    out.name_status = word_at(node, "name_status");
    out.new_name_status = word_at(node, "new_name_status");
    out.quality = word_at(node, "quality_rating");
    if (out.quality.empty() || out.quality == "NA")
        out.quality = "UNKNOWN";
    out.status = word_at(node, "status");
    out.verification = word_at(node, "code_verification_status");
    if (out.verification == "UNVERIFIED")
        out.verification = "NOT_VERIFIED";
    out.mode = word_at(node, "account_mode");
    out.platform = word_at(node, "host_platform");
    if (out.platform.empty())
        out.platform = word_at(node, "platform_type");
    out.on_phone_app = base::bool_at(node, "is_on_biz_app").value_or(false);
    out.pin_set = base::bool_at(node, "is_pin_enabled");
    out.throughput = word_at(base::object_at(node, "throughput"), "level");
    out.messaging_limit = word_at(node, "whatsapp_business_manager_messaging_limit");
    auto const& health = base::object_at(node, "health_status");
    out.can_send = word_at(health, "can_send_message");
    for (auto const& entity : base::array_at(health, "entities"))
        out.health.push_back(part_of(entity));
    auto const& webhook = base::object_at(node, "webhook_configuration");
    out.number_callback = word_at(webhook, "phone_number");
    out.account_callback = word_at(webhook, "whatsapp_business_account");
    out.app_callback = word_at(webhook, "application");
    return out;
}

base::Result<Json> number_node(Account const& account, net::HttpClient& http)
{
    auto node = read_node(AllFields, account, http);
    // One field that this version or token does not know spoils the whole call.
    if (!node && node.error().code == "our_bug")
        return read_node(BasicFields, account, http);
    return node;
}

base::Result<NumberFacts> facts(Account const& account, net::HttpClient& http)
{
    return facts_of(TRY(number_node(account, http)));
}

BusinessNumber const& number()
{
    static Number const only;
    return only;
}

}  // namespace channels::whatsapp
