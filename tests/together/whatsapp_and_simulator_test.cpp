#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "channels/list.hpp"
#include "channels/whatsapp/send.hpp"
#include "net/http_client.hpp"
#include "simulator/lab.hpp"

// The channel and the simulator were written apart, each from the protocol page. Here they meet.

using namespace channels;
using namespace std::chrono_literals;
using base::Json;

namespace {

// Carries the channel's calls into a simulator without sockets.
class Wire final : public net::HttpClient {
public:
    explicit Wire(Lab& lab) : m_lab(lab) {}

    net::HttpOutcome perform(net::HttpRequest const& request) override
    {
        simulator::Call call;
        call.method = request.method;
        call.origin = "http://127.0.0.1:8090";
        auto const rest = request.url.substr(call.origin.size());
        auto const mark = std::min(rest.find('?'), rest.size());
        call.path = decoded(rest.substr(0, mark));
        for (auto at = mark; at < rest.size();) {
            auto const end = std::min(rest.find('&', at + 1), rest.size());
            auto const pair = rest.substr(at + 1, end - at - 1);
            auto const equal = std::min(pair.find('='), pair.size());
            call.query.emplace_back(decoded(pair.substr(0, equal)),
                                    decoded(pair.substr(std::min(equal + 1, pair.size()))));
            at = end;
        }
        for (auto const& [name, value] : request.headers) {
            if (name == "Authorization")
                call.token = value.substr(7);
            if (name == "Content-Type")
                call.content_type = value;
        }
        call.body = request.body;
        if (!request.parts.empty())
            write_form(request.parts, call);

        auto answer = m_lab.core.handle(call);
        if (auto const question = answer.verification)
            answer = m_lab.core.verified(*question, 200, question->challenge);
        net::HttpReply reply{answer.status, answer.headers, answer.body};
        if (request.sink && answer.status < 300) {
            request.sink(reply.body);
            reply.body.clear();
        }
        return reply;
    }

private:
    static std::string decoded(std::string_view text)
    {
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == '%' && i + 2 < text.size()) {
                out += base::from_hex(text.substr(i + 1, 2));
                i += 2;
            } else {
                out += text[i];
            }
        return out;
    }

    static void write_form(std::vector<net::Part> const& parts, simulator::Call& call)
    {
        call.content_type = "multipart/form-data; boundary=XyZ";
        for (auto const& part : parts) {
            call.body += "--XyZ\r\nContent-Disposition: form-data; name=\"" + part.name + "\"";
            if (!part.file_name.empty())
                call.body += "; filename=\"" + part.file_name + "\"";
            if (!part.content_type.empty())
                call.body += "\r\nContent-Type: " + part.content_type;
            call.body += "\r\n\r\n" + (part.source ? part.source(0, part.size) : part.text) +
                         "\r\n";
        }
        call.body += "--XyZ--\r\n";
    }

    Lab& m_lab;
};

struct Meeting {
    Lab lab;
    Wire wire{lab};
    Channel const& whatsapp = *find("whatsapp");
    Account account{.id = "440022330055662",
                    .parent_id = "330011220044551",
                    .base_url = "http://127.0.0.1:8090",
                    .access_token = SecretView("EAASIMTOKEN0001"),
                    .app_secret = SecretView("sim_app_secret_0001"),
                    .verify_token = SecretView("ours")};

    std::string customer(Json const& who)
    {
        auto const made = body_of(lab.control("POST", "/sim/customers", who));
        return made.at("id").get<std::string>();
    }
    // Everything the simulator posts in that time, each body checked and read.
    std::vector<Event> pass(std::chrono::milliseconds time)
    {
        std::vector<Event> out;
        for (auto const& delivery : lab.pass(time)) {
            Webhook const call{.method = "POST",
                               .header = [&](std::string_view) -> std::optional<std::string_view> {
                                   return delivery.signature;
                               },
                               .query = {},
                               .body = delivery.body};
            CHECK(whatsapp.genuine(call, account));
            auto events = whatsapp.read(delivery.body);
            REQUIRE(events.ok());
            for (auto& event : *events) {
                CHECK_FALSE(std::holds_alternative<Unreadable>(event.what));
                CHECK(event.to.account_id == "440022330055662");
                CHECK(event.to.parent_id == "330011220044551");
                out.push_back(std::move(event));
            }
        }
        return out;
    }
    InboundMessage says(std::string const& who, Json const& what)
    {
        auto const said = lab.say(who, what);
        CHECK(said.status < 300);
        for (auto const& event : pass(5s))
            if (auto const* const message = std::get_if<InboundMessage>(&event.what))
                return *message;
        FAIL("nothing came in for " << what.dump() << ": " << said.body);
        return {};
    }
    Outbound message(std::string const& phone)
    {
        Outbound made;
        made.attempt_id = "at:1";
        made.to.phone = phone;
        made.content = TextContent{"Halo kak"};
        return made;
    }
};

}  // namespace

TEST_CASE("together: the simulator's account passes the channel's own checks")
{
    Meeting m;
    CHECK(m.whatsapp.subscribe("http://127.0.0.1:1/webhooks/whatsapp/k", m.account, m.wire).ok());
    auto const found = m.whatsapp.inspect(m.account, m.wire);
    for (auto const& check : found.checks)
        CHECK_MESSAGE(check.ok, check.name << ": " << check.detail);
    CHECK(found.ok());
    CHECK(found.display_phone == "6281200007700");
    CHECK(m.whatsapp.unsubscribe(m.account, m.wire).ok());
    CHECK(m.whatsapp.list_templates(m.account, m.wire).value().size() > 0);

    m.account.app_secret = SecretView("of another app");
    auto const wrong = m.whatsapp.inspect(m.account, m.wire);
    CHECK(wrong.problem.value().code == "token_invalid");
}

TEST_CASE("together: a number nobody has named yet passes too")
{
    Meeting m;
    m.account.id = "440099990000001";
    m.account.parent_id = "330099990000001";
    m.account.access_token = SecretView("EAAFRESH");
    auto const found = m.whatsapp.inspect(m.account, m.wire);
    CHECK(found.ok());
    if (found.problem)
        MESSAGE(found.problem->detail);
}

TEST_CASE("together: a question, an answer, and its ticks")
{
    Meeting m;
    auto const rina = m.customer({{"name", "Rina W"}, {"phone", "628123459001"}});
    auto const asked = m.says(rina, {{"type", "text"}, {"text", "Apakah masih buka? 🙂"}});
    CHECK(asked.text == "Apakah masih buka? 🙂");
    CHECK(asked.from.phone == "628123459001");
    CHECK(asked.from.profile_name == "Rina W");
    CHECK(asked.from.external_id == asked.from.user_id.value());

    CHECK(m.whatsapp.show_typing(asked.external_id, m.account, m.wire).ok());
    CHECK(m.whatsapp.mark_read(asked.external_id, m.account, m.wire).ok());
    auto answer = m.message("628123459001");
    answer.quoted_id = asked.external_id;
    auto const outcome = m.whatsapp.send(answer, m.account, m.wire);
    REQUIRE(std::holds_alternative<Accepted>(outcome));
    auto const& accepted = std::get<Accepted>(outcome);
    CHECK(accepted.phone == "628123459001");

    std::set<DeliveryStatus> seen;
    for (auto const& event : m.pass(60s)) {
        auto const* const status = std::get_if<StatusUpdate>(&event.what);
        REQUIRE(status);
        CHECK(status->external_id == accepted.provider_id);
        CHECK(status->attempt_id == "at:1");
        CHECK(status->recipient.external_id == asked.from.external_id);
        seen.insert(status->status);
    }
    CHECK(seen.contains(DeliveryStatus::sent));
    CHECK(seen.contains(DeliveryStatus::read));
}

TEST_CASE("together: somebody without a phone number is met and answered")
{
    Meeting m;
    auto const lia = m.customer(
        {{"name", "Lia"}, {"user_id", "BR.90417733520068812499"}, {"username", "lia.doces9"}});
    auto const asked = m.says(lia, {{"type", "text"}, {"text", "oi"}});
    CHECK(asked.from.external_id == "BR.90417733520068812499");
    CHECK(asked.from.phone == std::nullopt);
    CHECK(asked.from.username == "lia.doces9");
    auto answer = m.message("");
    answer.to = {.phone = {}, .user_id = asked.from.user_id};
    auto const outcome = m.whatsapp.send(answer, m.account, m.wire);
    REQUIRE(std::holds_alternative<Accepted>(outcome));
    CHECK(std::get<Accepted>(outcome).user_id == "BR.90417733520068812499");
    for (auto const& event : m.pass(60s))
        CHECK(std::get<StatusUpdate>(event.what).recipient.external_id ==
              "BR.90417733520068812499");
}

TEST_CASE("together: a file goes up, out, and what a customer sends comes down")
{
    Meeting m;
    auto const rina = m.customer({{"name", "Rina W"}, {"phone", "628123459001"}});
    m.says(rina, {{"type", "text"}, {"text", "kirim faktur"}});
    std::string const pdf = "%PDF-1.4 faktur";
    auto const id = m.whatsapp.upload_media(
        {.kind = MediaKind::document,
         .mime = "application/pdf",
         .file_name = "faktur.pdf",
         .size = pdf.size(),
         .read = [&](std::uint64_t offset,
                     std::size_t limit) { return pdf.substr(offset, limit); }},
        m.account, m.wire);
    REQUIRE(id.ok());
    auto answer = m.message("628123459001");
    answer.content = MediaContent{.kind = MediaKind::document,
                                  .provider_id = *id,
                                  .caption = "Faktur",
                                  .file_name = "faktur.pdf"};
    CHECK(std::holds_alternative<Accepted>(m.whatsapp.send(answer, m.account, m.wire)));

    std::string bytes;
    auto const fetched = m.whatsapp.fetch_media({.provider_id = *id}, m.account, m.wire,
                                                [&](std::string_view piece) {
                                                    bytes += piece;
                                                    return true;
                                                });
    REQUIRE(fetched.ok());
    CHECK(bytes == pdf);
    CHECK(fetched->mime == "application/pdf");
    CHECK(fetched->checksum_matches == true);
    CHECK(m.whatsapp.delete_media(*id, m.account, m.wire).ok());
    auto const gone = m.whatsapp.fetch_media({.provider_id = *id}, m.account, m.wire,
                                             [](std::string_view) { return true; });
    CHECK_FALSE(gone.ok());
}

TEST_CASE("together: every sample a customer can send comes down whole")
{
    Meeting m;
    auto const rina = m.customer({{"name", "Rina W"}, {"phone", "628123459001"}});
    std::pair<std::string, std::string> const samples[]{
        {"image", "photo"}, {"image", "receipt"},   {"video", "video"},
        {"audio", "voice"}, {"sticker", "sticker"}, {"document", "document"}};
    for (auto const& [type, name] : samples) {
        CAPTURE(name);
        auto const message = m.says(rina, {{"type", type}, {"sample", name}});
        REQUIRE(message.media.has_value());
        CHECK(name_of(message.kind) == type);
        CHECK(message.media->voice == (message.kind == InboundKind::audio));
        std::uint64_t bytes = 0;
        auto const fetched = m.whatsapp.fetch_media(*message.media, m.account, m.wire,
                                                    [&](std::string_view piece) {
                                                        bytes += piece.size();
                                                        return true;
                                                    });
        REQUIRE(fetched.ok());
        CHECK(bytes > 0);
        CHECK(plain_mime(fetched->mime) == plain_mime(message.media->mime));
        CHECK(fetched->checksum_matches == true);
    }
}

TEST_CASE("together: whatever a simulated customer sends is understood or kept")
{
    Meeting m;
    auto const rina = m.customer({{"name", "Rina W"}, {"phone", "628123459001"}});
    auto const kind = [&](Json const& what) {
        auto const message = m.says(rina, what);
        return message.kind == InboundKind::unsupported ? message.unsupported_type
                                                        : std::string(name_of(message.kind));
    };
    CHECK(kind({{"type", "location"}, {"location", {{"latitude", 1.5}, {"longitude", 2}}}}) ==
          "location");
    CHECK(kind({{"type", "poll"}}) == "poll_creation");
    CHECK(kind({{"type", "raw"}, {"raw", {{"type", "hologram"}, {"hologram", {{"x", 1}}}}}}) ==
          "hologram");
}

TEST_CASE("together: what the simulator refuses, the channel names")
{
    Meeting m;
    auto const rina = m.customer({{"name", "Rina W"}, {"phone", "628123459001"}});
    // Nobody wrote within 24 hours.
    m.lab.control("POST", "/sim/config", {{"window_sync", true}});
    auto const closed = m.whatsapp.send(m.message("628123459001"), m.account, m.wire);
    REQUIRE(std::holds_alternative<Refused>(closed));
    CHECK(std::get<Refused>(closed).why.code == "window_closed");

    auto templated = m.message("628123459001");
    templated.content = TemplateContent{.name = "no_such_template", .language = "id"};
    auto const missing = m.whatsapp.send(templated, m.account, m.wire);
    REQUIRE(std::holds_alternative<Refused>(missing));
    CHECK(std::get<Refused>(missing).why.code == "template_missing");

    m.lab.control("POST", "/sim/config", {{"revoked", true}});
    auto const down = m.whatsapp.send(m.message("628123459001"), m.account, m.wire);
    REQUIRE(std::holds_alternative<ChannelDown>(down));
    CHECK(std::get<ChannelDown>(down).why.code == "token_invalid");
}

TEST_CASE("together: an approved template goes out while the window is closed")
{
    Meeting m;
    m.customer({{"name", "Rina W"}, {"phone", "628123459001"}});
    m.lab.control("POST", "/sim/config", {{"window_sync", true}});
    auto const templates = m.whatsapp.list_templates(m.account, m.wire);
    REQUIRE(templates.ok());
    int sent = 0;
    for (auto const& one : *templates) {
        auto const components = base::parse_json(one.components);
        REQUIRE(components.ok());
        if (one.status != "APPROVED" || one.components.find("{{") != std::string::npos ||
            one.components.find("\"IMAGE\"") != std::string::npos)
            continue;
        auto message = m.message("628123459001");
        message.content = TemplateContent{.name = one.name, .language = one.language};
        CHECK(std::holds_alternative<Accepted>(m.whatsapp.send(message, m.account, m.wire)));
        ++sent;
    }
    CHECK(sent > 0);
}

namespace {

// The simulator's word for whether it took it.
std::string taken(SendOutcome const& outcome)
{
    if (std::holds_alternative<Accepted>(outcome))
        return "accepted";
    if (auto const* const refused = std::get_if<Refused>(&outcome))
        return refused->why.code + " " + refused->why.detail;
    return "not settled";
}

InteractiveContent asking(InteractiveKind kind)
{
    InteractiveContent content;
    content.text = "Jadi pesan?";
    content.controls.kind = kind;
    return content;
}

std::vector<InteractiveContent> every_control()
{
    using K = InteractiveKind;
    auto buttons = asking(K::button);
    buttons.controls.buttons = {{"yes", "Ya"}, {"no", "Tidak"}};
    buttons.controls.header = "Pesanan";
    buttons.controls.footer = "Toko Rina";
    auto list = asking(K::list);
    list.controls.label = "Pilih";
    list.controls.sections = {{"Kirim", {{"r1", "Kilat", "1 hari"}}, {}},
                              {"Ambil", {{"r2", "Di toko", {}}}, {}}};
    auto link = asking(K::cta_url);
    link.controls.label = "Bayar";
    link.controls.url = "https://x.test/p/9";
    auto form = asking(K::flow);
    form.controls.label = "Isi";
    form.controls.flow = FlowCall{"111222333", {}, "S1", R"({"x":1})", false};
    auto whole_form = form;
    whole_form.controls.flow = FlowCall{"111222333", "ft-9", {}, {}, true};
    auto product = asking(K::product);
    product.text = "";
    product.controls.catalogue = "880066770099112";
    product.controls.product = "SKU-1";
    auto some = asking(K::product_list);
    some.controls.header = "Baru";
    some.controls.catalogue = "880066770099112";
    some.controls.sections = {{"Baju", {}, {"SKU-1", "SKU-2"}}};
    auto all = asking(K::catalogue);
    all.controls.product = "SKU-1";
    auto address = asking(K::address);
    address.controls.country = "IN";
    auto call = asking(K::call);
    call.controls.label = "Telepon";
    return {buttons,
            list,
            link,
            asking(K::location_request),
            asking(K::contact_request),
            form,
            whole_form,
            product,
            some,
            all,
            address,
            call,
            asking(K::call_permission)};
}

// What a template asks for, filled in, as somebody who read its parts would.
std::vector<TemplateValue> values_for(std::string const& text)
{
    std::vector<TemplateValue> out;
    for (auto at = text.find("{{"); at != std::string::npos; at = text.find("{{", at + 2)) {
        auto const name = text.substr(at + 2, text.find("}}", at) - at - 2);
        if (std::ranges::none_of(out, [&](auto const& one) { return one.name == name; }))
            out.push_back({name, "nilai"});
    }
    return out;
}

void fill_buttons(Json const& components, std::vector<TemplateButton>& into)
{
    for (auto const& part : components)
        for (auto const& button : base::array_at(part, "buttons")) {
            auto const index = int(&button - &base::array_at(part, "buttons")[0]);
            auto const type = base::text_at(button, "type").value_or("");
            if (type == "URL" && button.value("url", "").find("{{") != std::string::npos)
                into.push_back({index, "url", "x9", {}});
            else if (type == "OTP")
                into.push_back({index, "url", "nilai", {}});
            else if (type == "COPY_CODE")
                into.push_back({index, "copy_code", "HEMAT20", {}});
            else if (type == "MPM")
                into.push_back({index, "mpm", "SKU-1", {{"Baju", {}, {"SKU-1"}}}});
            else if (type == "QUICK_REPLY")
                into.push_back({index, "quick_reply", "p", {}});
        }
}

}  // namespace

TEST_CASE("together: every kind of message is taken as we say it, also without a phone number")
{
    Meeting m;
    auto const rina = m.customer({{"name", "Rina W"}, {"phone", "628123459001"}});
    auto const lia = m.customer(
        {{"name", "Lia"}, {"user_id", "BR.90417733520068812499"}, {"username", "lia.doces9"}});
    auto const asked = m.says(rina, {{"type", "text"}, {"text", "halo"}});
    auto const asked_by_lia = m.says(lia, {{"type", "text"}, {"text", "oi"}});

    ContactCard card{"Rina Sari"};
    card.company = "Toko Rina";
    card.phones = {{"+62 812-3450-002", "WORK"}};
    card.emails = {{"rina@x.test", {}}};
    card.addresses = {{"Jl. Contoh 5", {}}};
    card.urls = {{"https://x.test", {}}};
    card.birthday = "1990-02-03";
    std::vector<OutboundContent> all{TextContent{"https://x.test", false},
                                     Location{-6.2, 106.8, "Toko", "Jl. Contoh 5", {}},
                                     Location{0, 0, {}, {}, {}}, CardsContent{{card, {"Budi"}}}};
    for (auto& controls : every_control())
        all.emplace_back(std::move(controls));
    for (auto const& content : all) {
        auto message = m.message("628123459001");
        message.content = content;
        CAPTURE(whatsapp::message_body(message).dump());
        CHECK(taken(m.whatsapp.send(message, m.account, m.wire)) == "accepted");
        message.to = {.phone = {}, .user_id = asked_by_lia.from.user_id, .group_id = {}};
        CHECK(taken(m.whatsapp.send(message, m.account, m.wire)) == "accepted");
        m.pass(60s);  // not too many in a row to one person
    }
    for (auto const* emoji : {"👍", ""}) {
        auto sign = m.message("628123459001");
        sign.content = ReactionContent{asked.external_id, emoji};
        CHECK(taken(m.whatsapp.send(sign, m.account, m.wire)) == "accepted");
    }
    for (auto const& event : m.pass(60s))
        CHECK(std::get<StatusUpdate>(event.what).status == DeliveryStatus::sent);
}

TEST_CASE("together: what we find fit for a template is what the simulator takes")
{
    Meeting m;
    m.customer({{"name", "Rina W"}, {"phone", "628123459001"}});
    auto const templates = m.whatsapp.list_templates(m.account, m.wire);
    REQUIRE(templates.ok());
    int filled = 0;
    for (auto const& one : *templates) {
        CAPTURE(one.name);
        auto const components = base::parse_json(one.components);
        REQUIRE(components.ok());
        auto message = m.message("628123459001");
        TemplateContent content{.name = one.name, .language = one.language};
        auto const send = [&] {
            message.content = content;
            auto const outcome = taken(m.whatsapp.send(message, m.account, m.wire));
            m.pass(60s);
            return outcome;
        };
        if (one.status != "APPROVED")
            continue;
        for (auto const& part : *components) {
            auto const type = base::text_at(part, "type").value_or("");
            if (type == "BODY")
                content.body = values_for(base::text_at(part, "text").value_or(""));
            if (type == "HEADER" && base::text_at(part, "format") == "TEXT")
                for (auto& value : values_for(base::text_at(part, "text").value_or("")))
                    content.header_text = value;
        }
        fill_buttons(*components, content.buttons);
        auto const fits = m.whatsapp.show_template(content, one.components).ok();
        CHECK((send() == "accepted") == fits);
        filled += fits;
        if (!content.body.empty()) {
            content.body.pop_back();
            CHECK_FALSE(m.whatsapp.show_template(content, one.components).ok());
            CHECK(send() != "accepted");
        }
    }
    CHECK(filled > 2);
}
