#include "powercut/book.hpp"

#include <filesystem>
#include <set>

#include "media/media.hpp"
#include "media/transfer.hpp"

namespace powercut {

namespace {

struct Row {
    std::int64_t id = 0;
    std::string direction, external, client, body, status, sign;
    base::MediaId media;

    static constexpr auto row()
    {
        return std::tuple{&Row::id,   &Row::direction, &Row::external, &Row::client,
                          &Row::body, &Row::status,    &Row::sign,     &Row::media};
    }
};

std::string in_name(int n) { return "wamid.IN" + std::to_string(n); }

int rank(std::string const& status)
{
    static std::map<std::string, int> const Ranks{
        {"needs_attention", 1}, {"sent", 2}, {"delivered", 3}, {"read", 4}};
    auto const found = Ranks.find(status.substr(0, status.find(' ')));
    return found == Ranks.end() ? 0 : found->second;
}

}  // namespace

bool has_picture(int n) { return n % 6 == 5; }

std::string says(int n, std::int64_t at)
{
    auto const from = tests::customer(n);
    return tests::delivery(
        {has_picture(n) ? tests::shows(from, in_name(n), at, "7700" + std::to_string(n))
                        : tests::says(from, in_name(n), at, "masuk #" + std::to_string(n))});
}

std::string edits(int n, std::int64_t at)
{
    return tests::delivery({tests::rewords(tests::customer(n), "wamid.EDIT" + std::to_string(n), at,
                                           in_name(n), "ubah #" + std::to_string(n))});
}

std::string signs(int n, std::int64_t at)
{
    return tests::delivery(
        {tests::signs(tests::customer(n), "wamid.SIGN" + std::to_string(n), at, in_name(n), "👍")});
}

struct Book::Found {
    std::map<std::string, std::vector<Row>> by_external;
    std::map<std::string, std::vector<Row>> by_client;
};

int Book::add(Delivery delivery)
{
    m_deliveries.push_back(std::move(delivery));
    return int(m_deliveries.size()) - 1;
}

void Book::note(std::size_t at, What what, int n, std::int64_t conversation, std::int64_t newest)
{
    m_entries.push_back({at, what, n, conversation, newest});
    ++m_counts[{what, n}];
    if (what == What::asked)
        m_next_reply = std::max(m_next_reply, n + 1);
}

Book Book::until(std::size_t cut) const
{
    Book past;
    past.m_deliveries = m_deliveries;
    past.m_next_reply = m_next_reply;
    for (auto entry : m_entries)
        if (entry.at <= cut)
            past.note(0, entry.what, entry.n, entry.conversation, entry.newest);
    return past;
}

tests::Provider Book::provider() const
{
    tests::Provider provider;
    for (auto const& [key, count] : m_counts)
        if (key.first == What::reached)
            provider.took[key.second] = count;
    return provider;
}

int Book::next_message() const
{
    int next = 0;
    for (auto const& one : m_deliveries)
        if (one.kind == Kind::message)
            next = std::max(next, one.n + 1);
    return next;
}

std::vector<int> Book::unanswered() const
{
    std::vector<int> out;
    for (auto const& [key, count] : m_counts)
        if (key.first == What::offered && !has(What::taken, key.second))
            out.push_back(key.second);
    return out;
}

std::vector<int> Book::unpromised() const
{
    std::vector<int> out;
    for (auto const& [key, count] : m_counts)
        if (key.first == What::asked && !has(What::promised, key.second))
            out.push_back(key.second);
    return out;
}

void Book::compare_deliveries(Found const& found, std::vector<std::string>& out) const
{
    std::map<std::pair<Kind, int>, int> taken, offered;
    for (int i = 0; i < deliveries(); ++i) {
        auto const& one = delivery(i);
        taken[{one.kind, one.n}] += has(What::taken, i);
        offered[{one.kind, one.n}] += has(What::offered, i);
    }
    for (auto const& [key, times] : offered) {
        auto const& [kind, n] = key;
        if (kind != Kind::message)
            continue;
        auto const at = found.by_external.find(in_name(n));
        auto const copies = at == found.by_external.end() ? 0 : int(at->second.size());
        auto const name = "message " + std::to_string(n);
        if (copies > 1 || (copies == 1 && times == 0))
            out.push_back(name + " is there " + std::to_string(copies) + " times");
        if (copies == 0 && taken[key] > 0)
            out.push_back(name + " was acknowledged and is lost");
        if (copies == 0)
            continue;
        auto const& row = at->second.front();
        auto const first = has_picture(n) ? std::string() : "masuk #" + std::to_string(n);
        auto const edited = "ubah #" + std::to_string(n);
        auto const is_edited = row.body == edited && offered[{Kind::edit, n}] > 0;
        if (row.direction != "in" || (row.body != first && !is_edited))
            out.push_back(name + " reads '" + row.body + "'");
        if (taken[{Kind::edit, n}] > 0 && !is_edited)
            out.push_back(name + " lost its edit");
        if (taken[{Kind::sign, n}] > 0 && row.sign.empty())
            out.push_back(name + " lost its sign");
        if (offered[{Kind::sign, n}] == 0 && !row.sign.empty())
            out.push_back(name + " has a sign nobody gave");
    }
    for (auto const& [external, rows] : found.by_external)
        if (external.starts_with("wamid.IN") &&
            offered[{Kind::message, tests::number_after(external, 'N')}] == 0)
            out.push_back(external + " is there and nobody sent it");
}

void Book::compare_replies(Found const& found, tests::Provider const& provider,
                           std::vector<std::string>& out) const
{
    std::map<int, int> least;  // rank of what the provider told and we acknowledged
    for (int i = 0; i < deliveries(); ++i) {
        auto const& one = delivery(i);
        if (has(What::taken, i) && (one.kind == Kind::delivered || one.kind == Kind::read))
            least[one.n] = std::max(least[one.n], one.kind == Kind::read ? 4 : 3);
    }
    std::set<int> all;
    for (auto const& [key, count] : m_counts)
        if (key.first == What::asked)
            all.insert(key.second);
    for (auto const& [reply, times] : provider.took)
        all.insert(reply);
    for (auto const reply : all) {
        auto const name = "reply " + std::to_string(reply);
        auto const at = found.by_client.find("reply-" + std::to_string(reply));
        auto const copies = at == found.by_client.end() ? 0 : int(at->second.size());
        auto const took = provider.took.contains(reply) ? provider.took.at(reply) : 0;
        if (took > 1)
            out.push_back(name + " was sent " + std::to_string(took) + " times");
        if (copies > 1 || (copies == 1 && !has(What::asked, reply)))
            out.push_back(name + " is there " + std::to_string(copies) + " times");
        if (copies == 0 && (has(What::promised, reply) || took > 0))
            out.push_back(name + " is lost, the provider has it " + std::to_string(took) +
                          " times");
        if (copies == 0)
            continue;
        auto const& row = at->second.front();
        // One the provider turned away too often may say so.
        auto const refused = row.status == "failed rate_limited" && took == 0;
        if (rank(row.status) == 0 && !refused)
            out.push_back(name + " is " + row.status + " in the end");
        if (rank(row.status) > 1 && took == 0)
            out.push_back(name + " claims to be " + row.status);
        if (rank(row.status) < least[reply])
            out.push_back(name + " is " + row.status + ", the provider told more");
    }
}

void Book::compare_unread(tests::Backroom& house, std::vector<std::string>& out) const
{
    std::map<std::int64_t, std::set<std::int64_t>> markers;
    for (auto const& entry : m_entries)
        if (entry.what == What::looked)
            markers[entry.conversation] = {entry.newest};
        else if (entry.what == What::looking)
            markers[entry.conversation].insert(entry.newest);
    // One that was only begun may or may not count, so does what was the last for sure.
    std::map<std::int64_t, bool> looked;
    for (auto const& entry : m_entries)
        looked[entry.conversation] |= entry.what == What::looked;
    using Counted = std::tuple<std::int64_t, std::int64_t>;
    auto const rows = house.workspace->read()->all<Counted>(R"sql(
        SELECT id, unread FROM conversation
    )sql");
    for (auto const& [conversation, unread] : rows) {
        auto fits = false;
        auto tries = markers[conversation];
        if (!looked[conversation])
            tries.insert(0);
        for (auto const marker : tries)
            fits |= house.workspace->read()->one<std::int64_t>(R"sql(
                SELECT count(*) FROM message
                 WHERE conversation_id = ?1 AND direction = 'in' AND id > ?2
            )sql",
                                                               conversation, marker) == unread;
        if (!fits)
            out.push_back("conversation " + std::to_string(conversation) + " has " +
                          std::to_string(unread) + " unread");
    }
}

void Book::compare_pictures(tests::Backroom& house, Found const& found,
                            std::vector<std::string>& out) const
{
    auto const reader = house.workspace->read();
    for (auto const& [external, rows] : found.by_external) {
        auto const n = external.starts_with("wamid.IN") ? tests::number_after(external, 'N') : 0;
        if (!external.starts_with("wamid.IN") || !has_picture(n))
            continue;
        auto const opened = media::open(*house.workspace, *reader, rows.front().media);
        auto const bytes = opened ? opened->read(0, 1 << 20)
                                  : base::Result<std::string>(opened.error());
        if (!bytes)
            out.push_back("picture " + std::to_string(n) + ": " + bytes.error().code);
        else if (*bytes != tests::picture(n))
            out.push_back("picture " + std::to_string(n) + " is another");
    }
    media::sweep(*house.workspace);
    auto const kept = reader->all<std::string>(R"sql(
        SELECT blob FROM media WHERE blob IS NOT NULL
    )sql");
    std::set<std::string> const names(kept.begin(), kept.end());
    for (auto const& file : std::filesystem::directory_iterator(house.workspace->media_folder()))
        if (!names.contains(file.path().filename().string()))
            out.push_back("nobody's file " + file.path().filename().string());
}

std::vector<std::string> Book::differences(tests::Backroom& house,
                                           tests::Provider const& provider) const
{
    std::vector<std::string> out;
    Found found;
    {
        auto const reader = house.workspace->read();
        reader->each<Row>(R"sql(
            SELECT m.id, m.direction, coalesce(m.external_id, ''), coalesce(m.client_id, ''),
                   m.body, coalesce(m.status, '') || coalesce(' ' || m.error_code, ''),
                   coalesce((SELECT emoji FROM reaction WHERE message_id = m.id), ''),
                   (SELECT id FROM media WHERE message_id = m.id)
              FROM message AS m
        )sql",
                          [&](Row&& row) {
                              if (!row.external.empty())
                                  found.by_external[row.external].push_back(row);
                              if (!row.client.empty())
                                  found.by_client[row.client].push_back(row);
                          });
        auto const broken = reader->all<std::string>(R"sql(
            SELECT 'webhook ' || id || ' is ' || state FROM raw_event WHERE state <> 'done'
            UNION ALL
            SELECT 'message ' || m.id || ' is noted ' || count(c.seq) || ' times'
              FROM message AS m
              LEFT JOIN change AS c ON c.kind = 'message.created' AND c.entity_id = m.id
             GROUP BY m.id HAVING count(c.seq) <> 1
            UNION ALL
            SELECT 'job ' || kind || ' is dead' FROM job WHERE state = 'dead'
            UNION ALL
            SELECT 'the counts beside the inbox are wrong'
             WHERE (SELECT coalesce(sum(total), 0) FROM inbox_count)
                   <> (SELECT count(*) FROM conversation)
                OR (SELECT coalesce(sum(unread), 0) FROM inbox_count)
                   <> (SELECT count(*) FROM conversation WHERE unread > 0)
        )sql");
        out.insert(out.end(), broken.begin(), broken.end());
    }
    compare_deliveries(found, out);
    compare_replies(found, provider, out);
    compare_unread(house, out);
    compare_pictures(house, found, out);
    return out;
}

}  // namespace powercut
