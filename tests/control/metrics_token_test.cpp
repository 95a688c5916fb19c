#include "control/metrics_token.hpp"

#include <doctest/doctest.h>

#include "control/audit_store.hpp"
#include "house.hpp"

using control::may_read_metrics;

namespace {

constexpr char Address[] = "203.0.113.7";

int audited(House& house, std::string_view deed)
{
    return house.control->read([&](control::ControlReader const& db) {
        return db.one<int>(R"sql(SELECT count(*) FROM audit WHERE action = ?1)sql", deed);
    });
}

}  // namespace

TEST_CASE("metrics token: without one nobody reads them")
{
    House house;
    CHECK_FALSE(may_read_metrics(*house, "", Address));
    auto const never = crypto::new_api_token(house.world().random).text;
    CHECK_FALSE(may_read_metrics(*house, never, Address));
    CHECK_FALSE(*control::drop_metrics_token(*house, control::operator_caller()));
}

TEST_CASE("metrics token: the newest one counts, until it is taken away")
{
    House house;
    auto const first = *control::make_metrics_token(*house, control::operator_caller());
    CHECK(may_read_metrics(*house, first, Address));
    auto const second = *control::make_metrics_token(*house, control::operator_caller());
    CHECK_FALSE(may_read_metrics(*house, first, Address));
    CHECK(may_read_metrics(*house, second, Address));
    CHECK_FALSE(may_read_metrics(*house, second.substr(0, second.size() - 1), Address));
    CHECK(*control::drop_metrics_token(*house, control::operator_caller()));
    CHECK_FALSE(may_read_metrics(*house, second, Address));
    CHECK(audited(house, "metrics_token.created") == 2);
    CHECK(audited(house, "metrics_token.removed") == 1);
}

TEST_CASE("metrics token: its text is nowhere in control.db")
{
    House house;
    auto const token = *control::make_metrics_token(*house, control::operator_caller());
    auto const kept = house.control->read([](control::ControlReader const& db) {
        return control::store::find_setting(db, "metrics_token").value_or("");
    });
    CHECK(kept.size() == 64);
    CHECK(kept.find(token) == std::string::npos);
}

TEST_CASE("metrics token: who guesses waits, and only they")
{
    House house;
    auto const token = *control::make_metrics_token(*house, control::operator_caller());
    for (int i = 0; i < 40; ++i)
        CHECK_FALSE(may_read_metrics(*house, crypto::new_api_token(house.world().random).text,
                                     "198.51.100.4"));
    CHECK_FALSE(may_read_metrics(*house, token, "198.51.100.4"));
    CHECK(may_read_metrics(*house, token, Address));
    house.clock.advance(std::chrono::minutes(20));
    CHECK(may_read_metrics(*house, token, "198.51.100.4"));
}
