#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "channels/channel.hpp"
#include "channels/list.hpp"
#include "channels/show.hpp"

using base::Json;
using channels::Event;

namespace {

std::string const Folder = "tests/channels/whatsapp";

std::string file_text(std::filesystem::path const& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

Json seen(std::string const& body)
{
    auto const& whatsapp = *channels::find("whatsapp");
    auto const events = whatsapp.read(body);
    auto const addresses = whatsapp.split(body);
    CHECK(events.ok() == addresses.ok());
    if (!events)
        return {{"refused", events.error().code}};
    Json out{{"accounts", Json::array()}, {"events", Json::array()}};
    for (auto const& address : *addresses)
        out["accounts"].push_back(address.account_id + "/" + address.parent_id);
    for (auto const& event : *events)
        out["events"].push_back(show::event(event));
    return out;
}

std::multiset<std::string> set_of(std::vector<Event> const& events)
{
    std::multiset<std::string> out;
    for (auto const& event : events)
        out.insert(show::event(event).dump());
    return out;
}

Json message(int number)
{
    auto const who = std::to_string(number % 37);
    return {{"from", "62812345" + who},
            {"from_user_id", "ID.4821007735196442" + who},
            {"id", "wamid.SIMIN" + std::to_string(number)},
            {"timestamp", std::to_string(1795000000 + number)},
            {"type", "text"},
            {"text", {{"body", "pesan " + std::to_string(number)}}}};
}

Json status(int number)
{
    static constexpr char const* Words[] = {"sent", "delivered", "read"};
    return {{"id", "wamid.SIMOUT" + std::to_string(number / 3)},
            {"status", Words[number % 3]},
            {"timestamp", std::to_string(1795000000 + number)},
            {"recipient_id", "628123450001"},
            {"biz_opaque_callback_data", "ob:" + std::to_string(number / 3)}};
}

Json value(Json messages, Json statuses)
{
    return {{"messaging_product", "whatsapp"},
            {"metadata", {{"phone_number_id", "440022330055662"}}},
            {"messages", std::move(messages)},
            {"statuses", std::move(statuses)}};
}

Json envelope(std::vector<Json> values)
{
    Json changes = Json::array();
    for (auto& one : values)
        changes.push_back({{"field", "messages"}, {"value", std::move(one)}});
    return {{"object", "whatsapp_business_account"},
            {"entry", Json::array({{{"id", "330011220044551"}, {"changes", changes}}})}};
}

std::vector<Event> read(Json const& body)
{
    auto events = channels::find("whatsapp")->read(body.dump());
    REQUIRE(events.ok());
    return *std::move(events);
}

}  // namespace

TEST_CASE("whatsapp: every recorded body is understood as its expectation says")
{
    int cases = 0;
    for (auto const& entry : std::filesystem::directory_iterator(Folder)) {
        auto const path = entry.path();
        if (path.extension() != ".json" || path.stem().extension() == ".expect")
            continue;
        ++cases;
        auto expected_path = path;
        expected_path.replace_extension(".expect.json");
        CAPTURE(path.filename().string());
        auto const found = seen(file_text(path));
        // For writing a new pair: read what came out, then save it.
        auto const expected = Json::parse(file_text(expected_path), nullptr, false);
        CHECK_MESSAGE(found == expected, found.dump(2));
    }
    CHECK(cases >= 180);
}

TEST_CASE("whatsapp: a batch of 1,000 gives 1,000 events and one account")
{
    Json messages = Json::array();
    Json statuses = Json::array();
    for (int i = 0; i < 500; ++i) {
        messages.push_back(message(i));
        statuses.push_back(status(i));
    }
    auto const body = envelope({value(messages, statuses)});
    auto const events = read(body);
    CHECK(events.size() == 1000);
    auto const accounts = channels::find("whatsapp")->split(body.dump());
    REQUIRE(accounts.ok());
    CHECK(accounts->size() == 1);
    std::set<std::string> keys;
    for (auto const& event : events)
        keys.insert(event.key);
    CHECK(keys.size() == 1000);
}

TEST_CASE("whatsapp: one bad item in a batch spoils only itself")
{
    Json messages = Json::array();
    for (int i = 0; i < 300; ++i)
        messages.push_back(i % 3 ? message(i) : Json{{"type", "text"}, {"broken", i}});
    auto const events = read(envelope({value(messages, Json::array())}));
    CHECK(events.size() == 300);
    auto const bad = std::count_if(events.begin(), events.end(), [](Event const& event) {
        return std::holds_alternative<channels::Unreadable>(event.what) && !event.raw.empty();
    });
    CHECK(bad == 100);
}

TEST_CASE("whatsapp: order, doubling and batching never change the set of events")
{
    for (unsigned seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        std::mt19937 chance(seed);
        std::vector<std::pair<bool, Json>> parts;
        for (int i = 0; i < 40; ++i) {
            parts.emplace_back(true, message(i));
            parts.emplace_back(false, status(i));
        }
        auto const wanted = [&] {
            Json messages = Json::array();
            Json statuses = Json::array();
            for (auto const& [inbound, part] : parts)
                (inbound ? messages : statuses).push_back(part);
            std::map<std::string, std::string> out;
            for (auto const& event : read(envelope({value(messages, statuses)})))
                out[event.key] = show::event(event).dump();
            return out;
        }();

        for (int extra = 0; extra < 20; ++extra)
            parts.push_back(parts[chance() % parts.size()]);
        std::shuffle(parts.begin(), parts.end(), chance);
        std::map<std::string, std::string> found;
        for (std::size_t at = 0; at < parts.size();) {
            std::vector<Json> values;
            for (auto left = 1 + chance() % 4; left > 0; --left) {
                Json messages = Json::array();
                Json statuses = Json::array();
                for (auto size = 1 + chance() % 7; size > 0 && at < parts.size(); --size, ++at)
                    (parts[at].first ? messages : statuses).push_back(parts[at].second);
                if (!messages.empty() || !statuses.empty())
                    values.push_back(value(messages, statuses));
            }
            for (auto const& event : read(envelope(values))) {
                auto const [place, fresh] = found.emplace(event.key, show::event(event).dump());
                // The same key never stands for two happenings.
                CHECK(place->second == show::event(event).dump());
            }
        }
        CHECK(found == wanted);
    }
}

TEST_CASE("whatsapp: the same bytes give the same events")
{
    for (auto const& entry : std::filesystem::directory_iterator(Folder)) {
        auto const body = file_text(entry.path());
        auto const first = channels::find("whatsapp")->read(body);
        auto const second = channels::find("whatsapp")->read(body);
        REQUIRE(first.ok() == second.ok());
        if (first)
            CHECK(set_of(*first) == set_of(*second));
    }
}

TEST_CASE("whatsapp: a body cut or bent anywhere is read or refused, never worse")
{
    auto const whole = file_text(Folder + "/batch_mixed.json");
    auto const& whatsapp = *channels::find("whatsapp");
    for (std::size_t cut = 0; cut < whole.size(); cut += 3)
        CHECK_FALSE(whatsapp.read(whole.substr(0, cut)).ok());

    std::mt19937 chance(20261121);
    for (int round = 0; round < 3000; ++round) {
        auto bent = whole;
        for (auto strokes = 1 + chance() % 4; strokes > 0; --strokes)
            bent[chance() % bent.size()] = char(chance() % 256);
        auto const events = whatsapp.read(bent);
        if (!events)
            continue;
        for (auto const& event : *events)
            CHECK(base::parse_json(show::event(event).dump()).ok());
    }
}

TEST_CASE("whatsapp: every recorded body, bent anywhere, is read or refused")
{
    std::mt19937 chance(20261122);
    auto const& whatsapp = *channels::find("whatsapp");
    for (auto const& entry : std::filesystem::directory_iterator(Folder)) {
        auto const whole = file_text(entry.path());
        CAPTURE(entry.path().filename().string());
        for (int round = 0; round < 25 && !whole.empty(); ++round) {
            auto bent = whole;
            for (auto strokes = 1 + chance() % 3; strokes > 0; --strokes) {
                auto const at = chance() % bent.size();
                static constexpr std::string_view Hostile[] = {"null", "[]", "{}", "-1", "\"\""};
                if (chance() % 2)
                    bent[at] = char(chance() % 256);
                else
                    bent.replace(at, chance() % 9, Hostile[chance() % 5]);
            }
            if (auto const events = whatsapp.read(bent))
                for (auto const& event : *events)
                    CHECK(base::parse_json(show::event(event).dump()).ok());
        }
    }
}

TEST_CASE("whatsapp: calls, echoes, groups and the past keep their keys in every batch and order")
{
    // Fields whose every part names itself; what is damaged has no name.
    std::vector<std::pair<std::string, Json>> parts;
    for (auto const* name :
         {"call_rings", "call_answered", "call_status_accepted", "notice_echo", "echo_edit",
          "echo_reaction", "preference_resume", "notice_user_preferences", "group_joined",
          "group_left", "group_renamed", "history_chunk", "history_file_follows", "book_added",
          "standby_message", "standby_echo", "notice_template_rejected", "notice_unknown_field",
          "system_number_changed"}) {
        auto const body = Json::parse(file_text(Folder + "/" + name + ".json"));
        for (auto const& entry : body.at("entry"))
            for (auto const& change : entry.at("changes"))
                parts.emplace_back(entry.contains("time") ? "timed" : "plain", change);
    }
    auto const body_of = [](std::string const& kind, Json changes) {
        Json entry{{"id", "330011220044551"}, {"changes", std::move(changes)}};
        if (kind == "timed")
            entry["time"] = 1795000000;
        return Json{{"object", "whatsapp_business_account"}, {"entry", Json::array({entry})}};
    };
    std::map<std::string, std::string> wanted;
    for (auto const& [kind, change] : parts)
        for (auto const& event : read(body_of(kind, Json::array({change}))))
            wanted[event.key] = show::event(event).dump();
    CHECK(wanted.size() >= 25);

    std::mt19937 chance(8);
    for (int round = 0; round < 30; ++round) {
        auto mixed = parts;
        for (int extra = 0; extra < 8; ++extra)
            mixed.push_back(parts[chance() % parts.size()]);
        std::shuffle(mixed.begin(), mixed.end(), chance);
        std::map<std::string, std::string> found;
        for (std::size_t at = 0; at < mixed.size();) {
            auto const kind = mixed[at].first;
            Json changes = Json::array();
            for (auto size = 1 + chance() % 5; size > 0 && at < mixed.size(); --size, ++at) {
                if (mixed[at].first != kind)
                    break;
                changes.push_back(mixed[at].second);
            }
            for (auto const& event : read(body_of(kind, changes)))
                found[event.key] = show::event(event).dump();
        }
        CHECK(found == wanted);
    }
}

TEST_CASE("whatsapp: a history of 3 MB is read whole")
{
    Json messages = Json::array();
    for (int i = 0; i < 9000; ++i) {
        auto one = message(i);
        one["text"]["body"] = std::string(180, 'x');
        messages.push_back(std::move(one));
    }
    Json threads = Json::array();
    threads.push_back({{"id", "6281234501"}, {"messages", std::move(messages)}});
    Json chunk{{"metadata", {{"phase", 1}, {"chunk_order", 3}, {"progress", 77}}},
               {"threads", std::move(threads)}};
    Json change{{"field", "history"},
                {"value",
                 {{"metadata", {{"phone_number_id", "440022330055662"}}},
                  {"history", Json::array({std::move(chunk)})}}}};
    Json const body{{"object", "whatsapp_business_account"},
                    {"entry", Json::array({{{"id", "330011220044551"},
                                            {"changes", Json::array({std::move(change)})}}})}};
    auto const text = body.dump();
    CHECK(text.size() > 2'500'000);
    CHECK(text.size() < 4'000'000);
    auto const events = channels::find("whatsapp")->read(text);
    REQUIRE(events.ok());
    CHECK(events->size() == 9001);
}

TEST_CASE("whatsapp: what we cannot show is kept as it came")
{
    auto const events = channels::find("whatsapp")->read(file_text(Folder + "/location.json"));
    REQUIRE(events.ok());
    REQUIRE(events->size() == 1);
    auto const raw = base::parse_json(events->at(0).raw);
    REQUIRE(raw.ok());
    CHECK(raw->at("location").at("latitude") == -6.2088);
    CHECK(raw->at("location").at("name") == "Gudang 2");

    auto const notice =
        channels::find("whatsapp")->read(file_text(Folder + "/notice_template_rejected.json"));
    REQUIRE(notice.ok());
    // Larger than a double can hold exactly.
    CHECK(notice->at(0).raw.find("990077880011223") != std::string::npos);
}
