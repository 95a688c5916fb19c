#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "channels/event.hpp"
#include "workspace/desk.hpp"

// What a provider tells about our accounts: templates judged, numbers flagged, accounts restricted.
namespace accounts {

using NoticeId = base::Id<struct NoticeNoun>;

struct NoticeFact {
    static constexpr auto schema = "NoticeFact";

    std::string name;
    std::string value;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("name", &NoticeFact::name, "reason, from, to, limit, detail, ..."),
                          body("value", &NoticeFact::value, "The provider's own word.")};
    }
};

struct Notice {
    static constexpr auto schema = "Notice";

    NoticeId id;
    base::ChannelId channel;
    base::Word<channels::NoticeKinds> kind;
    channels::Severity severity = channels::Severity::info;
    std::string field;
    std::string subject;
    std::vector<NoticeFact> facts;
    base::Instant at;
    base::Instant last_seen_at;
    std::int64_t seen = 1;
    std::optional<base::Instant> read_at;
    std::optional<std::string> raw;

    static constexpr auto fields()
    {
        using base::body;
        using N = Notice;
        return std::tuple{
            body("id", &N::id, "Ids rise in order of arrival."),
            body("channel_id", &N::channel, ""),
            body("kind", &N::kind, "The dashboard has words for each."),
            body("severity", &N::severity, ""),
            body("field", &N::field, "The provider's word for what this is about."),
            body("subject", &N::subject, "A template's name, a number, ...; may be empty."),
            body("facts", &N::facts, "What belongs to the kind; a name may come more than once."),
            body("at", &N::at, "The provider's time, ours when it names none."),
            body("last_seen_at", &N::last_seen_at, "When it was last told."),
            body("seen", &N::seen, "How often."),
            body("read_at", &N::read_at, "Null until somebody marked it read."),
            body("raw", &N::raw, "With kind unknown: what came, its first 4,000 characters."),
        };
    }
};

struct ListNotices {
    static constexpr auto about = "What providers told about our accounts, newest first.";
    std::optional<base::ChannelId> channel;
    bool unread = false;
    std::optional<std::string> cursor;
    std::optional<std::int64_t> limit;

    static constexpr auto fields()
    {
        using base::query;
        using L = ListNotices;
        return std::tuple{
            query("channel_id", &L::channel, "Only of this channel."),
            query("unread", &L::unread, "Only those nobody has marked read."),
            query("cursor", &L::cursor, "From `next` of the page before.", {.max = 32}),
            query("limit", &L::limit, "Rows; 50 unless said.", {.min = 1, .max = 100}),
        };
    }
};

struct NoticePage {
    static constexpr auto schema = "NoticePage";

    std::vector<Notice> data;
    std::optional<std::string> next;
    std::int64_t unread_notices = 0;

    static constexpr auto fields()
    {
        using base::body;
        using P = NoticePage;
        return std::tuple{
            body("data", &P::data, "Notices."),
            body("next", &P::next, "Cursor of the next page; null on the last one."),
            body("unread_notices", &P::unread_notices, "Of all channels; at most 1,000."),
        };
    }
};
base::Result<NoticePage> list_notices(workspace::Desk& desk, ListNotices const& in);

struct ReadNotice {
    static constexpr auto about = "Mark a notice read, for everybody.";
    NoticeId notice;

    static constexpr auto fields()
    {
        return std::tuple{base::path("notice_id", &ReadNotice::notice, "Notice.")};
    }
};
base::Result<Notice> read_notice(workspace::Desk& desk, ReadNotice const& in);

struct ReadNotices {
    static constexpr auto about = "Mark all notices read, for everybody.";
    std::optional<base::ChannelId> channel;

    static constexpr auto fields()
    {
        return std::tuple{
            base::body("channel_id", &ReadNotices::channel, "Only those of this channel.")};
    }
};
base::Result<void> read_notices(workspace::Desk& desk, ReadNotices const& in);

// Keeps what a provider told, once for each key, and does what it asks for: the template's row, what
// we know of the number, and an account that can no longer send stops. Inside a write; safe to run
// twice, in any order.
void receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
             channels::AccountNotice const& notice, std::string_view key, std::string_view raw);
void receive(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
             channels::ProviderError const& error, std::string_view raw);

// What we found ourselves of a channel, once for each key: severity and facts as the kind wants them.
void tell(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
          std::string_view kind, channels::Severity severity, channels::Facts facts,
          std::string const& key);
void tell_stopped(workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel,
                  channels::Problem const& why);

// Forgets notices older than 400 days; a daily chore.
void drop_old_notices(workspace::Workspace& workspace);

}  // namespace accounts
