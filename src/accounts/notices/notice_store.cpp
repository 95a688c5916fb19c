#include "accounts/notices/notice_store.hpp"

#include "base/text.hpp"

namespace accounts::store {

namespace {

constexpr std::size_t RawShown = 4000;

struct NoticeRow {
    Notice notice;

    static NoticeRow from(db::Columns& c)
    {
        NoticeRow row;
        auto& n = row.notice;
        n.id = c.next<NoticeId>();
        n.channel = c.next<base::ChannelId>();
        n.kind = c.next<std::string>();
        n.severity = c.next<channels::Severity>();
        n.field = c.next<std::string>();
        n.subject = c.next<std::string>();
        if (auto const facts = base::parse_json(c.next<std::string>()); facts && facts->is_array())
            for (auto const& one : *facts)
                n.facts.push_back({base::text_at(one, "name").value_or(""),
                                   base::text_at(one, "value").value_or("")});
        n.at = c.next<base::Instant>();
        n.last_seen_at = c.next<base::Instant>();
        n.seen = c.next<std::int64_t>();
        n.read_at = c.next<std::optional<base::Instant>>();
        auto raw = c.next<std::string>();
        if (n.kind.text == "unknown" && !raw.empty())
            n.raw = std::string(base::first_points(raw, RawShown));
        return row;
    }
};

std::vector<Notice> bare(std::vector<NoticeRow>&& rows)
{
    std::vector<Notice> out;
    for (auto& row : rows)
        out.push_back(std::move(row.notice));
    return out;
}

}  // namespace

Kept keep_notice(db::Writer const& tx, NewNotice const& n, base::Instant now,
                 base::Instant quiet_since)
{
    auto const id = tx.try_insert<NoticeId>(R"sql(
        INSERT INTO notice (channel_id, key, field, kind, severity, subject, facts, raw, at,
                            last_seen_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT DO NOTHING
    )sql",
                                            n.channel, n.key, n.field, n.kind, n.severity,
                                            n.subject, n.facts, n.raw, n.at, now);
    if (id)
        return {*id, true};
    auto const known = tx.one<NoticeId>(R"sql(SELECT id FROM notice WHERE key = ?1)sql", n.key);
    tx.run(R"sql(
        UPDATE notice
           SET read_at = CASE WHEN last_seen_at < ?4 THEN NULL ELSE read_at END,
               seen = seen + 1, last_seen_at = ?2, raw = ?3
         WHERE id = ?1
    )sql",
           known, now, n.raw, quiet_since);
    return {known, false};
}

std::optional<Notice> find_notice(db::Reader const& db, NoticeId id)
{
    auto row = db.maybe<NoticeRow>(R"sql(
        SELECT id, channel_id, kind, severity, field, subject, facts, at, last_seen_at, seen,
               read_at, raw
          FROM notice WHERE id = ?1
    )sql",
                                   id);
    if (!row)
        return std::nullopt;
    return std::move(row->notice);
}

std::vector<Notice> notices(db::Reader const& db, std::int64_t before, int limit)
{
    return bare(db.all<NoticeRow>(R"sql(
        SELECT id, channel_id, kind, severity, field, subject, facts, at, last_seen_at, seen,
               read_at, raw
          FROM notice WHERE id < ?1 ORDER BY id DESC LIMIT ?2
    )sql",
                                  before, limit));
}

std::vector<Notice> notices_of(db::Reader const& db, base::ChannelId channel, std::int64_t before,
                               int limit)
{
    return bare(db.all<NoticeRow>(R"sql(
        SELECT id, channel_id, kind, severity, field, subject, facts, at, last_seen_at, seen,
               read_at, raw
          FROM notice INDEXED BY notice_channel
         WHERE channel_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3
    )sql",
                                  channel, before, limit));
}

std::vector<Notice> unread_notices(db::Reader const& db, std::optional<base::ChannelId> channel,
                                   std::int64_t before, int limit)
{
    return bare(db.all<NoticeRow>(R"sql(
        SELECT id, channel_id, kind, severity, field, subject, facts, at, last_seen_at, seen,
               read_at, raw
          FROM notice INDEXED BY notice_unread
         WHERE read_at IS NULL AND id < ?1 AND (?2 IS NULL OR channel_id = ?2)
         ORDER BY id DESC LIMIT ?3
    )sql",
                                  before, channel, limit));
}

std::int64_t count_unread(db::Reader const& db, int most)
{
    return db.one<std::int64_t>(R"sql(
        SELECT COUNT(*) FROM (SELECT 1 FROM notice INDEXED BY notice_unread
                               WHERE read_at IS NULL LIMIT ?1)
    )sql",
                                most);
}

void mark_read(db::Writer const& tx, NoticeId id, base::Instant now)
{
    tx.run(R"sql(UPDATE notice SET read_at = COALESCE(read_at, ?2) WHERE id = ?1)sql", id, now);
}

void mark_all_read(db::Writer const& tx, std::optional<base::ChannelId> channel, base::Instant now)
{
    tx.run(R"sql(
        UPDATE notice INDEXED BY notice_unread SET read_at = ?2
         WHERE read_at IS NULL AND (?1 IS NULL OR channel_id = ?1)
    )sql",
           channel, now);
}

int drop_notices(db::Writer const& tx, base::Instant before, int limit)
{
    return tx.run(R"sql(
        DELETE FROM notice
         WHERE id IN (SELECT id FROM notice INDEXED BY notice_age
                       WHERE last_seen_at < ?1 LIMIT ?2)
    )sql",
                  before, limit);
}

bool recovered_since(db::Reader const& db, base::ChannelId channel, base::Instant at)
{
    return db.one<bool>(R"sql(
        SELECT EXISTS (SELECT 1 FROM notice INDEXED BY notice_channel
                        WHERE channel_id = ?1 AND at > ?2
                          AND kind IN ('account_reinstated', 'account_reconnected', 'partner_added',
                                       'partner_app_installed'))
    )sql",
                        channel, at);
}

bool update_template(db::Writer const& tx, base::ChannelId channel,
                     channels::TemplateNews const& news, base::Instant at)
{
    return tx.run(R"sql(
        UPDATE template
           SET status = COALESCE(?4, status), category = COALESCE(?6, category),
               detail = json_patch(detail, json_object('quality', COALESCE(?5, detail ->> '$.quality'),
                                                       'rejected_reason',
                                                       COALESCE(?7, detail ->> '$.rejected_reason'))),
               told_at = ?8
         WHERE channel_id = ?1 AND name = ?2 AND language = ?3 AND told_at <= ?8
    )sql",
                  channel, news.name, news.language, news.status, news.quality, news.category,
                  news.reason, at) > 0;
}

}  // namespace accounts::store
