#include "conversations/thread.hpp"

#include <algorithm>
#include <charconv>

#include "base/read_json.hpp"
#include "conversations/amendment_store.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/message_store.hpp"
#include "db/match.hpp"

namespace conversations {

using base::Error;
using base::Fault;

namespace {

constexpr int PageRows = 50;
constexpr int SearchRows = 20;
constexpr int VersionRows = 100;
constexpr int WordsOfBeginning = 24;

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
    db::Snapshot const still{db};
    if (!store::find(db, in.conversation))
        return Error{Fault::not_found, "not_found"};
    auto const limit = int(in.limit.value_or(PageRows));
    MessagePage page;
    auto const shown = [&](std::vector<base::MessageId> const& ids) {
        page.data = store::show(db, ids, {desk.workspace->id(), desk.people});
        return std::move(page);
    };

    if (in.after) {
        auto ids = store::after(db, in.conversation, in.after->value, limit + 1);
        if (int(ids.size()) > limit) {
            ids.pop_back();
            page.next = ids.back().text();
        }
        return shown(ids);
    }
    auto before = INT64_MAX;
    if (in.cursor) {
        auto const at = number(*in.cursor);
        if (!at)
            return wrong("cursor", "bad_format");
        before = *at;
    }
    std::vector<base::MessageId> ids;
    if (in.around) {
        ids = store::after(db, in.conversation, in.around->value, limit / 2 + 1);
        if (int(ids.size()) > limit / 2) {
            ids.pop_back();
            page.previous = ids.back().text();
        }
        std::ranges::reverse(ids);
        before = std::min(in.around->value, INT64_MAX - 1) + 1;
    }
    auto const room = limit - int(ids.size());
    auto older = store::before(db, in.conversation, before, room + 1);
    if (int(older.size()) > room) {
        older.pop_back();
        page.next = older.back().text();
    }
    ids.insert(ids.end(), older.begin(), older.end());
    return shown(ids);
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

base::Result<base::Page<MessageVersion>> versions(workspace::Desk& desk, ListVersions const& in)
{
    auto const reader = desk.workspace->read();
    if (!store::brief(*reader, in.message))
        return Error{Fault::not_found, "not_found"};
    base::Page<MessageVersion> page;
    for (auto& one : store::versions(*reader, in.message, VersionRows)) {
        MessageVersion version{std::move(one.text), std::nullopt, one.at};
        if (one.content)
            if (auto const json = base::parse_json(*one.content, base::WebhookJson))
                version.content = base::read_json<channels::Content>(*json);
        page.data.push_back(std::move(version));
    }
    return page;
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
    auto const limit = int(in.limit.value_or(SearchRows));
    auto const reader = desk.workspace->read();
    // One view, so that every hit still has its message and conversation.
    db::Snapshot const still{*reader};
    auto const match = db::match_words(in.q, [&](std::string const& beginning) {
        return store::words_from(*reader, beginning, WordsOfBeginning);
    });
    if (match.empty())
        return page;
    auto found = store::search(*reader, match, before, limit + 1);
    if (int(found.size()) > limit) {
        found.pop_back();
        page.next = found.back().message.text();
    }

    std::vector<base::MessageId> messages;
    std::vector<base::ConversationId> conversations;
    for (auto const& one : found) {
        messages.push_back(one.message);
        conversations.push_back(one.conversation);
    }
    auto shown = store::show(*reader, messages, {desk.workspace->id(), desk.people});
    auto around = store::show(*reader, conversations, desk.asker.user, desk.workspace->id(),
                              desk.people, desk.now());
    for (std::size_t i = 0; i < found.size(); ++i)
        page.data.push_back(
            {std::move(around.at(i)), std::move(shown.at(i)), parts_of(found[i].marked)});
    return page;
}

}  // namespace conversations
