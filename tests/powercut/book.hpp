#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "support/backroom.hpp"

namespace powercut {

// What customer `n % tests::Customers` sends; every sixth message is a picture.
std::string says(int n, std::int64_t at);
std::string edits(int n, std::int64_t at);
std::string signs(int n, std::int64_t at);
bool has_picture(int n);

// The reference: what was tried, and what was acknowledged when, in plain lists. What was
// acknowledged before the power went must be there once; what was only tried may be there once.
class Book {
public:
    enum class What {
        offered,   // a delivery: its index
        taken,     // answered 200
        asked,     // a reply: its number
        promised,  // kept, as its writer was told
        reached,   // the provider took it
        looking,   // somebody marks a conversation read: id, and its newest message
        looked,
    };
    enum class Kind { message, edit, sign, delivered, read };
    struct Delivery {
        Kind kind;
        int n;  // of the message, or of the reply
        std::string body;
    };

    int add(Delivery delivery);
    // `at`: how much of the tape there was.
    void note(std::size_t at, What what, int n, std::int64_t conversation = 0,
              std::int64_t newest = 0);

    // What of it had happened when the power went; from then on it is of the past.
    Book until(std::size_t cut) const;
    // What the provider has by then.
    tests::Provider provider() const;

    bool has(What what, int n) const { return m_counts.contains({what, n}); }
    // Numbers nobody has used, not even in a time that the power took back.
    int next_message() const;
    int next_reply() const { return m_next_reply; }
    std::vector<int> unanswered() const;
    std::vector<int> unpromised() const;
    Delivery const& delivery(int index) const { return m_deliveries[std::size_t(index)]; }
    int deliveries() const { return int(m_deliveries.size()); }

    // Empty when everything in the house is as it must be. The house has settled.
    std::vector<std::string> differences(tests::Backroom& house,
                                         tests::Provider const& provider) const;

private:
    struct Entry {
        std::size_t at;
        What what;
        int n;
        std::int64_t conversation;
        std::int64_t newest;
    };
    struct Found;

    void compare_deliveries(Found const& found, std::vector<std::string>& out) const;
    void compare_replies(Found const& found, tests::Provider const& provider,
                         std::vector<std::string>& out) const;
    void compare_unread(tests::Backroom& house, std::vector<std::string>& out) const;
    void compare_pictures(tests::Backroom& house, Found const& found,
                          std::vector<std::string>& out) const;

    std::vector<Delivery> m_deliveries;
    std::vector<Entry> m_entries;
    int m_next_reply = 0;
    std::map<std::pair<What, int>, int> m_counts;
};

}  // namespace powercut
