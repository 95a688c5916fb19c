#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "workspace/workspace.hpp"

// What an inbox must hold after what it was told, in the plainest form there is: maps, and the rules
// in a line each. Told in whatever order and however often, it comes to the same.
namespace tests {

class Model {
public:
    void said(std::string const& id, std::string const& person, std::string const& text);
    void reworded(std::string const& about, std::int64_t at, std::string const& text);
    void signed_with(std::string const& about, std::int64_t at, std::string const& emoji);
    void taken_back(std::string const& about) { m_revoked.insert(about); }
    void moved(std::string const& before, std::string const& now);

    // Ours: `person` is answered, which leaves nothing unread.
    void replied(std::string const& client_id, std::string const& person);
    // The provider took it under that name; whether it said so, we may not have heard.
    void reached(std::string const& client_id, std::string const& id, bool heard);
    void status(std::string const& id, std::string const& status);
    void read(std::string const& person) { m_unread[root(person)] = 0; }
    // Until the customer writes.
    void snoozed(std::string const& person) { m_snoozed.insert(root(person)); }
    void prioritised(std::string const& person, std::int64_t rank)
    {
        m_priority[root(person)] = rank;
    }

    // Empty when the file holds exactly this.
    std::vector<std::string> differences(workspace::Workspace& workspace) const;

private:
    struct Words {
        std::int64_t at = 0;
        std::string text;
    };
    struct Reply {
        std::string person;
        std::string id;
        std::string status;
    };

    std::string root(std::string const& person) const;
    bool has_conversation(std::string const& person) const;
    std::string text_of(std::string const& id) const;
    std::string status_of(Reply const& reply) const;

    std::map<std::string, std::pair<std::string, Words>> m_messages;  // by id: who, and first words
    std::map<std::string, Words> m_edits;  // the newest; of the same second the larger
    std::map<std::string, Words> m_signs;  // the newest; of the same second the smaller
    std::set<std::string> m_revoked;
    std::map<std::string, std::string> m_moves;
    std::map<std::string, std::int64_t> m_unread;    // by root
    std::map<std::string, std::int64_t> m_priority;  // by root
    std::set<std::string> m_snoozed;                 // roots
    std::map<std::string, Reply> m_replies;          // by client id
    std::map<std::string, std::string> m_told;       // by the provider's id: the furthest
};

}  // namespace tests
