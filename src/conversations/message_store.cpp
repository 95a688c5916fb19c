#include "conversations/message_store.hpp"

#include "base/read_json.hpp"
#include "base/text.hpp"

namespace conversations::store {

namespace {

constexpr std::size_t QuotePoints = 160;

EventView event_of(base::Json const& json)
{
    auto const said = [&](std::string_view key) { return base::text_at(json, key).value_or(""); };
    EventView event;
    event.type = base::from_word<EventType>(said("type")).value_or(EventType::state_changed);
    event.from = base::from_word<State>(said("from"));
    event.to = base::from_word<State>(said("to"));
    if (auto const until = base::from_rfc3339(said("until")))
        event.until = *until;
    event.name = base::text_at(json, "name");
    event.code = base::text_at(json, "code");
    event.reason = base::text_at(json, "reason");
    event.priority = base::from_word<Priority>(said("priority"));
    for (auto const& one : base::array_at(json, "names"))
        if (one.is_string())
            event.names.push_back(one.get<std::string>());
    event.old_phone = base::text_at(json, "old_phone");
    event.new_phone = base::text_at(json, "new_phone");
    // An assignment keeps its member under `to`.
    auto const& member = base::object_at(json, "to");
    if (auto const id = base::UserId::parse(base::text_at(member, "id").value_or("")))
        event.assignee = MemberRef{*id, base::text_at(member, "name").value_or("")};
    return event;
}

TemplateView template_of(base::Json const& json)
{
    auto const said = [&](std::string_view key) { return base::text_at(json, key).value_or(""); };
    TemplateView out{said("name"), said("language"), said("preview")};
    auto shown = base::read_json<channels::ShownTemplate>(base::object_at(json, "shown"));
    if (!shown)
        return out;
    out.header = std::move(shown->header);
    out.location = std::move(shown->location);
    out.product = std::move(shown->product);
    out.footer = std::move(shown->footer);
    out.offer = std::move(shown->offer);
    out.offer_ends_at = shown->offer_ends_at;
    out.buttons = std::move(shown->buttons);
    for (auto& card : shown->cards)
        out.cards.push_back(
            {std::move(card.text), {}, std::move(card.product), std::move(card.buttons)});
    return out;
}

struct ShownRow {
    Message message;
    std::string contact_name;
    std::int64_t quoted_author = 0;
    std::string quoted_name;

    static ShownRow from(db::Columns& c)
    {
        ShownRow r;
        auto& m = r.message;
        m.id = c.next<base::MessageId>();
        m.conversation = c.next<base::ConversationId>();
        m.direction = c.next<Direction>();
        m.kind = c.next<MessageKind>();
        m.text = c.next<std::string>();
        m.client_id = c.next<std::optional<std::string>>();
        m.author.kind = c.next<AuthorKind>();
        if (auto const author = c.next<std::int64_t>(); author != 0)
            m.author.id = AuthorId{author};
        m.status = c.next<std::optional<Status>>();
        m.status_at = c.next<std::optional<base::Instant>>();
        auto const error = c.next<std::optional<std::string>>();
        auto provider = c.next<std::optional<std::string>>();
        auto error_detail = c.next<std::optional<std::string>>();
        if (error)
            m.error = SendError{*error, std::move(provider), std::move(error_detail)};
        auto const detail = c.next<std::optional<std::string>>();
        if (detail)
            r.read_detail(*detail);
        m.at = c.next<base::Instant>();
        m.created_at = c.next<base::Instant>();
        m.edited_at = c.next<std::optional<base::Instant>>();
        m.revoked_at = c.next<std::optional<base::Instant>>();
        if (auto const reactions = c.next<std::optional<std::string>>())
            r.read_reactions(*reactions);
        if (auto const receipts = c.next<std::optional<std::string>>())
            r.read_receipts(*receipts);
        r.contact_name = c.next<std::string>();
        r.read_media(c);
        r.read_quote(c);
        return r;
    }

    void read_detail(std::string const& text)
    {
        auto const detail = base::parse_json(text, base::WebhookJson);
        if (!detail)
            return;
        auto const said = [](base::Json const& in, std::string_view key) {
            return base::text_at(in, key).value_or("");
        };
        if (auto const& of = base::object_at(*detail, "template"); !of.empty())
            message.template_ = template_of(of);
        if (auto const& event = base::object_at(*detail, "event"); !event.empty())
            message.event = event_of(event);
        if (auto const& pricing = base::object_at(*detail, "pricing"); !pricing.empty())
            message.pricing = {said(pricing, "category"), said(pricing, "type")};
        if (auto const& content = base::object_at(*detail, "content"); !content.empty())
            message.content = base::read_json<channels::Content>(content);
        message.unsupported_type = base::text_at(*detail, "unsupported");
        message.standby = base::bool_at(*detail, "standby").value_or(false);
        for (auto const& one : base::array_at(*detail, "mentions"))
            if (auto const id = base::UserId::parse(said(one, "id")))
                message.mentions.push_back({*id, said(one, "name")});
    }

    void read_reactions(std::string const& text)
    {
        auto const list = base::parse_json(text);
        if (!list || !list->is_array())
            return;
        for (auto const& one : *list) {
            auto const said = [&](char const* key) { return base::text_at(one, key); };
            MessageReaction reaction{
                base::from_word<Side>(said("side").value_or("")).value_or(Side{}),
                said("emoji").value_or(""), base::from_word<Status>(said("status").value_or("")),
                std::nullopt};
            if (auto const code = said("error"))
                reaction.error = SendError{*code, said("provider"), said("detail")};
            message.reactions.push_back(std::move(reaction));
        }
    }

    void read_receipts(std::string const& text)
    {
        auto const counts = base::parse_json(text);
        if (!counts)
            return;
        auto const of = [&](std::string_view status) {
            return base::number_at(*counts, status).value_or(0);
        };
        auto const read = of("read") + of("played");
        message.receipts = Receipts{of("delivered") + read, read, of("failed")};
    }

    void read_media(db::Columns& c)
    {
        media::Media v;
        v.id = c.next<base::MediaId>();
        v.kind = c.next<std::optional<channels::MediaKind>>().value_or(v.kind);
        v.state = c.next<std::optional<media::State>>().value_or(media::State::waiting);
        v.mime = c.next<std::optional<std::string>>().value_or("");
        v.name = c.next<std::optional<std::string>>().value_or("");
        v.bytes = c.next<std::optional<std::int64_t>>().value_or(0);
        v.voice = c.next<std::optional<bool>>().value_or(false);
        v.error = c.next<std::optional<std::string>>();
        if (!v.id)
            return;
        v.url = "/api/v1/media/" + v.id.text();
        message.media = std::move(v);
    }

    void read_quote(db::Columns& c)
    {
        Quoted q;
        auto const wanted = c.next<std::optional<std::string>>();
        auto const id = c.next<base::MessageId>();
        auto const text = c.next<std::optional<std::string>>();
        q.kind = c.next<std::optional<MessageKind>>();
        q.direction = c.next<std::optional<Direction>>();
        quoted_author = c.next<std::optional<std::int64_t>>().value_or(0);
        quoted_name = c.next<std::string>();
        if (id) {
            q.id = id;
            q.text = std::string(base::first_points(text.value_or(""), QuotePoints));
        } else if (!wanted) {
            return;
        }
        message.quoted = std::move(q);
    }
};

Message named(ShownRow&& row, Naming const& naming)
{
    auto& m = row.message;
    auto& author = m.author;
    if (author.kind == AuthorKind::contact)
        author.name = row.contact_name;
    else if (author.kind == AuthorKind::member && author.id)
        author.name = naming.people.name_of(naming.workspace, {author.id->value});
    if (m.quoted && m.quoted->id)
        m.quoted->author_name = m.quoted->direction == Direction::in
                                  ? row.quoted_name
                                  : naming.people.name_of(naming.workspace, {row.quoted_author});
    return std::move(m);
}

}  // namespace

AuthorKind author_kind(workspace::Asker const& asker)
{
    switch (asker.kind) {
    case workspace::AskerKind::member: return AuthorKind::member;
    case workspace::AskerKind::api: return AuthorKind::api;
    case workspace::AskerKind::system: break;
    }
    return AuthorKind::system;
}

Brief Brief::from(db::Columns& c)
{
    Brief b;
    b.id = c.next<base::MessageId>();
    b.conversation = c.next<base::ConversationId>();
    b.channel = c.next<base::ChannelId>();
    b.direction = c.next<Direction>();
    b.kind = c.next<MessageKind>();
    b.external_id = c.next<std::optional<std::string>>();
    b.status = c.next<std::optional<Status>>();
    b.at = c.next<base::Instant>();
    return b;
}

std::optional<base::MessageId> add(db::Writer const& tx, NewMessage const& m)
{
    return tx.try_insert<base::MessageId>(R"sql(
        INSERT INTO message (conversation_id, channel_id, direction, kind, body, external_id,
                             client_id, author_kind, author_id, quoted_id, quoted_external, status,
                             status_at, detail, at, created_at, id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?15, ?13, ?14, ?15, ?16)
        ON CONFLICT DO NOTHING
    )sql",
                                          m.conversation, m.channel, m.direction, m.kind, m.text,
                                          m.external_id, m.client_id, m.author_kind, m.author,
                                          m.quoted, m.quoted_external, m.status, m.detail, m.at,
                                          m.created_at, m.id);
}

std::optional<Brief> brief(db::Reader const& db, base::MessageId id)
{
    return db.maybe<Brief>(R"sql(
        SELECT id, conversation_id, channel_id, direction, kind, external_id, status, at
          FROM message WHERE id = ?1
    )sql",
                           id);
}

std::optional<Brief> by_external(db::Reader const& db, base::ChannelId channel,
                                 std::string_view external_id)
{
    return db.maybe<Brief>(R"sql(
        SELECT id, conversation_id, channel_id, direction, kind, external_id, status, at
          FROM message WHERE channel_id = ?1 AND external_id = ?2
    )sql",
                           channel, external_id);
}

std::optional<Brief> by_client(db::Reader const& db, std::string_view client_id)
{
    return db.maybe<Brief>(R"sql(
        SELECT id, conversation_id, channel_id, direction, kind, external_id, status, at
          FROM message WHERE client_id = ?1
    )sql",
                           client_id);
}

std::optional<Brief> newest_inbound(db::Reader const& db, base::ConversationId conversation)
{
    return db.maybe<Brief>(R"sql(
        SELECT id, conversation_id, channel_id, direction, kind, external_id, status, at
          FROM message
         WHERE conversation_id = ?1 AND direction = 'in' AND external_id IS NOT NULL
         ORDER BY id DESC LIMIT 1
    )sql",
                           conversation);
}

void set_status(db::Writer const& tx, base::MessageId id, StatusChange const& change)
{
    auto const& error = change.error;
    tx.run(R"sql(
        UPDATE message
           SET status = ?2, status_at = ?3, external_id = COALESCE(?4, external_id),
               error_code = ?5, error_provider = ?6, error_detail = ?7
         WHERE id = ?1
    )sql",
           id, change.status, change.at, change.external_id,
           error ? std::optional(error->code.text) : std::nullopt,
           error ? error->provider_code : std::nullopt, error ? error->detail : std::nullopt);
}

bool set_pricing(db::Writer const& tx, base::MessageId id, base::Json const& pricing)
{
    return tx.run(R"sql(
        UPDATE message SET detail = json_set(COALESCE(detail, '{}'), '$.pricing', json(?2))
         WHERE id = ?1 AND json_extract(COALESCE(detail, '{}'), '$.pricing') IS NULL
    )sql",
                  id, base::to_text(pricing)) > 0;
}

void keep_orphan(db::Writer const& tx, base::ChannelId channel, std::string_view external_id,
                 Orphan const& orphan, base::Instant now)
{
    tx.run(R"sql(
        INSERT INTO orphan (channel_id, external_id, status, at, detail, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT DO UPDATE SET at = excluded.at, detail = excluded.detail
         WHERE excluded.at > orphan.at
            -- of the same second always the same one, as store::react has it
            OR (excluded.at = orphan.at AND excluded.detail < orphan.detail)
    )sql",
           channel, external_id, orphan.status, orphan.at, orphan.detail, now);
}

std::vector<Orphan> take_orphans(db::Writer const& tx, base::ChannelId channel,
                                 std::string_view external_id)
{
    auto orphans = tx.all<Orphan>(R"sql(
        SELECT status, at, detail FROM orphan
         WHERE channel_id = ?1 AND external_id = ?2 ORDER BY at
    )sql",
                                  channel, external_id);
    if (!orphans.empty())
        tx.run(R"sql(DELETE FROM orphan WHERE channel_id = ?1 AND external_id = ?2)sql", channel,
               external_id);
    return orphans;
}

std::vector<base::MessageId> before(db::Reader const& db, base::ConversationId conversation,
                                    std::int64_t id, int limit)
{
    return db.all<base::MessageId>(R"sql(
        SELECT id FROM message WHERE conversation_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3
    )sql",
                                   conversation, id, limit);
}

std::vector<base::MessageId> after(db::Reader const& db, base::ConversationId conversation,
                                   std::int64_t id, int limit)
{
    return db.all<base::MessageId>(R"sql(
        SELECT id FROM message WHERE conversation_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3
    )sql",
                                   conversation, id, limit);
}

std::vector<Message> show(db::Reader const& db, std::vector<base::MessageId> const& ids,
                          Naming const& naming)
{
    auto list = base::Json::array();
    for (auto const id : ids)
        list.push_back(id.value);
    std::vector<Message> shown;
    shown.reserve(ids.size());
    db.each<ShownRow>(
        R"sql(
        SELECT m.id, m.conversation_id, m.direction, m.kind, m.body, m.client_id, m.author_kind,
               m.author_id, m.status, m.status_at, m.error_code, m.error_provider, m.error_detail,
               m.detail, m.at, m.created_at, m.edited_at, m.revoked_at,
               (SELECT json_group_array(json_object(
                           'side', r.side, 'emoji', r.emoji, 'status', r.status,
                           'error', r.error_code, 'provider', r.error_provider,
                           'detail', r.error_detail))
                  -- A sign that could not be taken away is still there.
                  FROM (SELECT side, status, error_code, error_provider, error_detail,
                               CASE WHEN emoji = '' AND status IN ('failed', 'needs_attention')
                                    THEN shown ELSE emoji END AS emoji
                          FROM reaction WHERE message_id = m.id) r
                 WHERE r.emoji <> ''
                HAVING count(*) > 0),
               (SELECT json_group_object(status, n)
                  FROM (SELECT status, count(*) AS n FROM receipt t
                         WHERE t.message_id = m.id GROUP BY status)
                HAVING count(*) > 0),
               COALESCE(a.name, p.name),
               d.id, d.kind, d.state, d.mime, d.name, d.bytes, d.voice, d.error,
               m.quoted_external, q.id, q.body, q.kind, q.direction, q.author_id,
               COALESCE(b.name, p.name)
          FROM json_each(?1) k
          CROSS JOIN message m ON m.id = k.value
          CROSS JOIN conversation c ON c.id = m.conversation_id
          CROSS JOIN contact p ON p.id = c.contact_id
          LEFT JOIN contact a ON m.author_kind = 'contact' AND a.id = m.author_id
          LEFT JOIN media d ON d.message_id = m.id AND d.card IS NULL
          LEFT JOIN message q ON q.id = m.quoted_id
          LEFT JOIN contact b ON q.author_kind = 'contact' AND b.id = q.author_id
         ORDER BY k.key
    )sql",
        [&](ShownRow&& row) { shown.push_back(named(std::move(row), naming)); },
        base::to_text(list));
    for (auto& message : shown)
        if (message.template_ && !message.template_->cards.empty())
            for (auto& [card, file] : media::of_cards(db, message.id))
                if (card >= 0 && card < int(message.template_->cards.size()))
                    message.template_->cards[std::size_t(card)].media = std::move(file);
    return shown;
}

std::optional<Message> message(db::Reader const& db, base::MessageId id, Naming const& naming)
{
    auto found = show(db, {id}, naming);
    if (found.empty())
        return std::nullopt;
    return std::move(found.front());
}

std::optional<std::string> raw_of(db::Reader const& db, base::MessageId id)
{
    return db
        .maybe<std::optional<std::string>>(R"sql(
        SELECT json_extract(COALESCE(detail, '{}'), '$.raw') FROM message WHERE id = ?1
    )sql",
                                           id)
        .value_or(std::nullopt);
}

std::vector<std::string> words_from(db::Reader const& db, std::string const& beginning, int most)
{
    // From word to next word: reading the table through would read every message. It gives its rows
    // in the order of the words.
    auto words = db.all<std::string>(R"sql(
        WITH RECURSIVE word (term) AS (
            SELECT (SELECT v.term FROM message_word v WHERE v.term >= ?1 LIMIT 1)
             UNION ALL
            SELECT (SELECT v.term FROM message_word v WHERE v.term >= word.term || char(1) LIMIT 1)
              FROM word WHERE word.term < ?1 || char(1114111)
             LIMIT ?2 + 2
        )
        SELECT term FROM word WHERE term >= ?1 AND term < ?1 || char(1114111)
    )sql",
                                     beginning, most);
    if (int(words.size()) > most)
        words.clear();
    return words;
}

std::vector<Hit> search(db::Reader const& db, std::string const& match, std::int64_t before,
                        int limit)
{
    return db.all<Hit>(R"sql(
        SELECT m.id, m.conversation_id, t.marked
          FROM (SELECT rowid, snippet(message_text, 0, char(2), char(3), '…', 24) AS marked
                  FROM message_text WHERE message_text MATCH ?1 AND rowid < ?2
                 ORDER BY rowid DESC LIMIT ?3) t
          JOIN message m ON m.id = t.rowid
         ORDER BY m.id DESC
    )sql",
                       match, before, limit);
}

}  // namespace conversations::store
