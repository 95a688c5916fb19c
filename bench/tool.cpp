// What bench/run cannot do from outside: a server that keeps nothing, as the measure of the edge
// itself, and a workspace filled in bulk.

#include <charconv>
#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>

#include "accounts/store.hpp"
#include "contacts/store.hpp"
#include "control/control.hpp"
#include "control/workspace_store.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/message_store.hpp"
#include "conversations/preview.hpp"
#include "crypto/secret.hpp"
#include "http/server.hpp"

namespace {

constexpr std::string_view Words[] = {"halo",    "pesanan", "saya",   "belum",  "sampai", "tolong",
                                      "dibantu", "terima",  "kasih",  "stok",   "masih",  "ada",
                                      "harga",   "kirim",   "alamat", "besok",  "pagi",   "order",
                                      "parcel",  "where",   "when",   "please", "thanks", "preço",
                                      "entrega", "hoje",    "طلب",    "شكرا",   "متى",    "zipper"};

class Chance {
public:
    std::uint64_t below(std::uint64_t n)
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return (m_state >> 33) % n;
    }

private:
    std::uint64_t m_state = 42;
};

class Hello final : public http::Handler {
public:
    http::RouteLimits limits(std::string_view, std::string_view) const override
    {
        http::RouteLimits limits;
        limits.max_body = 4 << 20;
        limits.importance = http::Importance::webhook;
        return limits;
    }
    void handle(http::Request, http::Reply reply) override { reply.send(http::text(200, "ok")); }
};

int hello(std::string listen)
{
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, nullptr);
    Hello handler;
    http::Options options;
    options.listen = {std::move(listen)};
    http::Server server(options, handler, base::real_world());
    if (auto const started = server.start(); !started) {
        std::fprintf(stderr, "%s\n", started.error().detail.c_str());
        return 1;
    }
    int got = 0;
    sigwait(&stop, &got);
    server.stop();
    return 0;
}

std::string sentence(Chance& chance, std::int64_t number)
{
    std::string text;
    auto const words = 4 + chance.below(14);
    for (std::uint64_t i = 0; i < words; ++i) {
        if (i > 0)
            text.push_back(' ');
        // Most words are common, one in ten is rare, as in real talk.
        if (chance.below(10) == 0)
            text += "w" + std::to_string(chance.below(40'000));
        else
            text += Words[chance.below(std::size(Words))];
    }
    if (number % 50'000 == 7)
        text += " needle" + std::to_string(number);
    return text;
}

int fill(std::string const& folder, std::string const& slug, std::int64_t conversations,
         std::int64_t messages)
{
    auto const world = base::real_world();
    auto control = control::Control::open(folder, {}, {.version = "bench"}, world);
    if (!control) {
        std::fprintf(stderr, "%s\n", control.error().code.c_str());
        return 1;
    }
    auto const record = (*control)->read(
        [&](control::ControlReader const& db) { return control::store::find_workspace(db, slug); });
    auto opened = workspace::Workspace::open(*(*control)->open_record(*record), world);
    auto const& workspace = *opened;
    namespace store = conversations::store;

    base::ChannelId channel;
    for (auto const& row : accounts::store::all(*workspace->read()))
        channel = row.id;
    Chance chance;
    auto const start = world.now().ms - std::int64_t(messages) * 400;
    std::vector<base::ConversationId> ids;
    for (std::int64_t from = 0; from < conversations; from += 1000) {
        auto const done = workspace->write([&](db::Writer& tx) {
            for (auto i = from; i < std::min(conversations, from + 1000); ++i) {
                auto const phone = "62812" + std::to_string(10'000'000 + i);
                base::Instant const at{start};
                auto const contact = contacts::store::add_contact(
                    tx, "Customer " + std::to_string(i), phone, at, false);
                auto const identity = contacts::store::add_identity(
                    tx, {{}, contact, phone, phone, std::nullopt, "Customer"}, channel, at);
                contacts::store::index(tx, contact);
                auto const id = store::add(tx, contact, identity, channel, at);
                if (i % 10 != 0)
                    store::set_state(tx, id, conversations::State::done, std::nullopt, at);
                ids.push_back(id);
            }
        });
        if (!done)
            return 1;
    }
    for (std::int64_t from = 0; from < messages; from += 2000) {
        auto const done = workspace->write([&](db::Writer& tx) {
            for (auto i = from; i < std::min(messages, from + 2000); ++i) {
                // One busy customer has a very long thread; the others share the rest.
                auto const id = i % 50 == 0 ? ids.front() : ids[chance.below(ids.size())];
                store::NewMessage m;
                m.conversation = id;
                m.channel = channel;
                m.direction = i % 2 == 0 ? conversations::Direction::in
                                         : conversations::Direction::out;
                m.kind = "text";
                m.text = sentence(chance, i);
                m.external_id = "wamid.BENCH" + std::to_string(i);
                m.author_kind = i % 2 == 0 ? "contact" : "api";
                m.at = m.created_at = {start + i * 400};
                auto const message = store::add(tx, m);
                store::show_last(tx, id,
                                 {*message,
                                  m.at,
                                  conversations::preview_of(m.text),
                                  "text",
                                  m.author_kind,
                                  0,
                                  {}});
            }
        });
        if (!done)
            return 1;
        if (from % 200'000 == 0)
            std::fprintf(stderr, "\rfilled %lld of %lld messages", static_cast<long long>(from),
                         static_cast<long long>(messages));
    }
    std::fprintf(stderr, "\n");
    return 0;
}

std::int64_t number(char const* text)
{
    std::int64_t value = 0;
    std::string_view const view = text;
    std::from_chars(view.data(), view.data() + view.size(), value);
    return value;
}

}  // namespace

int main(int argc, char** argv)
{
    crypto::init();
    std::string_view const what = argc > 1 ? argv[1] : "";
    if (what == "hello" && argc == 3)
        return hello(argv[2]);
    if (what == "fill" && argc == 6)
        return fill(argv[2], argv[3], number(argv[4]), number(argv[5]));
    std::fprintf(stderr,
                 "usage: bench_tool hello ADDR:PORT | fill FOLDER SLUG CONVERSATIONS MESSAGES\n");
    return 2;
}
