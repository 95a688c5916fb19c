#include "changes/hub.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace changes {

using namespace std::chrono_literals;

namespace {

// Of several updates of one thing only the last is worth telling; the created one stays.
std::vector<Change> newest_of_each(std::vector<Change> changes)
{
    std::set<std::tuple<Kind, std::int64_t, std::int64_t>> seen;
    std::vector<Change> kept;
    for (auto at = changes.rbegin(); at != changes.rend(); ++at) {
        auto const repeats = at->kind == Kind::message_updated ||
                             at->kind == Kind::conversation_updated ||
                             at->kind == Kind::channel_updated ||
                             at->kind == Kind::notifications_updated;
        if (!repeats || seen.emplace(at->kind, at->conversation.value, at->entity).second)
            kept.push_back(*at);
    }
    std::ranges::reverse(kept);
    return kept;
}

std::shared_ptr<std::string const> shared(std::string text)
{
    return std::make_shared<std::string const>(std::move(text));
}

void say_goodbye(Listener& to, std::string const& why)
{
    to.send(shared(why));
    to.close();
}

// Who has enough to read is looked at again after that, and starts anew at most that often.
constexpr auto LatePause = 50ms;
constexpr auto ResetPause = 5s;

}  // namespace

std::shared_ptr<Hub::Room> Hub::room_of(workspace::Workspace const& workspace)
{
    std::scoped_lock const lock(m_mutex);
    auto& room = m_rooms[&workspace];
    if (!room)
        room = std::make_shared<Room>();
    return room;
}

void Hub::make_way(std::shared_ptr<Listener> const& newcomer)
{
    auto const owner = newcomer->owner();
    if (owner.name.empty())
        return;
    std::vector<std::shared_ptr<Listener>> surplus;
    {
        std::scoped_lock const lock(m_mutex);
        // Those that ended are forgotten when their owner comes back, or with the others now and then.
        if (m_owned.size() >= m_sweep_at) {
            std::erase_if(m_owned, [](auto& one) {
                return std::ranges::all_of(one.second, [](auto const& w) { return w.expired(); });
            });
            m_sweep_at = std::max<std::size_t>(64, m_owned.size() * 2);
        }
        auto& owned = m_owned[owner.name];
        std::erase_if(owned, [](auto const& one) {
            auto const listener = one.lock();
            return !listener || listener->gone();
        });
        while (!owned.empty() && owned.size() >= owner.most) {
            surplus.push_back(owned.front().lock());
            owned.erase(owned.begin());
        }
        owned.push_back(newcomer);
    }
    for (auto const& one : surplus)
        if (one)
            say_goodbye(*one, m_voice.taken);
}

void Hub::join(std::shared_ptr<workspace::Workspace> const& workspace,
               std::optional<std::int64_t> after, std::shared_ptr<Listener> listener)
{
    make_way(listener);
    auto const room = room_of(*workspace);
    auto const reader = workspace->read();
    auto const& db = *reader;
    std::scoped_lock const lock(room->mutex);
    // forget() has been here, or comes and finds whom we add.
    if (workspace->is_closing())
        return listener->close();
    if (room->told < 0)
        room->told = newest(db);
    else
        tell_new(*workspace, db, *room);

    // Numbers from the future mean another file, a restored backup.
    auto const resumes = after && *after <= room->told;
    Ear ear{std::move(listener), resumes ? *after : room->told};
    if (!ear.listener->send(shared(m_voice.hello(ear.heard))))
        return;
    if (after && !resumes)
        ear.listener->send(shared(m_voice.reset(room->told)));
    Told told;
    if (!catch_up(*workspace, db, *room, ear, told))
        return;
    ear.listener->send(shared(m_voice.counts(*workspace, db, ear.listener->user())));
    room->ears.push_back(std::move(ear));
}

void Hub::tell_new(workspace::Workspace& workspace, db::Reader const& db, Room& room)
{
    for (;;) {
        auto const fresh = since(db, room.told, CatchUp);
        if (fresh.empty())
            return;
        // Those who have heard everything up to here are told the next; others later (tell_late).
        auto reached = std::exchange(room.told, fresh.back().seq);
        room.counts_due = true;
        if (room.ears.empty())
            continue;
        for (auto const& change : newest_of_each(fresh)) {
            Told told;
            std::erase_if(room.ears, [&](Ear& ear) {
                if (ear.heard != reached)
                    return false;
                auto const& bytes = bytes_of(workspace, db, change, ear.listener->phones(), told);
                if (bytes && ear.listener->full())
                    return false;
                ear.heard = change.seq;
                return bytes && !ear.listener->send(bytes);
            });
            reached = change.seq;
        }
    }
}

// A change on the wire, made when the first one wants it.
std::shared_ptr<std::string const> const& Hub::bytes_of(workspace::Workspace& workspace,
                                                        db::Reader const& db, Change const& change,
                                                        bool phones, Told& told) const
{
    auto const [at, fresh] = told.try_emplace({change.seq, phones});
    if (fresh)
        if (auto text = m_voice.change(workspace, db, change, phones))
            at->second = shared(std::move(*text));
    return at->second;
}

// What an ear has missed, as far as it can take it now. False: it is gone.
bool Hub::catch_up(workspace::Workspace& workspace, db::Reader const& db, Room const& room,
                   Ear& ear, Told& told)
{
    if (ear.heard == room.told)
        return true;
    auto missed = since(db, ear.heard, CatchUp + 1);
    if (ear.heard + 1 < oldest(db) || missed.size() > CatchUp) {
        // Fetching everything again and again would make it slower still.
        auto const now = workspace.world().clock.monotonic();
        if (now - ear.reset_at < ResetPause)
            return true;
        ear.reset_at = now;
        ear.heard = room.told;
        return ear.listener->send(shared(m_voice.reset(room.told)));
    }
    for (auto const& change : newest_of_each(std::move(missed))) {
        if (change.seq > room.told)
            break;  // committed since; everybody hears of it in the next turn
        auto const& bytes = bytes_of(workspace, db, change, ear.listener->phones(), told);
        if (bytes && ear.listener->full())
            return true;
        ear.heard = change.seq;
        if (bytes && !ear.listener->send(bytes))
            return false;
    }
    ear.heard = room.told;
    return true;
}

// Whether there are still some who are behind.
bool Hub::tell_late(workspace::Workspace& workspace, db::Reader const& db, Room& room)
{
    Told told;
    auto late = false;
    std::erase_if(room.ears, [&](Ear& ear) {
        if (ear.heard == room.told && !ear.counts_due)
            return false;
        if (!ear.listener->full() && !catch_up(workspace, db, room, ear, told))
            return true;
        if (ear.heard == room.told && ear.counts_due && !ear.listener->full()) {
            ear.counts_due = false;
            return !ear.listener->send(shared(m_voice.counts(workspace, db, ear.listener->user())));
        }
        late = true;
        return ear.listener->gone();
    });
    return late;
}

void Hub::tell_presence(workspace::Workspace& workspace, Room& room) const
{
    for (auto const& [conversation, people] :
         room.presence.news(workspace.world().clock.monotonic())) {
        if (room.ears.empty())
            continue;
        auto const bytes = shared(m_voice.presence(workspace, conversation, people));
        std::erase_if(room.ears, [&](Ear const& ear) {
            return !ear.listener->full() && !ear.listener->send(bytes);
        });
    }
}

void Hub::be(workspace::Workspace& workspace, base::UserId user, std::string const& page,
             std::optional<Presence::Spot> spot)
{
    auto const room = room_of(workspace);
    std::scoped_lock const lock(room->mutex);
    room->presence.put(user, page, spot, workspace.world().clock.monotonic());
    tell_presence(workspace, *room);
}

Presence::Everywhere Hub::present(workspace::Workspace const& workspace)
{
    auto const room = room_of(workspace);
    std::scoped_lock const lock(room->mutex);
    return room->presence.everywhere(workspace.world().clock.monotonic());
}

void Hub::tell_counts(workspace::Workspace& workspace, db::Reader const& db, Room& room)
{
    std::map<std::int64_t, std::shared_ptr<std::string const>> by_user;
    std::erase_if(room.ears, [&](Ear& ear) {
        ear.counts_due = ear.heard != room.told || ear.listener->full();
        if (ear.counts_due)
            return false;
        auto& bytes = by_user[ear.listener->user().value];
        if (!bytes)
            bytes = shared(m_voice.counts(workspace, db, ear.listener->user()));
        return !ear.listener->send(bytes);
    });
}

std::optional<std::chrono::milliseconds> Hub::turn(workspace::Workspace& workspace)
{
    auto const room = room_of(workspace);
    auto const now = workspace.world().clock.monotonic();
    std::scoped_lock const lock(room->mutex);
    if (room->told < 0)
        return std::nullopt;  // nobody ever listened
    if (room->ears.empty()) {
        room->told = -1;  // nobody does now; the next one starts from the file
        return std::nullopt;
    }
    auto const reader = workspace.read();
    tell_new(workspace, *reader, *room);
    auto const late = tell_late(workspace, *reader, *room);
    tell_presence(workspace, *room);
    if (room->counts_due && now - room->counted_at >= 1s) {
        room->counts_due = false;
        room->counted_at = now;
        tell_counts(workspace, *reader, *room);
    }
    if (now - room->checked_at >= 1s) {
        room->checked_at = now;
        std::erase_if(room->ears, [&](Ear const& ear) {
            if (ear.listener->allowed())
                return false;
            say_goodbye(*ear.listener, m_voice.bye);
            return true;
        });
    }
    return now + (late ? LatePause : 1s);
}

void Hub::forget(workspace::Workspace const& workspace)
{
    std::shared_ptr<Room> room;
    {
        std::scoped_lock const lock(m_mutex);
        auto const found = m_rooms.find(&workspace);
        if (found == m_rooms.end())
            return;
        room = found->second;
        m_rooms.erase(found);
    }
    std::scoped_lock const lock(room->mutex);
    for (auto const& ear : room->ears)
        say_goodbye(*ear.listener, m_voice.bye);
    room->ears.clear();
}

std::size_t Hub::listeners(workspace::Workspace const& workspace) const
{
    std::shared_ptr<Room> room;
    {
        std::scoped_lock const lock(m_mutex);
        auto const found = m_rooms.find(&workspace);
        if (found == m_rooms.end())
            return 0;
        room = found->second;
    }
    std::scoped_lock const lock(room->mutex);
    return room->ears.size();
}

}  // namespace changes
