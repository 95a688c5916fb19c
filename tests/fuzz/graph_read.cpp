// libFuzzer target: what the provider answers to everything we ask of it. The first byte says which
// question, the second how the answer is meant, the rest of the line its headers; the answer's body
// follows, the same to each further request, but with another cursor. Whatever it is, we stop asking.
#include "parts.hpp"

#include <array>

#include "base/json.hpp"
#include "base/time.hpp"
#include "channels/connector.hpp"
#include "channels/list.hpp"
#include "net/http_client.hpp"

using fuzz::must;

namespace {

using namespace channels;

class Answers final : public net::HttpClient {
public:
    Answers(int status, std::string_view header, std::string_view body)
        : m_reply{status,
                  {{"Retry-After", std::string(header)},
                   {"X-Business-Use-Case-Usage", std::string(header)},
                   {"Content-Type", "image/png"}},
                  std::string(body)}
    {
        if (auto json = base::parse_json(body, base::AnswerJson))
            m_json = std::move(*json);
    }

    net::HttpOutcome perform(net::HttpRequest const& request) override
    {
        must(++m_asked <= 2000);
        must(request.url.starts_with("https://") &&
             request.url.find_first_of(" \r\n") == std::string::npos);
        turn_page();
        if (!request.sink || m_reply.status >= 300)
            return m_reply;
        if (!m_reply.body.empty() && !request.sink(m_reply.body))
            return net::NetFailure{net::NetFailure::Stage::stopped_by_sink, {}};
        return net::HttpReply{m_reply.status, m_reply.headers, {}};
    }

private:
    // A list that never ends.
    void turn_page()
    {
        if (!base::text_at(base::object_at(base::object_at(m_json, "paging"), "cursors"), "after"))
            return;
        m_json["paging"]["cursors"]["after"] = std::to_string(m_asked);
        m_reply.body = base::to_text(m_json);
    }

    net::HttpReply m_reply;
    base::Json m_json;
    int m_asked = 0;
};

Account const& account()
{
    static Account const one{.id = "440022330055662",
                             .parent_id = "330011220044551",
                             .base_url = "https://graph.example",
                             .version = "v26.0",
                             .access_token = SecretView("EAASIMTOKEN0001"),
                             .app_secret = SecretView("secret"),
                             .verify_token = SecretView("check-me")};
    return one;
}

App const& app()
{
    static App const one{.id = "9900",
                         .secret = SecretView("secret"),
                         .base_url = "https://graph.example",
                         .version = "v26.0"};
    return one;
}

OutgoingMedia picture()
{
    return {.kind = MediaKind::image,
            .mime = "image/png",
            .file_name = "toko.png",
            .size = 3,
            .read = [](std::uint64_t at, std::size_t most) {
                return std::string("png").substr(std::min<std::size_t>(std::size_t(at), 3), most);
            }};
}

void send(Channel const& channel, Answers& answers)
{
    Outbound message;
    message.attempt_id = "a1";
    message.to.phone = "6281200007700";
    message.content = TextContent{.text = "Halo"};
    auto const outcome = channel.send(message, account(), answers);
    if (auto const* const taken = std::get_if<Accepted>(&outcome))
        must(!taken->provider_id.empty());
    if (auto const* const later = std::get_if<TryLater>(&outcome))
        must(later->wait.count() >= 0 && later->wait <= std::chrono::hours(24));
}

void fetch(Channel const& channel, Answers& answers)
{
    MediaRef media;
    media.provider_id = "700";
    static_cast<void>(channel.fetch_media(media, account(), answers, [](auto) { return true; }));
}

void facts_of_token(Channel const& channel, Answers& answers)
{
    auto const& connector = *channel.connector();
    auto const facts = connector.token(account(), &app(), answers);
    if (!facts)
        return;
    if (facts->expires_at)
        must(base::from_rfc3339(base::to_rfc3339(*facts->expires_at)).ok());
    static_cast<void>(connector.accounts(*facts, account(), answers));
}

void costs(Channel const& channel, Answers& answers)
{
    auto const told = channel.number()->costs({1'795'000'000'000}, {1'796'000'000'000},
                                              "6281200007700", account(), answers);
    if (!told)
        return;
    for (auto const& cost : told->costs)
        must(base::from_rfc3339(base::to_rfc3339(cost.from)).ok() && cost.messages >= 0 &&
             std::isfinite(cost.amount));
}

using Question = void (*)(Channel const&, Answers&);

#define ASK(call) [](Channel const& c, Answers& a) { static_cast<void>(c.call); }

// In this order for good: seeds begin with their place, from 'A'.
constexpr auto Questions = std::to_array<Question>({
    send,
    fetch,
    facts_of_token,
    costs,
    ASK(inspect(account(), a)),
    ASK(list_templates(account(), a)),
    ASK(upload_media(picture(), account(), a)),
    ASK(subscribe("https://inbox.example/w", account(), a)),
    ASK(release_number("https://inbox.example/w", account(), a)),
    ASK(mark_read("wamid.1", account(), a)),
    ASK(number()->facts(account(), a)),
    ASK(number()->profile(account(), a)),
    ASK(number()->photo(account(), a)),
    ASK(number()->set_photo(picture(), account(), a)),
    ASK(number()->blocked("", 100, account(), a)),
    ASK(number()->block({"6281200007700", ""}, account(), a)),
    ASK(number()->automation(account(), a)),
    ASK(number()->links(account(), a)),
    ASK(number()->make_link("Halo", account(), a)),
    ASK(number()->link_picture("K1", PictureFormat::svg, account(), a)),
    ASK(number()->username(account(), a)),
    ASK(number()->set_username("toko", true, account(), a)),
    ASK(number()->enrol("123456", "", account(), a)),
    ASK(connector()->prove(app(), a)),
    ASK(connector()->domains(app(), a)),
    ASK(connector()->listeners(account(), a)),
    ASK(connector()->webhook(app(), a)),
    ASK(connector()->set_webhook(app(), "https://inbox.example/w", SecretView("v"), a)),
    ASK(connector()->exchange(app(), "code", "https://inbox.example/back", a)),
    ASK(connector()->request(PhoneAppData::history, account(), a)),
});

#undef ASK

constexpr std::array Statuses{200, 200, 400, 401, 403, 404, 429, 500, 503, 302, 204, 100};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size < 3)
        return 0;
    auto const bytes = fuzz::text_of(data, size);
    auto const line = std::min(bytes.find('\n', 2), bytes.size());
    auto const body = line == bytes.size() ? "" : bytes.substr(line + 1);
    Answers answers(Statuses[(data[1] + 256U - 'A') % Statuses.size()], bytes.substr(2, line - 2),
                    body);
    Questions[(data[0] + 256U - 'A') % Questions.size()](*find("whatsapp"), answers);
    return 0;
}
