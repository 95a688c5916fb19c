#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "changes/feed.hpp"
#include "changes/presence.hpp"
#include "workspace/workspace.hpp"

namespace changes {

// Whose an event stream is, and how many of them that one may have at once; no name: any number.
struct StreamOwner {
    std::string name;
    std::size_t most = 0;
};

// Somebody who listens to one workspace's changes: an open event stream. The hub asks from one
// thread at a time; send, gone and close may be called from any.
class Listener {
public:
    virtual ~Listener() = default;
    virtual StreamOwner owner() const { return {}; }
    // Nobody is there any more.
    virtual bool gone() const { return false; }
    // False: gone; the hub forgets it and it resumes later by its last number.
    virtual bool send(std::shared_ptr<std::string const> bytes) = 0;
    // Has enough to read for now: what happens meanwhile it is told when it has read that.
    virtual bool full() const { return false; }
    // Whether this listener may still listen; asked about once a second.
    virtual bool allowed() = 0;
    // What its owner calls "mine"; used to make the counts beside the views.
    virtual base::UserId user() const = 0;
    // Whether it is told phone numbers whole.
    virtual bool phones() const { return false; }
    virtual void close() = 0;
};

// How changes look on the wire; the hub only knows whom to tell. Called with no lock of the caller's.
struct Voice {
    // Bytes of one change, with phone numbers whole or masked, or nothing when what it is about is
    // gone.
    std::function<std::optional<std::string>(workspace::Workspace&, db::Reader const&,
                                             Change const&, bool phones)>
        change;
    std::function<std::string(workspace::Workspace&, db::Reader const&, base::UserId)> counts;
    std::function<std::string(std::int64_t after)> hello;  // what comes next comes after that
    std::function<std::string(std::int64_t newest)>
        reset;  // too far behind: fetch everything again
    // Who is at a conversation now; without a number, for it is in no file.
    std::function<std::string(workspace::Workspace&, base::ConversationId, Presence::People const&)>
        presence;
    std::string bye;    // no longer allowed
    std::string taken;  // the same owner has opened one stream too many: this, the oldest, ends
};

// Wakes the event streams of every workspace. Each change is put into bytes once, and once more where
// some see no phone numbers, however many listen. Who reads slower than things happen is told later,
// of several changes of one thing only the last, and starts anew when that does not help. Run `turn`
// by Rounds for Follower::live.
class Hub {
public:
    // More changes behind than this and a listener starts anew.
    static constexpr int CatchUp = 500;

    explicit Hub(Voice voice) : m_voice(std::move(voice)) {}

    // Closes the listener of a workspace that is closing. Else says hello, sends what came after
    // `after` (nothing to catch up when absent) and keeps telling. The oldest of an owner with too
    // many is ended for it: a laptop that slept comes back while its old one still looks alive.
    void join(std::shared_ptr<workspace::Workspace> const& workspace,
              std::optional<std::int64_t> after, std::shared_ptr<Listener> listener);
    std::optional<std::chrono::milliseconds> turn(workspace::Workspace& workspace);
    void forget(workspace::Workspace const& workspace);
    // What a page of a member shows from now on (Presence::put), told at once. Who has enough to read
    // is not told.
    void be(workspace::Workspace& workspace, base::UserId user, std::string const& page,
            std::optional<Presence::Spot> spot);
    Presence::Everywhere present(workspace::Workspace const& workspace);
    std::size_t listeners(workspace::Workspace const& workspace) const;

private:
    // A listener and how far it has been told.
    struct Ear {
        std::shared_ptr<Listener> listener;
        std::int64_t heard = 0;
        bool counts_due = false;
        std::chrono::milliseconds reset_at{-60'000};
    };
    // Bytes by number of the change and whether phone numbers are whole.
    using Told = std::map<std::pair<std::int64_t, bool>, std::shared_ptr<std::string const>>;
    struct Room {
        std::mutex mutex;
        std::vector<Ear> ears;
        Presence presence;
        std::int64_t told = -1;  // newest change told; -1 until somebody listens
        bool counts_due = false;
        std::chrono::milliseconds counted_at{0};
        std::chrono::milliseconds checked_at{0};
    };

    std::shared_ptr<Room> room_of(workspace::Workspace const& workspace);
    void make_way(std::shared_ptr<Listener> const& newcomer);
    std::shared_ptr<std::string const> const& bytes_of(workspace::Workspace& workspace,
                                                       db::Reader const& db, Change const& change,
                                                       bool phones, Told& told) const;
    void tell_new(workspace::Workspace& workspace, db::Reader const& db, Room& room);
    bool catch_up(workspace::Workspace& workspace, db::Reader const& db, Room const& room, Ear& ear,
                  Told& told);
    bool tell_late(workspace::Workspace& workspace, db::Reader const& db, Room& room);
    void tell_presence(workspace::Workspace& workspace, Room& room) const;
    void tell_counts(workspace::Workspace& workspace, db::Reader const& db, Room& room);

    Voice m_voice;
    mutable std::mutex m_mutex;
    std::map<workspace::Workspace const*, std::shared_ptr<Room>> m_rooms;
    // By owner, in all workspaces, oldest first.
    std::map<std::string, std::vector<std::weak_ptr<Listener>>> m_owned;
    std::size_t m_sweep_at = 64;
};

}  // namespace changes
