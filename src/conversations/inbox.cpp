#include "conversations/inbox.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "channels/list.hpp"

namespace conversations {

using base::Error;
using base::Fault;
using namespace std::chrono_literals;

namespace {

constexpr int PageRows = 50;
constexpr auto Closing = std::chrono::milliseconds(2h);

Error wrong(char const* field, char const* code)
{
    return Error{Fault::invalid, "invalid_input", "Look at the named fields.", {{field, code}}};
}

std::string cursor_of(store::Found const& last)
{
    return std::to_string(last.value) + "." + last.id.text();
}

std::optional<store::Place> place_of(std::string_view cursor)
{
    store::Place place;
    auto const dot = cursor.find('.');
    if (dot == cursor.npos)
        return std::nullopt;
    auto const read = [](std::string_view text, std::int64_t& out) {
        auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
        return fault == std::errc() && end == text.data() + text.size();
    };
    if (!read(cursor.substr(0, dot), place.value) || !read(cursor.substr(dot + 1), place.id))
        return std::nullopt;
    return place;
}

// What filters by window look at. One edge serves them all, so every channel that closes must close
// after the same time; tests/channels/traits_test.cpp says when that is no longer so.
std::chrono::milliseconds window_length()
{
    std::chrono::milliseconds longest{0};
    for (auto const* const channel : channels::all())
        longest = std::max<std::chrono::milliseconds>(longest, channel->traits().window.length);
    return longest;
}

store::Query query_of(workspace::Desk const& desk, ListConversations const& in)
{
    store::Query query;
    auto const view = in.view.value_or(View::open);
    switch (view) {
    case View::mine: query.assignee = desk.asker.user.value; break;
    case View::unassigned: query.assignee = 0; break;
    case View::open: break;
    case View::snoozed: query.state = State::snoozed; break;
    case View::done: query.state = State::done; break;
    case View::spam: query.state = State::spam; break;
    }
    if (in.assignee)
        query.assignee = in.assignee->value;
    query.channel = in.channel.value_or(base::ChannelId{});
    query.label = in.label.value_or(base::LabelId{});
    query.unread = in.unread;
    query.priority = in.priority;
    query.sort = in.sort.value_or(store::Sort::newest);
    auto const edge = desk.now() - window_length();
    if (in.window == WindowFilter::closed)
        query.inbound_before = edge;
    else if (in.window || query.sort == store::Sort::window)
        query.inbound_after = edge;
    if (in.window == WindowFilter::closing)
        query.inbound_before = edge + Closing;
    return query;
}

}  // namespace

base::Result<base::Page<Conversation>> list(workspace::Desk& desk, ListConversations const& in)
{
    std::optional<store::Place> after;
    if (in.cursor) {
        after = place_of(*in.cursor);
        if (!after)
            return wrong("cursor", "bad_format");
    }
    auto const limit = int(in.limit.value_or(PageRows));
    auto const reader = desk.workspace->read();
    auto found = store::page(*reader, query_of(desk, in), after, limit + 1);

    base::Page<Conversation> page;
    if (int(found.size()) > limit) {
        found.pop_back();
        page.next = cursor_of(found.back());
    }
    std::vector<base::ConversationId> ids;
    ids.reserve(found.size());
    for (auto const& one : found)
        ids.push_back(one.id);
    page.data = store::show(*reader, ids, desk.asker.user, desk.workspace->id(), desk.people,
                            desk.now());
    return page;
}

int count_up_to(workspace::Desk const& desk, db::Reader const& db, ListConversations const& in,
                int most)
{
    return int(store::page(db, query_of(desk, in), std::nullopt, most).size());
}

base::Result<Conversation> find(workspace::Desk& desk, FindConversation const& in)
{
    auto const reader = desk.workspace->read();
    auto found = store::show(*reader, {in.conversation}, desk.asker.user, desk.workspace->id(),
                             desk.people, desk.now());
    if (found.empty())
        return Error{Fault::not_found, "not_found"};
    return std::move(found.front());
}

Counts counts_for(db::Reader const& db, base::UserId user)
{
    Counts counts;
    auto const add = [](ViewCount& to, store::Count const& row) {
        to.total += row.total;
        to.unread += row.unread;
    };
    for (auto const& row : store::counts(db)) {
        if (row.state == "snoozed")
            add(counts.snoozed, row);
        else if (row.state == "done")
            add(counts.done, row);
        else if (row.state == "spam")
            add(counts.spam, row);
        if (row.state != "open")
            continue;
        add(counts.open, row);
        if (row.assignee == 0)
            add(counts.unassigned, row);
        else if (row.assignee == user.value)
            add(counts.mine, row);
    }
    return counts;
}

base::Result<Counts> count(workspace::Desk& desk, CountConversations const&)
{
    return counts_for(*desk.workspace->read(), desk.asker.user);
}

}  // namespace conversations
