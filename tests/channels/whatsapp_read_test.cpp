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
    CHECK(cases >= 130);
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
