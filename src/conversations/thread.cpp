#include "conversations/thread.hpp"

#include <algorithm>
#include <charconv>

#include "conversations/conversation_store.hpp"
#include "conversations/message_store.hpp"
#include "db/match.hpp"

namespace conversations {

using base::Error;
using base::Fault;

namespace {

constexpr int PageRows = 50;
constexpr int SearchRows = 20;

Error wrong(char const* field, char const* code)
{
    return Error{Fault::invalid, "invalid_input", "Look at the named fields.", {{field, code}}};
}

std::optional<std::int64_t> number(std::string_view text)
{
    std::int64_t value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

std::vector<SnippetPart> parts_of(std::string_view marked)
{
    std::vector<SnippetPart> parts;
    auto hit = false;
    std::string text;
    auto const flush = [&] {
        if (!text.empty())
            parts.push_back({std::exchange(text, {}), hit});
    };
    for (char const c : marked) {
        if (c == '\2' || c == '\3') {
            flush();
            hit = c == '\2';
        } else {
            text.push_back(c);
        }
    }
    flush();
    return parts;
}

}  // namespace

base::Result<MessagePage> list_messages(workspace::Desk& desk, ListMessages const& in)
{
    auto const reader = desk.workspace->read();
    auto const& db = *reader;
    if (!store::find(db, in.conversation))
        return Error{Fault::not_found, "not_found"};
    store::Naming const naming{desk.workspace->id(), desk.people};
    auto const limit = int(in.limit.value_or(PageRows));
    MessagePage page;

    if (in.after) {
        page.data = store::after(db, in.conversation, in.after->value, limit + 1, naming);
        if (int(page.data.size()) > limit) {
            page.data.pop_back();
            page.next = page.data.back().id.text();
        }
        return page;
    }
    auto before = INT64_MAX;
    if (in.cursor) {
        auto const at = number(*in.cursor);
        if (!at)
            return wrong("cursor", "bad_format");
        before = *at;
    }
    if (in.around) {
        auto newer = store::after(db, in.conversation, in.around->value, limit / 2 + 1, naming);
        if (int(newer.size()) > limit / 2) {
            newer.pop_back();
            page.previous = newer.back().id.text();
        }
        std::ranges::reverse(newer);
        page.data = std::move(newer);
        before = in.around->value + 1;
    }
    auto const room = limit - int(page.data.size());
    auto older = store::before(db, in.conversation, before, room + 1, naming);
    if (int(older.size()) > room) {
        older.pop_back();
        page.next = older.back().id.text();
    }
    std::ranges::move(older, std::back_inserter(page.data));
    return page;
}

base::Result<Raw> raw(workspace::Desk& desk, RawMessage const& in)
{
    auto const reader = desk.workspace->read();
    if (!store::brief(*reader, in.message))
        return Error{Fault::not_found, "not_found"};
    auto const text = store::raw_of(*reader, in.message);
    if (!text)
        return Raw{nullptr};
    return Raw{TRY(base::parse_json(*text, base::WebhookJson))};
}

base::Result<base::Page<Hit>> search(workspace::Desk& desk, Search const& in)
{
    auto before = INT64_MAX;
    if (in.cursor) {
        auto const at = number(*in.cursor);
        if (!at)
            return wrong("cursor", "bad_format");
        before = *at;
    }
    base::Page<Hit> page;
    auto const match = db::match_words(in.q);
    if (match.empty())
        return page;
    auto const limit = int(in.limit.value_or(SearchRows));
    auto const reader = desk.workspace->read();
    auto found = store::search(*reader, match, before, limit + 1);
    if (int(found.size()) > limit) {
        found.pop_back();
        page.next = found.back().message.text();
    }

    store::Naming const naming{desk.workspace->id(), desk.people};
    for (auto const& one : found) {
        auto message = store::message(*reader, one.message, naming);
        auto conversation = store::show(*reader, {one.conversation}, desk.asker.user,
                                        desk.workspace->id(), desk.people, desk.now());
        if (message && !conversation.empty())
            page.data.push_back(
                {std::move(conversation.front()), std::move(*message), parts_of(one.marked)});
    }
    return page;
}

}  // namespace conversations
