#include "base/text.hpp"
#include "simulator/core.hpp"
#include "simulator/graph/templates.hpp"
#include "simulator/webhooks/signing.hpp"

namespace simulator {

namespace {

using base::Json;

constexpr int Version = 1;
// Newest media first, until this much; a restart may forget old pictures.
constexpr std::size_t KeptBytes = 24'000'000;
constexpr base::JsonLimits StateJson{
    .bytes = 64 << 20, .depth = 64, .keys = 2'000'000, .string_bytes = 40 << 20};

ChatMessage read_message(Json const& json)
{
    ChatMessage message{.id = base::text_at(json, "id").value_or(""),
                        .mine = base::bool_at(json, "mine").value_or(false),
                        .type = base::text_at(json, "type").value_or("text"),
                        .text = base::text_at(json, "text").value_or(""),
                        .state = base::text_at(json, "state").value_or(""),
                        .error = int(base::number_at(json, "error").value_or(0)),
                        .quoted = base::text_at(json, "quoted").value_or(""),
                        .opaque = base::text_at(json, "opaque").value_or(""),
                        .shown = base::bool_at(json, "shown").value_or(true)};
    if (auto const at = base::from_rfc3339(base::text_at(json, "at").value_or("")))
        message.at = *at;
    auto const& media = base::object_at(json, "media");
    message.media_id = base::text_at(media, "id").value_or("");
    message.mime = base::text_at(media, "mime").value_or("");
    message.name = base::text_at(media, "name").value_or("");
    message.bytes = std::size_t(base::number_at(media, "bytes").value_or(0));
    message.voice = base::bool_at(media, "voice").value_or(false);
    if (json.contains("extra"))
        message.extra = json.at("extra");
    if (json.contains("content"))
        message.content = json.at("content");
    if (json.contains("with"))
        message.with = json.at("with");
    for (auto const& one : base::array_at(json, "reactions"))
        message.reactions.push_back(
            {base::text_at(one, "from").value_or(""), base::text_at(one, "emoji").value_or("")});
    message.from = base::text_at(json, "from").value_or("");
    message.revoked = base::bool_at(json, "revoked").value_or(false);
    return message;
}

}  // namespace

std::string Core::snapshot() const
{
    std::scoped_lock const lock(m_mutex);
    auto customers = Json::array();
    for (auto const& customer : m_customers) {
        if (customer->quiet)
            continue;
        auto one = simulator::to_json(*customer);
        one["chats"] = Json::object();
        for (auto const& [number_id, chat] : customer->chats) {
            auto messages = Json::array();
            for (auto const& message : chat.messages) {
                messages.push_back(simulator::to_json(message));
                messages.back()["opaque"] = message.opaque;
            }
            one["chats"][number_id] = {{"last_inbound", chat.last_inbound.ms},
                                       {"messages", messages}};
        }
        customers.push_back(std::move(one));
    }
    auto numbers = Json::array();
    for (auto const& [_, number] : m_numbers)
        numbers.push_back({{"id", number.id},
                           {"waba_id", number.waba_id},
                           {"display_phone", number.display_phone},
                           {"verified_name", number.verified_name},
                           {"token", number.token},
                           {"pin", number.pin},
                           {"verified", number.verified},
                           {"phone_app", number.phone_app},
                           {"quality", number.quality},
                           {"desk", number.desk},
                           {"registered", number.registered},
                           {"callback_url", number.callback_url},
                           {"verify_token", number.verify_token}});
    auto wabas = Json::array();
    for (auto const& [_, waba] : m_wabas)
        wabas.push_back({{"id", waba.id},
                         {"name", waba.name},
                         {"token", waba.token},
                         {"subscribed", waba.subscribed},
                         {"callback_url", waba.callback_url},
                         {"catalog_id", waba.catalog_id},
                         {"verify_token", waba.verify_token}});
    auto groups = Json::array();
    for (auto const& [_, group] : m_groups) {
        groups.push_back(to_json(group));
        groups.back()["last_inbound"] = group.chat.last_inbound.ms;
        // Ids of customers are given anew at the next start.
        for (auto& id : groups.back()["members"])
            if (auto const found = m_by_id.find(id.get<std::string>()); found != m_by_id.end())
                id = found->second->user_id;
    }
    auto templates = Json::array();
    for (auto const& tpl : m_templates) {
        templates.push_back(simulator::to_json(tpl));
        templates.back()["quality"] = tpl.quality;
    }
    std::vector<Media const*> newest;
    for (auto const& [_, media] : m_media)
        newest.push_back(&media);
    std::ranges::sort(newest, [](Media const* a, Media const* b) { return a->at > b->at; });
    auto kept = Json::array();
    std::size_t bytes = 0;
    for (auto const* const media : newest) {
        bytes += media->bytes.size();
        if (bytes > KeptBytes)
            break;
        kept.push_back({{"id", media->id},
                        {"mime", media->mime},
                        {"name", media->name},
                        {"number_id", media->number_id},
                        {"at", media->at.ms},
                        {"expires", media->expires.ms},
                        {"inbound", media->inbound},
                        {"bytes", base64(media->bytes)}});
    }
    return base::to_text({{"version", Version},
                          {"counter", m_counter},
                          {"offset_ms", m_offset.count()},
                          {"settings", simulator::to_json(m_settings)},
                          {"app_url", m_app_url},
                          {"app_secret", m_app_secret},
                          {"current", m_current_number},
                          {"tokens", m_tokens},
                          {"revoked", m_revoked},
                          {"targets", m_targets},
                          {"app_fields", m_app_fields},
                          {"app_domains", m_app_domains},
                          {"numbers", numbers},
                          {"wabas", wabas},
                          {"customers", customers},
                          {"groups", groups},
                          {"templates", templates},
                          {"media", kept}});
}

base::Result<void> Core::restore(std::string_view text)
{
    auto const parsed = base::parse_json(text, StateJson);
    if (!parsed || base::number_at(*parsed, "version") != Version)
        return base::Error{base::Fault::invalid, "state_unreadable",
                           "The simulator's state file is not one this version reads; remove it."};
    auto const& json = *parsed;
    auto const word = [](Json const& from, char const* name) {
        return base::text_at(from, name).value_or("");
    };
    std::scoped_lock const lock(m_mutex);
    m_customers.clear();
    m_by_id.clear();
    m_by_phone.clear();
    m_by_user_id.clear();
    m_written_by.clear();
    m_media.clear();
    m_media_bytes = 0;
    m_due = {};
    m_unread.clear();
    m_counter = std::uint64_t(base::number_at(json, "counter").value_or(0));
    m_offset = std::chrono::milliseconds(base::number_at(json, "offset_ms").value_or(0));
    if (auto const done = change(m_settings, base::object_at(json, "settings")); !done)
        return done.error();
    m_app_url = word(json, "app_url");
    m_app_secret = word(json, "app_secret");
    for (auto const& token : base::array_at(json, "tokens"))
        if (token.is_string())
            m_tokens.insert(token.get<std::string>());
    auto const texts = [](Json const& list, auto& into) {
        for (auto const& one : list)
            if (one.is_string())
                into.insert(one.get<std::string>());
    };
    texts(base::array_at(json, "revoked"), m_revoked);
    texts(base::array_at(json, "app_fields"), m_app_fields);
    texts(base::array_at(json, "app_domains"), m_app_domains);
    for (auto const& [token, ids] : base::object_at(json, "targets").items())
        texts(ids, m_targets[token]);
    for (auto const& one : base::array_at(json, "wabas"))
        m_wabas[word(one, "id")] = {.id = word(one, "id"),
                                    .name = word(one, "name"),
                                    .token = word(one, "token"),
                                    .subscribed = base::bool_at(one, "subscribed").value_or(false),
                                    .callback_url = word(one, "callback_url"),
                                    .verify_token = word(one, "verify_token"),
                                    .catalog_id = word(one, "catalog_id")};
    for (auto const& one : base::array_at(json, "numbers"))
        m_numbers[word(one, "id")] = {.id = word(one, "id"),
                                      .waba_id = word(one, "waba_id"),
                                      .display_phone = word(one, "display_phone"),
                                      .verified_name = word(one, "verified_name"),
                                      .token = word(one, "token"),
                                      .country_code = "62",
                                      .registered = base::bool_at(one, "registered").value_or(true),
                                      .pin = word(one, "pin"),
                                      .callback_url = word(one, "callback_url"),
                                      .verify_token = word(one, "verify_token"),
                                      .verified = base::bool_at(one, "verified").value_or(true),
                                      .phone_app = base::bool_at(one, "phone_app").value_or(false),
                                      .quality = base::text_at(one, "quality").value_or("GREEN"),
                                      .desk = base::object_at(one, "desk")};
    if (m_numbers.contains(word(json, "current")))
        m_current_number = word(json, "current");
    for (auto const& one : base::array_at(json, "media")) {
        Media media{.id = word(one, "id"),
                    .mime = word(one, "mime"),
                    .name = word(one, "name"),
                    .bytes = from_base64(word(one, "bytes")),
                    .number_id = word(one, "number_id"),
                    .at = {base::number_at(one, "at").value_or(0)},
                    .expires = {base::number_at(one, "expires").value_or(0)},
                    .inbound = base::bool_at(one, "inbound").value_or(false)};
        media.sha256 = sha256_hex(media.bytes);
        m_media_bytes += media.bytes.size();
        m_media[media.id] = std::move(media);
    }
    for (auto const& one : base::array_at(json, "customers"))
        restore_customer(one);
    if (json.contains("templates"))
        m_templates.clear();
    for (auto const& one : base::array_at(json, "templates")) {
        m_templates.push_back({.id = word(one, "id"),
                               .name = word(one, "name"),
                               .language = word(one, "language"),
                               .status = word(one, "status"),
                               .category = word(one, "category"),
                               .parameter_format = word(one, "parameter_format"),
                               .quality = word(one, "quality"),
                               .components = base::array_at(one, "components"),
                               .reason = word(one, "rejected_reason")});
        if (m_templates.back().status == "PENDING")
            ask_review(m_templates.back().id);
    }
    m_groups.clear();
    for (auto const& one : base::array_at(json, "groups")) {
        Group group{
            .id = word(one, "id"), .name = word(one, "name"), .number_id = word(one, "number_id")};
        for (auto const& member : base::array_at(one, "members"))
            if (auto const* const customer = customer_by(member.get<std::string>()))
                group.members.push_back(customer->id);
        group.chat.last_inbound = {base::number_at(one, "last_inbound").value_or(0)};
        for (auto const& line : base::array_at(one, "messages"))
            group.chat.messages.push_back(read_message(line));
        m_groups[group.id] = std::move(group);
    }
    return {};
}

void Core::restore_customer(Json const& saved)
{
    auto const word = [&](char const* name) { return base::text_at(saved, name).value_or(""); };
    auto& customer = add_customer({.name = word("name"),
                                   .phone = word("phone"),
                                   .user_id = word("user_id"),
                                   .username = word("username"),
                                   .identity = word("identity"),
                                   .place = word("place"),
                                   .offline = base::bool_at(saved, "offline").value_or(false),
                                   .receipts = base::bool_at(saved, "receipts").value_or(true),
                                   .blocks = base::bool_at(saved, "blocks").value_or(false)});
    customer.hidden = base::bool_at(saved, "hidden").value_or(false);
    customer.legacy = base::bool_at(saved, "legacy").value_or(false);
    customer.stopped_marketing = base::bool_at(saved, "stopped_marketing").value_or(false);
    for (auto const& [number_id, kept] : base::object_at(saved, "chats").items()) {
        auto& chat = customer.chats[number_id];
        chat.last_inbound = {base::number_at(kept, "last_inbound").value_or(0)};
        for (auto const& line : base::array_at(kept, "messages")) {
            chat.messages.push_back(read_message(line));
            if (chat.messages.back().mine)
                m_written_by[chat.messages.back().id] = customer.id;
        }
        if (auto const number = m_numbers.find(number_id); number != m_numbers.end())
            for (auto& message : chat.messages)
                resume(customer, number->second, message);
    }
}

// What was under way when it stopped goes on: webhooks nobody had taken, statuses still to come.
void Core::resume(Customer& customer, Number const& number, ChatMessage& message)
{
    // Of a reaction nothing more than `sent` is ever said.
    if (!message.mine && message.type == "reaction" && message.state != "accepted")
        return;
    if (message.mine) {
        if (message.state == "waiting")
            update(number, customer.id, "messages " + message.type,
                   inbound_value(customer, number, message),
                   {{customer.id, number.id, message.id}});
        return;
    }
    if (message.state == "failed" || message.state == "read" || message.state == "played")
        return;
    auto const sent = std::make_shared<Sent>();
    sent->wamid = message.id;
    sent->number_id = number.id;
    sent->customer_id = customer.id;
    sent->to_phone = !customer.phone.empty();
    sent->opaque = message.opaque;
    sent->type = message.type;
    sent->category = message.type == "template" ? "utility" : "service";
    sent->voice = message.voice;
    if (message.type == "reaction")
        sent->reaction = {base::text_at(message.content, "message_id").value_or(""),
                          base::text_at(message.content, "emoji").value_or("")};
    sent->state = message.state;
    if (message.state == "accepted")
        plan(sent, 0);
    else if (message.state == "sent")
        schedule({.at = here(), .status = "delivered", .sent = sent});
    else
        m_unread[customer.id].push_back(sent);
}

}  // namespace simulator
