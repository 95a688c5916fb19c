#pragma once

#include <mutex>
#include <optional>
#include <random>

#include "powercut/book.hpp"
#include "powercut/disk.hpp"

namespace powercut {

// One run of the server over a folder, every step of it chosen by chance, until it is stopped or the
// power goes. What happens is noted in the book beside the disk's own record.
class Life {
public:
    Life(std::string const& folder, std::uint64_t seed, std::chrono::milliseconds age, Book& book);

    void live();
    // Stops the server as well; the tape has that too.
    Tape end();

private:
    using What = Book::What;
    using Kind = Book::Kind;

    void note(What what, int n, std::int64_t conversation = 0, std::int64_t newest = 0);
    void step();
    void offer(int index);
    void offer_new(Kind kind, int n, std::string body);
    void some_messages();
    void some_news();
    void answer(base::ConversationId to, int reply);
    void read(base::ConversationId conversation);

    std::mt19937_64 m_chance;
    std::mutex m_mutex;  // the book's: answers come on the writing thread
    Book& m_book;
    tests::Provider m_provider;
    Recording m_recording;
    std::optional<tests::Backroom> m_house;
    int m_messages = 0;
    int m_replies = 0;
};

}  // namespace powercut
