#include "support/backroom.hpp"

#include <charconv>

#include "base/hex.hpp"
#include "base/json.hpp"
#include "conversations/chores.hpp"
#include "conversations/reply.hpp"
#include "conversations/tend.hpp"
#include "crypto/hmac.hpp"
#include "intake/import.hpp"
#include "media/transfer.hpp"

namespace tests {

using namespace std::chrono_literals;
Sender customer(int n)
{
    auto const digit = std::to_string(n % Customers);
    return {"ID.700000000000000" + digit, "62877000000" + digit, "Pembeli " + digit};
}

int number_after(std::string_view text, char mark)
{
    int number = -1;
    auto const at = text.rfind(mark);
    if (at != text.npos)
        std::from_chars(text.data() + at + 1, text.data() + text.size(), number);
    return number;
}

std::string picture(int n)
{
    // More than one chunk of the encrypted file now and then.
    return "\xFF\xD8\xFF\xE0" + std::string(std::size_t(3000 + n % 5 * 30000), char('a' + n % 26));
}

Backroom::Backroom(std::string const& folder, std::uint64_t seed, std::chrono::milliseconds age,
                   Provider& provider)
    : world(seed, folder),
      m_chance(seed),
      m_door(m_directory, world.world()),
      m_dispatcher(world.world(), world.http, m_deliveries, 0),
      m_runner(world.world(), 0)
{
    world.clock.advance(age);
    workspace = world.workspace();
    auto const present = workspace->read()->maybe<base::ChannelId>(R"sql(
        SELECT id FROM channel
    )sql");
    channel = present ? *present : add_channel(*workspace);
    world.http.otherwise(
        [this, &provider](net::HttpRequest const& request) { return answer(request, provider); });
    media::add_jobs(m_runner, m_calendar, world.http);
    conversations::add_jobs(m_runner, m_calendar, world.http);
    intake::add_jobs(m_runner);
    media::recover(*workspace);
    jobs::recover(*workspace);
    outbox::recover(*workspace);
    m_calendar.plan(*workspace);
}

net::HttpOutcome Backroom::answer(net::HttpRequest const& request, Provider& provider)
{
    using Stage = net::NetFailure::Stage;
    if (request.method == "GET") {
        // Where a picture is, and then its bytes.
        auto const n = number_after(request.url, '=');
        if (n >= 0)
            return net::HttpReply{200, {}, picture(n)};
        auto const id = request.url.substr(request.url.rfind('/') + 1);
        auto const asked = id.substr(0, id.find('?'));
        auto const size = picture(number_after("=" + asked.substr(4), '=')).size();
        return net::HttpReply{
            200,
            {},
            base::to_text({{"messaging_product", "whatsapp"},
                           {"url", "https://lookaside.fbsbx.com/f?mid=" + asked.substr(4)},
                           {"mime_type", "image/jpeg"},
                           {"file_size", size},
                           {"id", asked}})};
    }
    auto const json = base::parse_json(request.body);
    auto const text = json ? base::text_at(base::object_at(*json, "text"), "body") : std::nullopt;
    if (!text)
        return net::HttpReply{200, {}, R"({"success":true})"};
    auto const luck = m_chance() % 12;
    if (luck == 0)
        return net::NetFailure{Stage::connect, "scripted"};
    if (luck == 1)
        return net::HttpReply{429, {}, refused(130429)};
    auto const reply = number_after(*text, '#');
    ++provider.took[reply];
    provider.attempts[reply] = base::text_at(*json, "biz_opaque_callback_data").value_or("");
    if (provider.on_take)
        provider.on_take(reply);
    // It has the message, and we hear nothing of it.
    if (luck == 2) {
        provider.silent.insert(reply);
        return net::NetFailure{Stage::no_answer, "scripted"};
    }
    return net::HttpReply{200, {}, accepted("wamid.OUT" + std::to_string(reply))};
}

void Backroom::deliver(std::string const& body, std::function<void(int)> answered)
{
    auto const mark = "sha256=" + base::to_hex(crypto::hmac_sha256(AppSecret, body));
    channels::Webhook call;
    call.method = "POST";
    call.body = body;
    call.header = [&](std::string_view name) -> std::optional<std::string_view> {
        if (name == "X-Hub-Signature-256")
            return mark;
        return std::nullopt;
    };
    m_door.deliver("whatsapp", "k", call,
                   [answered](int status, std::string const&) { answered(status); });
}

void Backroom::understand()
{
    while (m_understanding.turn(*workspace) == 0ms) {}
}

void Backroom::send()
{
    m_dispatcher.turn(*workspace);
    m_dispatcher.wait_idle();
}

void Backroom::work()
{
    m_runner.turn(*workspace);
    m_runner.wait_idle();
}

void Backroom::settle()
{
    for (int minute = 0; minute < 30; ++minute) {
        understand();
        send();
        work();
        auto const open = workspace->read()->one<int>(R"sql(
            SELECT (SELECT count(*) FROM raw_event WHERE state = 'waiting')
                 + (SELECT count(*) FROM send
                     WHERE state IN ('queued', 'in_flight', 'retry_wait', 'unknown'))
                 + (SELECT count(*) FROM job WHERE kind NOT LIKE 'chore.%')
        )sql");
        if (open == 0)
            break;
        world.advance(1min);
    }
}

base::Result<conversations::Message> Backroom::reply(base::ConversationId to, int reply)
{
    auto desk = world.desk();
    conversations::SendMessage in;
    in.conversation = to;
    in.client_id = "reply-" + std::to_string(reply);
    in.text = reply_text(reply);
    return conversations::send(desk, in);
}

bool Backroom::has_reply(int reply)
{
    return workspace->read()->one<bool>(R"sql(
        SELECT count(*) > 0 FROM message WHERE client_id = ?1
    )sql",
                                        "reply-" + std::to_string(reply));
}

base::Result<void> Backroom::mark_read(base::ConversationId conversation)
{
    auto desk = world.desk();
    auto const done = conversations::mark_read(desk, {conversation});
    if (!done)
        return done.error();
    return {};
}

base::ConversationId Backroom::conversation_of(std::string const& external_id)
{
    return workspace->read()
        ->maybe<base::ConversationId>(R"sql(
            SELECT c.id FROM conversation AS c JOIN identity AS i ON i.id = c.identity_id
             WHERE i.external_id = ?1
        )sql",
                                      external_id)
        .value_or(base::ConversationId{});
}

std::int64_t Backroom::newest_message(base::ConversationId conversation)
{
    return workspace->read()->one<std::int64_t>(R"sql(
        SELECT coalesce(max(id), 0) FROM message WHERE conversation_id = ?1
    )sql",
                                                conversation);
}

}  // namespace tests
