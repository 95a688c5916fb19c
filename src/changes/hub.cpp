#include "changes/hub.hpp"

#include <algorithm>
#include <set>

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
                             at->kind == Kind::channel_updated;
        if (!repeats || seen.emplace(at->kind, at->conversation.value, at->entity).second)
            kept.push_back(*at);
    }
    std::ranges::reverse(kept);
    return kept;
}

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
    for (auto const& one : surplus) {
        if (!one)
            continue;
        one->send(std::make_shared<std::string>(m_voice.taken));
        one->close();
    }
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

    if (!listener->send(std::make_shared<std::string>(m_voice.hello(room->told))))
        return;
    if (after && *after != room->told) {
        auto missed = since(db, *after, CatchUp + 1);
        // Numbers from the future mean another file (a restored backup): start anew as well.
        auto const gap = *after > room->told || *after + 1 < oldest(db);
        if (gap || missed.size() > CatchUp) {
            listener->send(std::make_shared<std::string>(m_voice.reset));
        } else {
            for (auto const& change : newest_of_each(std::move(missed))) {
                if (change.seq > room->told)
                    break;  // committed since; everybody hears of it in the next turn
                if (auto bytes = m_voice.change(*workspace, db, change))
                    if (!listener->send(std::make_shared<std::string>(std::move(*bytes))))
                        return;
            }
        }
    }
    listener->send(std::make_shared<std::string>(m_voice.counts(*workspace, db, listener->user())));
    room->listeners.push_back(std::move(listener));
}

void Hub::tell_new(workspace::Workspace& workspace, db::Reader const& db, Room& room)
{
    for (;;) {
        auto const fresh = since(db, room.told, CatchUp);
        if (fresh.empty())
            return;
        room.told = fresh.back().seq;
        room.counts_due = true;
        if (room.listeners.empty())
            continue;
        for (auto const& change : newest_of_each(fresh)) {
            auto bytes = m_voice.change(workspace, db, change);
            if (!bytes)
                continue;
            auto const shared = std::make_shared<std::string const>(std::move(*bytes));
            std::erase_if(room.listeners, [&](auto const& one) { return !one->send(shared); });
        }
    }
}

void Hub::tell_counts(workspace::Workspace& workspace, db::Reader const& db, Room& room)
{
    std::map<std::int64_t, std::shared_ptr<std::string const>> by_user;
    std::erase_if(room.listeners, [&](auto const& one) {
        auto& bytes = by_user[one->user().value];
        if (!bytes)
            bytes = std::make_shared<std::string>(m_voice.counts(workspace, db, one->user()));
        return !one->send(bytes);
    });
}

std::optional<std::chrono::milliseconds> Hub::turn(workspace::Workspace& workspace)
{
    auto const room = room_of(workspace);
    auto const now = workspace.world().clock.monotonic();
    std::scoped_lock const lock(room->mutex);
    if (room->told < 0)
        return std::nullopt;  // nobody ever listened
    if (room->listeners.empty()) {
        room->told = -1;  // nobody does now; the next one starts from the file
        return std::nullopt;
    }
    auto const reader = workspace.read();
    tell_new(workspace, *reader, *room);
    if (room->counts_due && now - room->counted_at >= 1s) {
        room->counts_due = false;
        room->counted_at = now;
        tell_counts(workspace, *reader, *room);
    }
    if (now - room->checked_at >= 1s) {
        room->checked_at = now;
        std::erase_if(room->listeners, [&](auto const& one) {
            if (one->allowed())
                return false;
            one->send(std::make_shared<std::string>(m_voice.bye));
            one->close();
            return true;
        });
    }
    return now + 1s;
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
    for (auto const& one : room->listeners) {
        one->send(std::make_shared<std::string>(m_voice.bye));
        one->close();
    }
    room->listeners.clear();
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
    return room->listeners.size();
}

}  // namespace changes
