#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "base/crash_point.hpp"
#include "outbox/shop.hpp"

using namespace std::chrono_literals;
using tests::Shop;

namespace {

constexpr int Messages = 6;

// Every call of a provider that outlives us: one line a message, on disk before it is answered.
class Ledger {
public:
    explicit Ledger(std::string path) : m_path(std::move(path)) {}

    void attach(Shop& shop) const
    {
        shop.world.http.otherwise([this](net::HttpRequest const& request) {
            auto const json = base::parse_json(request.body);
            auto const text =
                base::text_at(base::object_at(*json, "text"), "body").value_or("sign");
            auto const line = text + "\n";
            auto const file = ::open(m_path.c_str(), O_WRONLY | O_APPEND | O_CREAT, 0600);
            auto const written = ::write(file, line.data(), line.size());
            ::close(file);
            return net::HttpReply{written > 0 ? 200 : 503, {}, tests::accepted("wamid." + text)};
        });
    }
    std::map<std::string, int> counts() const
    {
        std::map<std::string, int> out;
        std::ifstream file(m_path);
        for (std::string line; std::getline(file, line);)
            ++out[line];
        return out;
    }

private:
    std::string m_path;
};

// Two conversations, three messages each, and a sign on one of them. Dies at the crash point, or ends well.
[[noreturn]] void live(std::string const& folder, Ledger const& ledger, std::string const& point,
                       int nth)
{
    base::crash_at(point, nth);
    Shop shop(folder);
    ledger.attach(shop);
    auto const one = shop.customer(1);
    auto const two = shop.customer(2);
    for (int i = 0; i + 1 < Messages; ++i)
        shop.say(i % 2 ? one : two, "m" + std::to_string(i));
    shop.sign(shop.say(one, "m5"), one, "👍");
    shop.settle();
    _exit(0);
}

}  // namespace

#ifdef SAPA_CRASH_POINTS
TEST_CASE("outbox: a process killed at any point sends nothing twice and loses nothing")
{
    for (auto const* point :
         {"outbox.claimed", "outbox.answered", "outbox.settling", "outbox.settled"})
        for (int nth = 1; nth <= 4; ++nth) {
            CAPTURE(point);
            CAPTURE(nth);
            tests::TemporaryFolder folder;
            Ledger const ledger(folder.path("ledger"));
            auto const child = fork();
            if (child == 0)
                live(folder.path(), ledger, point, nth);
            int status = 0;
            REQUIRE(waitpid(child, &status, 0) == child);
            auto const killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
            CHECK((killed || nth > 3));

            Shop shop(folder.path());
            ledger.attach(shop);
            outbox::recover(*shop.workspace);
            for (int minute = 0; minute < 15; ++minute) {
                shop.settle();
                shop.world.advance(1min);
            }
            using Row = std::tuple<std::string, std::string>;
            auto const rows = shop.workspace->read()->all<Row>(R"sql(
                SELECT iif(s.purpose = 'message', m.body, 'sign'), s.state
                  FROM send AS s JOIN message AS m ON m.id = s.message_id
            )sql");
            CHECK(rows.size() == Messages + 1);
            auto counts = ledger.counts();
            for (auto const& [body, state] : rows) {
                CAPTURE(body);
                CAPTURE(state);
                CHECK(counts[body] <= 1);
                // What we call sent was sent; what we could not know says so.
                CHECK((state == "needs_attention" || (state == "sent" && counts[body] == 1)));
            }
        }
}
#endif
