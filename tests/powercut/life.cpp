#include "powercut/life.hpp"

namespace powercut {

using namespace std::chrono_literals;

namespace {

constexpr int StepsInLife = 90;

}  // namespace

Life::Life(std::string const& folder, std::uint64_t seed, std::chrono::milliseconds age, Book& book)
    : m_chance(seed), m_book(book), m_provider(book.provider()), m_recording(folder)
{
    m_provider.on_take = [this](int reply) { note(What::reached, reply); };
    m_house.emplace(folder, seed, age, m_provider);
    m_messages = book.next_message();
    m_replies = book.next_reply();
}

void Life::live()
{
    // The provider sends again what was not acknowledged, people press the button again.
    for (auto const delivery : m_book.unanswered())
        if (m_chance() % 4 != 0)
            offer(delivery);
    m_house->wait();
    for (auto const reply : m_book.unpromised())
        if (auto const to = m_house->conversation_of(tests::customer(reply).user_id);
            to && m_chance() % 2 == 0)
            answer(to, reply);
    for (int i = 0; i < StepsInLife; ++i)
        step();
}

Tape Life::end()
{
    m_house.reset();
    return m_recording.take();
}

void Life::note(What what, int n, std::int64_t conversation, std::int64_t newest)
{
    auto const at = m_recording.position();
    std::scoped_lock const lock(m_mutex);
    m_book.note(at, what, n, conversation, newest);
}

void Life::step()
{
    auto const customer = int(m_chance() % tests::Customers);
    auto const conversation = m_house->conversation_of(tests::customer(customer).user_id);
    switch (m_chance() % 16) {
    case 0:
    case 1:
    case 2:
    case 3: return some_messages();
    case 4: return some_news();
    case 5:
    case 6:
    case 7: return m_house->understand();
    case 8:
    case 9:
        if (conversation)
            answer(conversation, m_replies++);
        return;
    case 10:
    case 11: return m_house->send();
    case 12:
        if (conversation)
            read(conversation);
        return;
    case 13:
    case 14: m_house->work(); return m_house->world.advance(20s);
    default:
        // What an erasure does.
        if (m_chance() % 3 == 0)
            m_house->workspace->writer().checkpoint();
    }
}

void Life::offer(int index)
{
    note(What::offered, index);
    m_house->deliver(m_book.delivery(index).body, [this, index](int status) {
        if (status == 200)
            note(What::taken, index);
    });
}

void Life::offer_new(Kind kind, int n, std::string body)
{
    offer(m_book.add({kind, n, std::move(body)}));
}

void Life::some_messages()
{
    auto const at = m_house->world.now().ms / 1000;
    auto const many = 1 + m_chance() % 6;
    for (std::uint64_t i = 0; i < many; ++i) {
        auto const n = m_messages++;
        offer_new(Kind::message, n, says(n, at));
        // Early news of it now and then, and the same once more.
        if (m_chance() % 5 == 0 && !has_picture(n))
            offer_new(Kind::sign, n, signs(n, at + 1));
        if (auto const any = int(m_chance() % std::uint64_t(m_book.deliveries()));
            m_chance() % 5 == 0 && m_book.has(What::offered, any))
            offer(any);
    }
    m_house->wait();
}

void Life::some_news()
{
    auto const at = m_house->world.now().ms / 1000;
    if (m_messages > 0) {
        auto const n = int(m_chance() % std::uint64_t(m_messages));
        if (!has_picture(n))
            offer_new(Kind::edit, n, edits(n, at));
    }
    for (auto const& [reply, attempt] : m_provider.attempts)
        if (m_chance() % 3 == 0) {
            auto const kind = m_chance() % 2 == 0 ? Kind::read : Kind::delivered;
            auto const* const word = kind == Kind::read ? "read" : "delivered";
            offer_new(kind, reply,
                      tests::delivery(
                          {tests::status("wamid.OUT" + std::to_string(reply), attempt, word, at)}));
        }
    m_house->wait();
}

void Life::answer(base::ConversationId to, int reply)
{
    auto const newest = m_house->newest_message(to);
    note(What::asked, reply);
    if (m_house->has_reply(reply)) {  // kept before the power went: nothing happens now
        if (m_house->reply(to, reply))
            note(What::promised, reply);
        return;
    }
    note(What::looking, 0, to.value, newest);
    if (m_house->reply(to, reply)) {
        note(What::promised, reply);
        note(What::looked, 0, to.value, newest);
    }
}

void Life::read(base::ConversationId conversation)
{
    auto const newest = m_house->newest_message(conversation);
    note(What::looking, 0, conversation.value, newest);
    if (m_house->mark_read(conversation))
        note(What::looked, 0, conversation.value, newest);
}

}  // namespace powercut
