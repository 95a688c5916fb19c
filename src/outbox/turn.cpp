#include "outbox/turn.hpp"

#include <algorithm>

#include "accounts/templates/templates.hpp"
#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "media/transfer.hpp"
#include "outbox/payload.hpp"

namespace outbox {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

// A send whose outcome is unknown may still be acted on by the provider this long after its start.
constexpr milliseconds UncertainFor = 60s;
// Then a person is asked (docs/architecture.md, "Outbound path").
constexpr milliseconds UnknownFor = 10min;
constexpr milliseconds SavedEvery = 60s;
// What is forbidden for days may be allowed sooner; so it is looked at again meanwhile.
constexpr milliseconds HeldFor = 15min;
// Due sends looked at beyond those that fit: some wait for their person's bucket or an upload.
constexpr int LookAhead = 32;
constexpr std::size_t AttemptBytes = 16;
constexpr std::array Priorities{Priority::people, Priority::rules, Priority::broadcasts};

}  // namespace

Turn::Turn(Sending& sending, workspace::Workspace& workspace, std::shared_ptr<Lane> lane)
    : m_sending(sending),
      m_workspace(workspace),
      m_lane(std::move(lane)),
      m_now(sending.world().now()),
      m_monotonic(sending.world().clock.monotonic())
{
}

std::optional<milliseconds> Turn::run()
{
    if (!m_lane->loaded) {
        m_lane->paces.load(*m_workspace.read(), m_now);
        m_lane->loaded = true;
        m_lane->saved_at = m_monotonic;
    }
    settle_again();
    follow_clock();
    give_up_unknown();
    save_paces();

    auto const channels = accounts::briefs(*m_workspace.read());
    m_room = m_sending.crew().free();
    for (auto const& channel : channels)
        if (channel.state == accounts::State::active)
            pick(channel.id);
    claim_and_start();
    for (auto const& channel : channels)
        if (channel.state == accounts::State::active)
            look_ahead(channel.id);
    look_at_unknown();
    // Should the commit of an outcome fail, nobody wakes us.
    if (m_lane->flying > 0)
        come_back(m_monotonic + 1s);
    return m_next;
}

void Turn::come_back(milliseconds at) { m_next = m_next ? std::min(*m_next, at) : at; }

void Turn::come_back(base::Instant at) { come_back(m_monotonic + std::max(1ms, at - m_now)); }

void Turn::settle_again()
{
    std::vector<std::function<void()>> unsettled;
    {
        std::scoped_lock const lock(m_lane->mutex);
        unsettled.swap(m_lane->unsettled);
    }
    for (auto const& post : unsettled)
        post();
}

// What was queued while the clock was ahead must not wait for that time.
void Turn::follow_clock()
{
    if (!m_lane->clock.look(m_sending.world().clock))
        return;
    if (!store::any_ahead(*m_workspace.read(), m_now))
        return;
    auto const done = m_workspace.write(
        [&](db::Writer& tx) { store::begin_waits_again(tx, m_now); });
    if (!done)
        come_back(m_monotonic + 1s);
}

void Turn::save_paces()
{
    if (m_monotonic - m_lane->saved_at < SavedEvery)
        return;
    m_lane->saved_at = m_monotonic;
    Paces paces;
    {
        std::scoped_lock const lock(m_lane->mutex);
        m_lane->paces.tidy(m_monotonic);
        paces = m_lane->paces;
    }
    if (auto const saved = m_workspace.write(
            [&](db::Writer& tx) { paces.save(tx, m_now, m_monotonic); }, db::Priority::background);
        !saved)
        come_back(m_monotonic + SavedEvery);
}

void Turn::give_up_unknown()
{
    auto const before = m_now - UnknownFor;
    {
        auto const reader = m_workspace.read();
        auto const oldest = store::oldest_unknown(*reader);
        auto const newest = store::newest_unknown(*reader);
        if ((!oldest || *oldest > before) && (!newest || *newest <= m_now))
            return;
    }
    auto const done = m_workspace.write([&](db::Writer& tx) {
        for (auto const& lost : store::give_up_unknown(tx, before, m_now))
            m_sending.deliveries().became(m_workspace, tx, lost.message,
                                          {.status = Delivery::needs_attention,
                                           .at = m_now,
                                           .problem = channels::Problem{.code = "outcome_unknown",
                                                                        .provider_code = 0,
                                                                        .detail = lost.last_error},
                                           .purpose = lost.purpose,
                                           .send = lost.id});
    });
    if (!done)
        come_back(m_monotonic + 1s);
}

std::vector<store::Waiting> Turn::due(base::ChannelId channel, Priority priority) const
{
    auto const reader = m_workspace.read();
    auto const limit = m_room + LookAhead;
    if (priority == Priority::people)
        return store::due_for_people(*reader, channel, m_now, m_now - UncertainFor, limit);
    return store::due_for_automatic(*reader, channel, priority, m_now, limit);
}

void Turn::pick(base::ChannelId channel)
{
    std::optional<Picked> picked;
    auto more = true;
    for (auto const priority : Priorities) {
        if (!more)
            break;
        for (auto& waiting : due(channel, priority)) {
            if (m_room <= 0) {
                // Threads that another workspace holds do not tell us when they are free.
                come_back(m_monotonic + 100ms);
                more = false;
                break;
            }
            if (!picked) {
                auto account = accounts::load(m_workspace, *m_workspace.read(), channel);
                if (!account)
                    return stop_channel(channel, account.error());
                picked.emplace(Picked{std::move(*account), {}, {}, {}, {}});
            }
            if (weigh(*picked, flight_of(channel, waiting)) == Verdict::channel_is_slow) {
                more = false;
                break;
            }
        }
    }
    if (picked)
        m_picked.push_back(std::move(*picked));
}

Flight Turn::flight_of(base::ChannelId channel, store::Waiting& waiting) const
{
    Flight flight{waiting.id,
                  waiting.message,
                  waiting.conversation,
                  channel,
                  waiting.created_at,
                  waiting.purpose,
                  {},
                  {}};
    // One that cannot be read goes as it is and is refused by the channel, visibly.
    if (auto payload = read_payload(waiting.payload))
        flight.outbound = std::move(*payload);
    flight.outbound.tries = waiting.attempts + 1;
    return flight;
}

Turn::Verdict Turn::weigh(Picked& picked, Flight flight)
{
    // A person's answer and an older broadcast may both be first in the same conversation.
    if (m_conversations.contains(flight.conversation))
        return Verdict::passed_over;
    if (auto const until = held_until(picked.account, flight.outbound)) {
        picked.held.emplace_back(std::move(flight), *until);
        // Many of them may have kept what may go out of this look.
        come_back(m_monotonic + 1ms);
        return Verdict::passed_over;
    }
    auto const& pace = picked.account.pace();
    {
        std::scoped_lock const lock(m_lane->mutex);
        auto& bucket = m_lane->paces.of_channel(flight.channel, pace, m_monotonic);
        if (bucket.available(m_monotonic) <= 0) {
            come_back(bucket.next(m_monotonic));
            return Verdict::channel_is_slow;
        }
        auto& pair = m_lane->paces.of_pair(flight.conversation, pace, m_monotonic);
        if (pair.available(m_monotonic) <= 0) {
            auto const wait = pair.next(m_monotonic) - m_monotonic;
            picked.deferred.emplace_back(flight.id, m_now + wait);
            come_back(m_monotonic + wait);
            return Verdict::passed_over;
        }
    }
    // One file after the other: each upload wakes the turn that looks for the next.
    if (auto const missing = place_files(flight.outbound)) {
        flight.upload = *missing;
        return start_upload(picked, std::move(flight)) ? Verdict::taken : Verdict::passed_over;
    }
    std::scoped_lock const lock(m_lane->mutex);
    m_lane->paces.of_channel(flight.channel, pace, m_monotonic).take(m_monotonic);
    m_lane->paces.of_pair(flight.conversation, pace, m_monotonic).take(m_monotonic);
    flight.outbound.attempt_id = base::to_hex(m_sending.world().random.bytes(AttemptBytes));
    m_conversations.insert(flight.conversation);
    picked.flights.push_back(std::move(flight));
    --m_room;
    return Verdict::taken;
}

std::optional<base::Instant> Turn::held_until(accounts::LoadedAccount const& account,
                                              channels::Outbound const& message) const
{
    auto const& restricted = account.restrictions();
    auto const* const one = std::get_if<channels::TemplateContent>(&message.content);
    if (!one || !restricted.any())
        return std::nullopt;
    auto until = restricted.templates;
    if (restricted.utility_templates) {
        auto const known = accounts::find_template(*m_workspace.read(), account.id(), one->name,
                                                   one->language);
        if (known && base::lower_ascii(known->category) == "utility")
            until = std::max(until.value_or(m_now), *restricted.utility_templates);
    }
    return until ? std::optional(std::min(*until, m_now + HeldFor)) : std::nullopt;
}

std::optional<base::MediaId> Turn::place_files(channels::Outbound& outbound) const
{
    auto const all = channels::media_in(outbound);
    if (all.empty())
        return std::nullopt;
    auto const reader = m_workspace.read();
    for (auto* const media : all) {
        if (!media->file)
            continue;
        auto id = media::provider_id(*reader, *media->file, m_now);
        if (!id)
            return media->file;
        media->provider_id = *std::move(id);
    }
    return std::nullopt;
}

bool Turn::start_upload(Picked& picked, Flight flight)
{
    {
        std::scoped_lock const lock(m_lane->mutex);
        if (m_lane->uploading.contains(flight.upload))
            return false;
    }
    if (!m_sending.may_upload()) {
        come_back(m_monotonic + 200ms);
        return false;
    }
    {
        std::scoped_lock const lock(m_lane->mutex);
        m_lane->uploading.insert(flight.upload);
    }
    picked.uploads.push_back(std::move(flight));
    --m_room;
    return true;
}

void Turn::stop_channel(base::ChannelId channel, base::Error const& why)
{
    base::log(
        base::LogLevel::error, "outbox", "an account cannot be opened",
        {{"workspace", m_workspace.id().value}, {"channel", channel.value}, {"why", why.code}});
    auto const problem = channels::Problem{
        .code = "token_invalid", .provider_code = 0, .detail = why.code};
    auto const stopped = m_workspace.write(
        [&](db::Writer& tx) { accounts::stop(m_workspace, tx, channel, problem); });
    if (!stopped)
        come_back(m_monotonic + 1s);
}

bool Turn::claim(std::set<SendId>& claimed)
{
    auto const any = std::ranges::any_of(m_picked, [](auto const& picked) {
        return !picked.flights.empty() || !picked.deferred.empty() || !picked.held.empty();
    });
    if (!any)
        return true;
    auto const done = m_workspace.write([&](db::Writer& tx) {
        claimed.clear();
        for (auto const& picked : m_picked) {
            for (auto const& flight : picked.flights) {
                if (!store::claim(tx, flight.id, flight.outbound.attempt_id, m_now))
                    continue;
                claimed.insert(flight.id);
                m_sending.deliveries().became(m_workspace, tx, flight.message,
                                              news_of(flight, Delivery::sending, m_now));
            }
            for (auto const& [id, until] : picked.deferred)
                store::defer(tx, id, until, m_now);
            for (auto const& [flight, until] : picked.held) {
                store::hold(tx, flight.id, until, "account_restricted", m_now);
                auto news = news_of(flight, Delivery::queued, m_now);
                news.problem = channels::Problem{
                    .code = "account_restricted", .provider_code = 0, .detail = {}};
                m_sending.deliveries().became(m_workspace, tx, flight.message, news);
            }
        }
    });
    if (!done)
        base::log(base::LogLevel::error, "outbox", "nothing could be claimed",
                  {{"workspace", m_workspace.id().value}, {"why", done.error().code}});
    return done.ok();
}

void Turn::claim_and_start()
{
    std::set<SendId> claimed;
    if (!claim(claimed)) {
        claimed.clear();
        come_back(m_monotonic + 1s);
    }
    if (!claimed.empty())
        CRASH_POINT("outbox.claimed");
    for (auto const& picked : m_picked) {
        for (auto const& flight : picked.flights)
            if (claimed.contains(flight.id))
                m_sending.send(m_workspace, m_lane, picked.account, flight);
        for (auto const& flight : picked.uploads)
            m_sending.upload(m_workspace, m_lane, picked.account, flight);
    }
}

void Turn::look_ahead(base::ChannelId channel)
{
    auto const reader = m_workspace.read();
    for (auto const priority : Priorities)
        if (auto const due = store::next_due(*reader, channel, priority, m_now))
            come_back(*due);
}

void Turn::look_at_unknown()
{
    auto const reader = m_workspace.read();
    if (auto const oldest = store::oldest_unknown(*reader))
        come_back(*oldest + UnknownFor);
    if (auto const newest = store::newest_unknown(*reader);
        newest && *newest + UncertainFor > m_now)
        come_back(*newest + UncertainFor);
}

}  // namespace outbox
