#include "fill.hpp"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "accounts/store.hpp"
#include "contacts/fields/field_store.hpp"
#include "contacts/store.hpp"
#include "control/control.hpp"
#include "control/workspace_store.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/label_store.hpp"
#include "conversations/message_store.hpp"
#include "conversations/preview.hpp"
#include "sentences.hpp"

namespace bench {

namespace {

namespace store = conversations::store;
using conversations::Direction;
using conversations::State;

constexpr std::int64_t Between = 400;  // ms from message to message
constexpr int Members = 10;
constexpr int Labels = 20;
constexpr std::int64_t Year = 365LL * 86'400'000;
constexpr int CacheKib = 1 << 20;
constexpr std::int64_t InTransaction = 50'000;

// What the row of a conversation says at the end.
struct Last {
    base::ConversationId id;
    store::Preview shown;
    std::int64_t unread = 0;
    base::Instant inbound;
};

class Filling {
public:
    Filling(db::Connection& connection, base::Instant start)
        : m_connection(connection), m_start(start)
    {
        auto const channels = accounts::store::all(db::Reader(connection));
        m_channel = channels.at(0).id;
    }

    void add_labels()
    {
        db::Transaction tx(m_connection);
        for (int i = 0; i < Labels; ++i)
            m_labels.push_back(*store::add_label(tx.writer(), "bench label " + std::to_string(i),
                                                 "blue", m_start, false));
        tx.commit();
    }

    void add_fields()
    {
        db::Transaction tx(m_connection);
        m_points = *contacts::store::add_field(
            tx.writer(), {{}, "Points", contacts::FieldKind::number, {}, 0}, m_start);
        tx.commit();
    }

    void add_conversations(std::int64_t count)
    {
        in_steps(count, "conversations", [&](db::Writer const& tx, std::int64_t i) {
            auto const phone = "62812" + std::to_string(10'000'000 + i);
            auto const contact = contacts::store::add_contact(tx, "Customer " + std::to_string(i),
                                                              phone, {m_start.ms - Year}, false);
            auto const identity = contacts::store::add_identity(
                tx, {{}, contact, phone, phone, std::nullopt, "Customer"}, m_channel, m_start);
            contacts::store::index(tx, contact);
            describe(tx, contact, i);
            m_last.push_back({store::add(tx, contact, identity, m_channel, m_start), {}, 0, {}});
            put_in_place(tx, m_last.back().id, i);
        });
    }

    void add_messages(std::int64_t count)
    {
        in_steps(count, "messages", [&](db::Writer const& tx, std::int64_t i) {
            // One busy customer has a very long thread; the others share the rest.
            auto& last = i % 50 == 0 ? m_last.front() : m_last[m_chance.below(m_last.size())];
            auto const inbound = i % 100 == 0 || m_chance.below(2) == 0;
            store::NewMessage m;
            m.conversation = last.id;
            m.channel = m_channel;
            m.direction = inbound ? Direction::in : Direction::out;
            m.kind = conversations::MessageKind::text;
            m.text = sentence(m_chance, i);
            m.external_id = "wamid.BENCH" + std::to_string(i);
            m.author_kind = inbound ? conversations::AuthorKind::contact
                                    : conversations::AuthorKind::api;
            m.at = m.created_at = {m_start.ms + i * Between};
            if (!inbound)
                m.status = conversations::Status::read;
            auto const id = store::add(tx, m);
            last.shown = {*id,
                          m.at,
                          conversations::preview_of(m.text),
                          m.kind,
                          conversations::written_by(m.author_kind),
                          0,
                          {}};
            last.unread = inbound ? last.unread + 1 : 0;
            if (inbound)
                last.inbound = m.at;
        });
    }

    // Once for each conversation instead of once for each message.
    void show_last()
    {
        in_steps(std::int64_t(m_last.size()), "last messages", [&](db::Writer const& tx, auto i) {
            auto const& last = m_last[std::size_t(i)];
            if (!last.shown.message)
                return;
            auto const before = *store::find(tx, last.id);
            if (last.inbound.ms != 0) {
                auto heard = last.shown;
                heard.at = last.inbound;
                store::wrote(tx, last.id, last.inbound, heard);
                if (last.unread == 0)
                    store::answered(tx, last.id, last.inbound);
                if (before.state != State::open)
                    store::set_state(tx, last.id, before.state, before.snoozed_until, last.inbound);
            }
            store::show_last(tx, last.id, last.shown);
        });
    }

private:
    // Of a hundred: 88 done, 10 open, one snoozed, one spam. A third is nobody's, a fifth has a
    // priority. Label 0 is on nearly a third, the others on fewer and fewer, the last on a dozen.
    void put_in_place(db::Writer const& tx, base::ConversationId id, std::int64_t i)
    {
        auto const place = i % 100;
        if (place >= 12)
            store::set_state(tx, id, State::done, std::nullopt, m_start);
        else if (place == 10)
            store::set_state(tx, id, State::snoozed, base::Instant{m_start.ms * 2}, m_start);
        else if (place == 11)
            store::set_state(tx, id, State::spam, std::nullopt, m_start);
        if (auto const member = m_chance.below(Members * 3 / 2); member < Members)
            store::set_assignee(tx, id, {std::int64_t(member) + 1000}, m_start);
        if (auto const rank = i / 100 % 20; rank < 5)
            store::set_priority(tx, id, conversations::Priority(rank), m_start);
        std::vector<base::LabelId> labels;
        for (std::size_t label = 0; label < m_labels.size(); ++label)
            if (m_chance.below(std::uint64_t(3) << label) == 0)
                labels.push_back(m_labels[label]);
        if (!labels.empty())
            store::set_labels(tx, id, labels);
    }

    // Labels as thick and thin as those of conversations, a language for most, last heard of over a
    // year, points for half of them.
    void describe(db::Writer const& tx, base::ContactId id, std::int64_t i)
    {
        std::vector<base::LabelId> labels;
        for (std::size_t label = 0; label < m_labels.size(); ++label)
            if (m_chance.below(std::uint64_t(3) << label) == 0)
                labels.push_back(m_labels[label]);
        contacts::store::set_labels(tx, id, labels);
        contacts::Contact known;
        known.id = id;
        known.name = "Customer " + std::to_string(i);
        known.phone = "62812" + std::to_string(10'000'000 + i);
        if (i % 10 != 0)
            known.language = i % 10 == 1 ? "ar" : "id";
        contacts::store::save_contact(tx, known, false, m_start);
        auto const ago = std::int64_t(m_chance.below(Year));
        contacts::store::refresh_contact(tx, id, "", {}, {m_start.ms - ago});
        if (i % 2 == 0)
            contacts::store::set_value(tx, id, m_points, std::to_string(i % 1000),
                                       double(i % 1000));
    }

    template <class Step>
    void in_steps(std::int64_t count, char const* what, Step step)
    {
        for (std::int64_t from = 0; from < count; from += InTransaction) {
            db::Transaction tx(m_connection);
            for (auto i = from; i < std::min(count, from + InTransaction); ++i)
                step(tx.writer(), i);
            tx.commit();
            m_connection.run_script("PRAGMA wal_checkpoint(TRUNCATE)");
            std::fprintf(stderr, "\rfilled %lld of %lld %s", static_cast<long long>(from),
                         static_cast<long long>(count), what);
        }
        std::fprintf(stderr, "\n");
    }

    db::Connection& m_connection;
    base::Instant m_start;
    base::ChannelId m_channel;
    Chance m_chance;
    std::vector<base::LabelId> m_labels;
    contacts::FieldId m_points;
    std::vector<Last> m_last;
};

}  // namespace

int fill(std::string const& folder, std::string const& slug, std::int64_t conversations,
         std::int64_t messages)
{
    auto const world = base::real_world();
    auto const refused = [](base::Error const& error) {
        std::fprintf(stderr, "%s %s\n", error.code.c_str(), error.detail.c_str());
        return 1;
    };
    auto control = control::Control::open(folder, {}, {.version = "bench"}, world);
    if (!control)
        return refused(control.error());
    auto const found = (*control)->read(
        [&](control::ControlReader const& db) { return control::store::find_workspace(db, slug); });
    if (!found)
        return refused({base::Fault::not_found, "workspace_unknown", slug});
    auto record = (*control)->open_record(*found);
    if (!record)
        return refused(record.error());
    auto connection = db::Connection::open(record->file, db::OpenMode::write, CacheKib);
    if (!connection)
        return refused(connection.error());

    Filling filling(*connection, world.now() - std::chrono::milliseconds(messages * Between));
    filling.add_labels();
    filling.add_fields();
    filling.add_conversations(conversations);
    filling.add_messages(messages);
    filling.show_last();
    return 0;
}

}  // namespace bench
