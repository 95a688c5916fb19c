#include "demo/sample_shop.hpp"

#include <algorithm>
#include <chrono>

#include "accounts/store.hpp"
#include "base/json.hpp"
#include "changes/feed.hpp"
#include "contacts/store.hpp"
#include "conversations/chores.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/label_store.hpp"
#include "conversations/message_store.hpp"
#include "conversations/preview.hpp"
#include "demo/dialogues.hpp"
#include "media/upload.hpp"
#include "simulator/webhooks/samples.hpp"

namespace demo {

using base::Error;
using base::Fault;
using namespace std::chrono_literals;
namespace store = conversations::store;

namespace {

constexpr int Conversations = 200;
constexpr int InOneWrite = 20;
constexpr auto Month = 24h * 30;

// The same shop every time: a small generator with a fixed start, so that pictures made of it agree.
class Dice {
public:
    std::uint64_t below(std::uint64_t n)
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return (m_state >> 33) % n;
    }

private:
    std::uint64_t m_state = 20261121;
};

// Everything a single conversation needs, decided before the write.
struct Plan {
    std::string name;
    std::string phone;
    Dialogue const* dialogue = nullptr;
    base::Instant last;
    conversations::State state = conversations::State::open;
    std::int64_t assignee = 0;
    std::int64_t answered_by = 0;
    std::size_t lines = 0;  // how far it got; the rest has not been said yet
    base::LabelId label;
    conversations::Priority priority = conversations::Priority::none;
    base::MediaId file;
    conversations::MessageKind file_kind = conversations::MessageKind::text;
};

SamplePerson person_of(Shop const& shop, int number)
{
    auto const i = std::size_t(number);
    SamplePerson person{std::string(shop.names[i % shop.names.size()]),
                        std::string(shop.prefix) + std::to_string(10'000'000 + number * 7919)};
    if (i >= shop.names.size())
        person.name += " " + std::string(
                                 shop.surnames[(i / shop.names.size() + i) % shop.surnames.size()]);
    return person;
}

base::Result<base::ChannelId> channel_for(workspace::Desk& desk)
{
    for (auto const& row : accounts::store::all(*desk.workspace->read()))
        if (row.kind == channels::Kind::whatsapp)
            return row.id;
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<base::ChannelId> {
        auto const id = accounts::store::insert(tx, "whatsapp", "WhatsApp", "sample", "sample",
                                                "sample", desk.now());
        if (!id)
            return Error{Fault::conflict, "samples_there"};
        accounts::store::disconnect(tx, *id, desk.now());
        return *id;
    });
}

// A file of the simulator's, kept as if the customer had sent it. Channels that are not connected
// take none; the conversation then is one of text.
std::optional<media::Media> sample_file(workspace::Desk& desk, base::ChannelId channel,
                                        std::string_view which)
{
    auto const file = simulator::sample_file(which);
    if (!file)
        return std::nullopt;
    std::size_t at = 0;
    auto kept = media::upload(desk, {std::string(file->name), std::nullopt, channel},
                              [&](std::size_t max) {
                                  auto const piece = file->bytes.substr(at, max);
                                  at += piece.size();
                                  return std::string(piece);
                              });
    if (!kept)
        return std::nullopt;
    return std::move(*kept);
}

base::MessageId say(workspace::Desk& desk, db::Writer const& tx, Plan const& plan,
                    store::Row const& conversation, Line const& line, base::Instant at,
                    bool has_file)
{
    store::NewMessage m;
    m.conversation = conversation.id;
    m.channel = conversation.channel;
    m.kind = has_file ? plan.file_kind : conversations::MessageKind::text;
    m.text = line.text;
    m.at = m.created_at = at;
    if (line.who == Who::customer) {
        m.direction = conversations::Direction::in;
        m.author_kind = conversations::AuthorKind::contact;
        m.author = conversation.contact.value;
    } else {
        m.direction = line.who == Who::note ? conversations::Direction::note
                                            : conversations::Direction::out;
        m.author_kind = conversations::AuthorKind::member;
        m.author = plan.answered_by;
        if (line.who == Who::shop)
            m.status = conversations::Status::read;
    }
    auto const id = *store::add(tx, m);
    if (has_file)
        static_cast<void>(media::attach(tx, plan.file, id).ok());
    auto const by = line.who == Who::note ? conversations::WrittenBy::note
                                          : conversations::written_by(m.author_kind);
    store::Preview const preview{id,      at, conversations::preview_of(line.text),
                                 m.kind,  by, line.who == Who::customer ? 0 : plan.answered_by,
                                 m.status};
    if (line.who == Who::customer)
        store::wrote(tx, conversation.id, at, preview);
    else
        store::show_last(tx, conversation.id, preview);
    if (line.who == Who::shop)
        store::answered(tx, conversation.id, at);
    static_cast<void>(desk);
    return id;
}

void play(workspace::Desk& desk, db::Writer const& tx, base::ChannelId channel, Plan const& plan)
{
    auto const first = plan.last - std::chrono::minutes(7) * std::int64_t(plan.lines);
    if (contacts::store::identity_by_external(tx, channel, plan.phone))
        return;
    auto const contact = contacts::store::add_contact(tx, plan.name, plan.phone, first, true);
    auto const identity = contacts::store::add_identity(
        tx, {{}, contact, plan.phone, plan.phone, std::nullopt, plan.name}, channel, first);
    contacts::store::index(tx, contact);
    auto const id = store::add(tx, contact, identity, channel, first);
    auto const row = *store::find(tx, id);
    auto at = first;
    for (std::size_t i = 0; i < plan.lines; ++i) {
        auto const& line = plan.dialogue->lines[i];
        say(desk, tx, plan, row, line, at, plan.file && i == 0);
        at = at + std::chrono::minutes(7);
    }
    if (plan.assignee != 0)
        store::set_assignee(tx, id, {plan.assignee}, plan.last);
    if (plan.label)
        store::set_labels(tx, id, {plan.label});
    if (plan.priority != conversations::Priority::none)
        store::set_priority(tx, id, plan.priority, plan.last);
    if (plan.state == conversations::State::snoozed)
        store::set_state(tx, id, plan.state, desk.now() + 24h, plan.last);
    else if (plan.state != conversations::State::open)
        store::set_state(tx, id, plan.state, std::nullopt, plan.last);
    if (plan.state != conversations::State::open)
        store::set_unread(tx, id, 0, plan.last);
    changes::note(*desk.workspace, tx, changes::Kind::conversation_updated, id, 0, desk.now());
}

std::vector<base::LabelId> make_labels(workspace::Desk& desk, Shop const& shop)
{
    static constexpr std::string_view Colours[] = {"green", "blue",   "orange",
                                                   "red",   "purple", "pink"};
    std::vector<base::LabelId> labels;
    auto const made = desk.workspace->write([&](db::Writer& tx) {
        for (std::size_t i = 0; i < shop.labels.size(); ++i)
            if (auto const id = store::add_label(tx, shop.labels[i], Colours[i % 6], desk.now(),
                                                 true))
                labels.push_back(*id);
    });
    if (!made)
        labels.clear();
    return labels;
}

}  // namespace

std::vector<SamplePerson> sample_people(std::string const& language)
{
    std::vector<SamplePerson> people;
    if (auto const* const shop = shop_in(language))
        for (int i = 0; i < Conversations; ++i)
            people.push_back(person_of(*shop, i));
    return people;
}

base::Result<void> add_samples(workspace::Desk& desk, std::vector<base::UserId> const& members,
                               std::string const& language)
{
    auto const* const shop = shop_in(language);
    if (!shop)
        return Error{Fault::invalid,
                     "invalid_input",
                     "Look at the named fields.",
                     {{"language", "not_allowed"}}};
    if (conversations::has_samples(*desk.workspace->read()))
        return Error{Fault::conflict, "samples_there", "Remove the sample data first."};
    auto const channel = TRY(channel_for(desk));
    auto const labels = make_labels(desk, *shop);
    auto const now = desk.now();
    static constexpr std::string_view Files[] = {"photo",    "receipt", "voice",
                                                 "document", "photo",   "sticker"};

    Dice dice;
    std::vector<Plan> plans;
    for (int i = 0; i < Conversations; ++i) {
        Plan plan;
        auto const person = person_of(*shop, i);
        plan.name = person.name;
        plan.phone = person.phone;
        plan.dialogue = &shop->dialogues[dice.below(shop->dialogues.size())];
        // Most of a shop's talk is recent: half of it lies within the last three days.
        auto const span = i % 2 == 0 ? std::chrono::milliseconds(24h * 3)
                                     : std::chrono::milliseconds(Month);
        plan.last = now - std::chrono::milliseconds(dice.below(std::uint64_t(span.count()))) - 2min;
        plan.lines = plan.dialogue->lines.size();
        auto const kind = dice.below(20);
        if (kind < 9)
            plan.state = conversations::State::done;
        else if (kind == 9)
            plan.state = conversations::State::snoozed;
        else if (kind == 10 && i % 4 == 0)
            plan.state = conversations::State::spam;
        if (!members.empty()) {
            plan.answered_by = members[dice.below(members.size())].value;
            if (plan.state == conversations::State::done || dice.below(5) < 3)
                plan.assignee = plan.answered_by;
        }
        // Some open ones still wait for an answer.
        if (plan.state == conversations::State::open && dice.below(3) == 0) {
            plan.lines = 1;
            if (dice.below(2) == 0)
                plan.assignee = 0;
        }
        if (!labels.empty() && dice.below(3) == 0)
            plan.label = labels[dice.below(labels.size())];
        if (plan.state == conversations::State::open && i % 6 == 1)
            plan.priority = conversations::Priority(1 + i / 6 % 4);
        if (i % 8 == 3)
            if (auto const file = sample_file(desk, channel, Files[dice.below(6)])) {
                plan.file = file->id;
                plan.file_kind = *base::from_word<conversations::MessageKind>(
                    base::word_of(file->kind));
            }
        plans.push_back(std::move(plan));
    }
    // Oldest first: row numbers rise with time, as they do when a shop really lives.
    std::ranges::sort(plans, {}, [](Plan const& p) { return p.last.ms; });
    for (std::size_t from = 0; from < plans.size(); from += InOneWrite)
        TRY(desk.workspace->write([&](db::Writer& tx) -> base::Result<void> {
            auto const to = std::min(plans.size(), from + InOneWrite);
            for (auto i = from; i < to; ++i)
                play(desk, tx, channel, plans[i]);
            return {};
        }));
    return {};
}

}  // namespace demo
