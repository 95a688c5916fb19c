#include "watch/prometheus.hpp"

#include <doctest/doctest.h>

#include <charconv>
#include <map>
#include <optional>
#include <set>

namespace {

// One value of a page, read as strictly as the format is written.
struct Sample {
    std::string family;
    std::map<std::string, std::string> labels;
    double value = 0;
};

bool is_name(std::string_view text)
{
    if (text.empty() || (text[0] >= '0' && text[0] <= '9'))
        return false;
    for (char const c : text)
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '_'))
            return false;
    return true;
}

// {a="b",c="d"}; moves `line` behind it.
std::map<std::string, std::string> labels_of(std::string_view& line)
{
    std::map<std::string, std::string> out;
    if (!line.starts_with('{'))
        return out;
    line.remove_prefix(1);
    for (;;) {
        auto const equals = line.find("=\"");
        REQUIRE(equals != line.npos);
        auto const name = line.substr(0, equals);
        REQUIRE(is_name(name));
        line.remove_prefix(equals + 2);
        std::string value;
        for (; !line.empty() && line[0] != '"'; line.remove_prefix(1)) {
            if (line[0] == '\\') {
                line.remove_prefix(1);
                REQUIRE(!line.empty());
                REQUIRE((line[0] == '\\' || line[0] == '"' || line[0] == 'n'));
                value.push_back(line[0] == 'n' ? '\n' : line[0]);
            } else {
                value.push_back(line[0]);
            }
        }
        REQUIRE(line.starts_with('"'));
        line.remove_prefix(1);
        REQUIRE(out.emplace(std::string(name), value).second);
        auto const end = line.starts_with('}');
        REQUIRE((end || line.starts_with(',')));
        line.remove_prefix(1);
        if (end)
            return out;
    }
}

double number_of(std::string_view text)
{
    double value = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    REQUIRE_MESSAGE((read.ec == std::errc() && read.ptr == text.data() + text.size()),
                    std::string(text));
    return value;
}

class Page {
public:
    explicit Page(std::string const& text)
    {
        REQUIRE(text.ends_with('\n'));
        std::string_view rest = text;
        while (!rest.empty()) {
            auto const end = rest.find('\n');
            read(rest.substr(0, end));
            rest.remove_prefix(end + 1);
        }
        for (auto const& family : m_histograms)
            check_histogram(family);
    }

    std::vector<Sample> of(std::string const& name) const
    {
        std::vector<Sample> out;
        for (auto const& sample : m_samples)
            if (sample.family == name)
                out.push_back(sample);
        return out;
    }
    double one(std::string const& name, std::map<std::string, std::string> const& labels = {}) const
    {
        for (auto const& sample : of(name))
            if (sample.labels == labels)
                return sample.value;
        FAIL("no " << name);
        return 0;
    }

private:
    // Every series of one has growing buckets up to +Inf, a sum, and as many as that in its count.
    void check_histogram(std::string const& family) const
    {
        struct Series {
            std::vector<std::pair<std::string, double>> buckets;
            std::optional<double> sum;
            std::optional<double> count;
        };
        std::map<std::map<std::string, std::string>, Series> all;
        for (auto const& sample : of(family + "_bucket")) {
            auto labels = sample.labels;
            auto const bound = labels.extract("le");
            REQUIRE(!bound.empty());
            all[labels].buckets.emplace_back(bound.mapped(), sample.value);
        }
        for (auto const& sample : of(family + "_sum"))
            all[sample.labels].sum = sample.value;
        for (auto const& sample : of(family + "_count"))
            all[sample.labels].count = sample.value;
        for (auto const& [labels, series] : all) {
            REQUIRE(series.buckets.size() > 1);
            REQUIRE(series.sum);
            REQUIRE(series.count);
            CHECK(series.buckets.back().first == "+Inf");
            CHECK(series.buckets.back().second == *series.count);
            CHECK((*series.sum > 0) == (*series.count > 0));
            for (std::size_t i = 1; i < series.buckets.size(); ++i) {
                CHECK(series.buckets[i - 1].second <= series.buckets[i].second);
                if (i + 1 < series.buckets.size())
                    CHECK(number_of(series.buckets[i - 1].first) <
                          number_of(series.buckets[i].first));
            }
        }
    }

    void read(std::string_view line)
    {
        if (line.starts_with("# HELP ")) {
            line.remove_prefix(7);
            m_help = line.substr(0, line.find(' '));
            CHECK(line.size() > m_help.size() + 1);
            // Each family stands in one place.
            CHECK_MESSAGE(m_families.insert(m_help).second, m_help);
            return;
        }
        if (line.starts_with("# TYPE ")) {
            line.remove_prefix(7);
            auto const space = line.find(' ');
            m_family = line.substr(0, space);
            m_type = line.substr(space + 1);
            CHECK(m_family == m_help);
            CHECK((m_type == "gauge" || m_type == "counter" || m_type == "histogram"));
            CHECK((m_type == "counter") == m_family.ends_with("_total"));
            if (m_type == "histogram")
                m_histograms.insert(m_family);
            CHECK((m_family.starts_with("sapa_") || m_family.starts_with("process_")));
            return;
        }
        Sample sample;
        sample.family = line.substr(0, line.find_first_of("{ "));
        REQUIRE(is_name(sample.family));
        line.remove_prefix(sample.family.size());
        auto const ending = sample.family.substr(std::min(m_family.size(), sample.family.size()));
        CHECK(sample.family.starts_with(m_family));
        CHECK((m_type == "histogram" ? ending == "_bucket" || ending == "_sum" || ending == "_count"
                                     : ending.empty()));
        sample.labels = labels_of(line);
        REQUIRE(line.starts_with(' '));
        sample.value = number_of(line.substr(1));
        std::string key = sample.family;
        for (auto const& [name, value] : sample.labels)
            key += "\n" + name + "=" + value;
        CHECK_MESSAGE(m_keys.insert(key).second, key);
        m_samples.push_back(std::move(sample));
    }

    std::string m_help;
    std::string m_family;
    std::string m_type;
    std::set<std::string> m_families;
    std::set<std::string> m_histograms;
    std::set<std::string> m_keys;
    std::vector<Sample> m_samples;
};

watch::Snapshot busy()
{
    watch::Snapshot all;
    all.version = "1.2-\"x\"";
    all.taken_at = {1'795'248'100'000};
    all.started_at = {1'795'248'000'500};
    all.edge.answers_5xx = 3;
    all.machine.cpu_s = 0.25;
    watch::WorkspaceView kopi;
    kopi.slug = "kopi";
    kopi.deliveries.waiting = 12;
    kopi.deliveries.oldest_waiting_at = base::Instant{1'795'248'070'000};
    kopi.sends.needs_attention = 2;
    kopi.commits.times = {5, 0, 7, 1};
    kopi.commits.took_s = 0.0345;
    kopi.commits.failing = "disk_full";
    auto odd = kopi;
    odd.slug = "a\\b\"c\nd";
    odd.sends.oldest_due_at = base::Instant{1'795'248'200'000};
    all.workspaces = {kopi, odd};
    all.unopened = {{base::WorkspaceId{9}, "toko", "workspace_unusable"}};
    return all;
}

}  // namespace

TEST_CASE("metrics: every line is one of the format, and every name stands once")
{
    Page const page(watch::prometheus(busy()));
    CHECK(page.one("process_start_time_seconds") == doctest::Approx(1'795'248'000.5));
    CHECK(page.one("process_cpu_seconds_total") == doctest::Approx(0.25));
    CHECK(page.one("sapa_build_info", {{"version", "1.2-\"x\""}}) == 1);
    CHECK(page.one("sapa_ready") == 1);
    CHECK(page.one("sapa_http_answers_total", {{"class", "5xx"}}) == 3);
    CHECK(page.one("sapa_deliveries", {{"workspace", "kopi"}, {"state", "waiting"}}) == 12);
    CHECK(page.one("sapa_deliveries_oldest_seconds", {{"workspace", "kopi"}}) == 30);
    CHECK(page.one("sapa_sends", {{"workspace", "kopi"}, {"state", "needs_attention"}}) == 2);
    CHECK(page.one("sapa_commit_failing", {{"workspace", "kopi"}}) == 1);
    CHECK(page.one("sapa_workspaces", {{"state", "unopened"}}) == 1);
    // A label says what it was given, and what is due tomorrow is not late.
    CHECK(page.one("sapa_sends_oldest_due_seconds", {{"workspace", "a\\b\"c\nd"}}) == 0);
}

TEST_CASE("metrics: buckets of the commit time are cumulative and end with all of them")
{
    Page const page(watch::prometheus(busy()));
    std::vector<std::pair<std::string, double>> buckets;
    for (auto const& sample : page.of("sapa_commit_seconds_bucket"))
        if (sample.labels.at("workspace") == "kopi")
            buckets.emplace_back(sample.labels.at("le"), sample.value);
    REQUIRE(buckets.size() == 4);
    CHECK(number_of(buckets[0].first) == doctest::Approx(0.000064));
    CHECK(number_of(buckets[1].first) == doctest::Approx(0.000128));
    CHECK(buckets[3].first == "+Inf");
    CHECK(buckets[0].second == 5);
    CHECK(buckets[1].second == 5);
    CHECK(buckets[2].second == 12);
    CHECK(buckets[3].second == 13);
    CHECK(page.one("sapa_commit_seconds_count", {{"workspace", "kopi"}}) == 13);
    CHECK(page.one("sapa_commit_seconds_sum", {{"workspace", "kopi"}}) == doctest::Approx(0.0345));
}

TEST_CASE("metrics: a server with no workspace gives a page as well")
{
    Page const page(watch::prometheus({}));
    CHECK(page.of("sapa_deliveries").empty());
    CHECK(page.one("sapa_workspaces", {{"state", "open"}}) == 0);
}
