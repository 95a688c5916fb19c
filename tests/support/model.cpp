#include "support/model.hpp"

#include <algorithm>
#include <array>

namespace tests {

namespace {

// How far a message is; whoever is further does not go back.
int rank(std::string_view status)
{
    static constexpr std::array<std::string_view, 6> Order{"needs_attention", "sent", "failed",
                                                           "delivered",       "read", "played"};
    return int(std::ranges::find(Order, status) - Order.begin());
}

std::string further(std::string const& one, std::string const& other)
{
    if (one.empty() || other.empty())
        return one + other;
    return rank(one) < rank(other) ? other : one;
}

struct Row {
    std::string direction, external, client, body, status, sign;
    bool revoked = false;
    std::int64_t conversation = 0;
    std::int64_t told = 0;

    static constexpr auto row()
    {
        return std::tuple{&Row::direction, &Row::external,     &Row::client,
                          &Row::body,      &Row::status,       &Row::sign,
                          &Row::revoked,   &Row::conversation, &Row::told};
    }
};

std::vector<Row> rows_of(workspace::Workspace& workspace)
{
    return workspace.read()->all<Row>(R"sql(
        SELECT m.direction, coalesce(m.external_id, ''), coalesce(m.client_id, ''), m.body,
               coalesce(m.status, ''),
               coalesce((SELECT emoji FROM reaction WHERE message_id = m.id), ''),
               m.revoked_at IS NOT NULL, m.conversation_id,
               (SELECT count(*) FROM change WHERE kind = 'message.created' AND entity_id = m.id)
          FROM message AS m
    )sql");
}

struct Standing {
    std::int64_t id = 0, unread = 0, priority = 0;
    std::string state;

    static constexpr auto row()
    {
        return std::tuple{&Standing::id, &Standing::unread, &Standing::priority, &Standing::state};
    }
};

std::map<std::int64_t, Standing> standing_of(workspace::Workspace& workspace)
{
    std::map<std::int64_t, Standing> out;
    for (auto& one : workspace.read()->all<Standing>(R"sql(
             SELECT id, unread, priority, state FROM conversation
         )sql"))
        out[one.id] = std::move(one);
    return out;
}

}  // namespace

std::string Model::root(std::string const& person) const
{
    auto at = person;
    for (auto found = m_moves.find(at); found != m_moves.end(); found = m_moves.find(at))
        at = found->second;
    return at;
}

void Model::said(std::string const& id, std::string const& person, std::string const& text)
{
    if (!m_messages.try_emplace(id, person, Words{0, text}).second)
        return;
    ++m_unread[root(person)];
    m_snoozed.erase(root(person));
}

void Model::reworded(std::string const& about, std::int64_t at, std::string const& text)
{
    auto& words = m_edits[about];
    if (std::pair(at, text) > std::pair(words.at, words.text))
        words = {at, text};
}

void Model::signed_with(std::string const& about, std::int64_t at, std::string const& emoji)
{
    auto const [found, fresh] = m_signs.try_emplace(about, Words{at, emoji});
    auto& words = found->second;
    if (!fresh && (at > words.at || (at == words.at && emoji < words.text)))
        words = {at, emoji};
}

void Model::moved(std::string const& before, std::string const& now)
{
    if (m_moves.contains(before))
        return;
    auto const from = root(before);
    auto const to = root(now);
    // Of two conversations an open one leaves the other open, and the higher priority stays.
    auto const asleep = m_snoozed.contains(from) + m_snoozed.contains(to);
    auto const both = has_conversation(from) && has_conversation(to);
    m_snoozed.erase(from);
    m_snoozed.erase(to);
    if (asleep > (both ? 1 : 0))
        m_snoozed.insert(to);
    m_priority[to] = std::max(m_priority[to], m_priority[from]);
    m_unread[to] += m_unread[from];
    m_priority.erase(from);
    m_unread.erase(from);
    m_moves[before] = now;
}

bool Model::has_conversation(std::string const& person) const
{
    auto const theirs = [&](std::string const& who) { return root(who) == person; };
    return std::ranges::any_of(m_messages, theirs, [](auto& m) { return m.second.first; }) ||
           std::ranges::any_of(m_replies, theirs, [](auto& m) { return m.second.person; });
}

void Model::replied(std::string const& client_id, std::string const& person)
{
    m_replies[client_id].person = person;
    read(person);
}

void Model::reached(std::string const& client_id, std::string const& id, bool heard)
{
    auto& reply = m_replies[client_id];
    reply.id = id;
    reply.status = heard ? "sent" : "needs_attention";
}

void Model::status(std::string const& id, std::string const& status)
{
    m_told[id] = further(m_told[id], status);
}

std::string Model::text_of(std::string const& id) const
{
    auto const edit = m_edits.find(id);
    return edit != m_edits.end() ? edit->second.text : m_messages.at(id).second.text;
}

std::string Model::status_of(Reply const& reply) const
{
    auto const told = m_told.find(reply.id);
    return told == m_told.end() ? reply.status : further(reply.status, told->second);
}

std::vector<std::string> Model::differences(workspace::Workspace& workspace) const
{
    std::vector<std::string> out;
    auto const differ = [&](std::string const& what, auto const& is, auto const& wanted) {
        if (is != wanted)
            out.push_back(what + ": '" + std::string(is) + "' instead of '" + std::string(wanted) +
                          "'");
    };
    std::set<std::string> seen;
    std::map<std::string, std::set<std::int64_t>> homes;  // where somebody's messages lie
    for (auto const& row : rows_of(workspace)) {
        auto const name = row.external + row.client;
        if (row.told != 1)
            out.push_back(name + " was told " + std::to_string(row.told) + " times");
        if (row.direction == "in") {
            auto const found = m_messages.find(row.external);
            if (found == m_messages.end()) {
                out.push_back(name + " was never said");
                continue;
            }
            auto const sign = m_signs.find(row.external);
            differ(name + "'s words", row.body, text_of(row.external));
            differ(name + "'s sign", row.sign, sign == m_signs.end() ? "" : sign->second.text);
            if (row.revoked != m_revoked.contains(row.external))
                out.push_back(name + (row.revoked ? " is" : " is not") + " taken back");
            homes[root(found->second.first)].insert(row.conversation);
            seen.insert(row.external);
        } else if (row.direction == "out") {
            auto const found = m_replies.find(row.client);
            if (found == m_replies.end()) {
                out.push_back(name + " was never written");
                continue;
            }
            differ(name, row.status, status_of(found->second));
            homes[root(found->second.person)].insert(row.conversation);
            seen.insert(row.client);
        }
    }
    if (seen.size() != m_messages.size() + m_replies.size())
        out.push_back(std::to_string(seen.size()) + " messages of " +
                      std::to_string(m_messages.size() + m_replies.size()));

    auto const standing = standing_of(workspace);
    if (standing.size() != homes.size())
        out.push_back(std::to_string(standing.size()) + " conversations for " +
                      std::to_string(homes.size()) + " people");
    for (auto const& [person, places] : homes) {
        if (places.size() != 1)
            out.push_back(person + " has " + std::to_string(places.size()) + " conversations");
        auto const of = [&](auto const& map) {
            auto const found = map.find(person);
            return std::to_string(found == map.end() ? 0 : found->second);
        };
        auto const& is = standing.at(*places.begin());
        differ(person + "'s unread", std::to_string(is.unread), of(m_unread));
        differ(person + "'s priority", std::to_string(is.priority), of(m_priority));
        differ(person + "'s state", is.state, m_snoozed.contains(person) ? "snoozed" : "open");
    }
    return out;
}

}  // namespace tests
