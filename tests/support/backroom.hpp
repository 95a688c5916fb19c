#pragma once

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>

#include "conversations/receive.hpp"
#include "intake/door.hpp"
#include "intake/understand.hpp"
#include "jobs/runner.hpp"
#include "outbox/dispatcher.hpp"
#include "support/channel.hpp"
#include "support/webhooks.hpp"
#include "support/world.hpp"

namespace tests {

inline constexpr int Customers = 6;

// The provider outlives us: what it took stays taken.
struct Provider {
    std::map<int, int> took = {};                 // how often each reply
    std::map<int, std::string> attempts = {};     // our own id of it, as it comes back in statuses
    std::set<int> silent = {};                    // taken, and we were not told
    std::function<void(int reply)> on_take = {};  // the moment it takes one
};

// The writing side of the server over the files of one workspace, in one thread as far as it goes:
// the door, the turn that understands, the outbox, the jobs.
class Backroom {
public:
    // Opens what is in the folder as a server does that starts, or makes it.
    Backroom(std::string const& folder, std::uint64_t seed, std::chrono::milliseconds age,
             Provider& provider);

    // `answered` hears 200 or what else came of it, on the writing thread.
    void deliver(std::string const& body, std::function<void(int status)> answered);
    void wait() { workspace->writer().drain(); }
    void understand();
    void send();
    void work();
    // Minutes pass until nothing is on its way any more.
    void settle();

    static std::string reply_text(int reply) { return "balas #" + std::to_string(reply); }
    base::Result<conversations::Message> reply(base::ConversationId to, int reply);
    bool has_reply(int reply);
    base::Result<void> mark_read(base::ConversationId conversation);
    base::ConversationId conversation_of(std::string const& external_id);
    std::int64_t newest_message(base::ConversationId conversation);

    TestWorld world;
    std::shared_ptr<workspace::Workspace> workspace;
    base::ChannelId channel;

private:
    struct OneDirectory final : intake::Directory {
        explicit OneDirectory(Backroom& b) : room(b) {}
        std::optional<intake::Target> by_key(std::string_view, std::string_view) override
        {
            return intake::Target{room.workspace, room.channel};
        }
        std::optional<intake::Target> by_account(std::string_view, std::string_view) override
        {
            return intake::Target{room.workspace, room.channel};
        }
        Backroom& room;
    };

    net::HttpOutcome answer(net::HttpRequest const& request, Provider& provider);

    std::mt19937_64 m_chance;
    OneDirectory m_directory{*this};
    conversations::MessageDeliveries m_deliveries;
    intake::Door m_door;
    intake::Understanding m_understanding{m_deliveries};
    outbox::Dispatcher m_dispatcher;
    jobs::Runner m_runner;
    jobs::Calendar m_calendar{m_runner};
};

// Customer `n % Customers`.
Sender customer(int n);
// What the media `7700<n>` is.
std::string picture(int n);
// The number at the end of a text, after its last such mark; -1 when there is none.
int number_after(std::string_view text, char mark);

}  // namespace tests
