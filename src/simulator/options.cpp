#include <algorithm>

#include "simulator/options.hpp"

namespace simulator {

namespace {

// One visitor for reading and writing, so that a setting is named once.
template <class S, class Visit>
void each_setting(S& s, Visit&& visit)
{
    visit("speed", s.speed);
    visit("duplicate_p", s.duplicate_p);
    visit("lose_p", s.lose_p);
    visit("shuffle", s.shuffle);
    visit("batch", s.batch);
    visit("delay_ms", s.delay_ms);
    visit("escape", s.escape);
    visit("wrong_signature", s.wrong_signature);
    visit("retry", s.retry);
    visit("statuses", s.statuses);
    visit("early_status", s.early_status);
    visit("drop_delivered_p", s.drop_delivered_p);
    visit("skip_delivered_p", s.skip_delivered_p);
    visit("reading", s.reading);
    visit("pricing_on_sent", s.pricing_on_sent);
    visit("window_sync", s.window_sync);
    visit("throughput_limit", s.throughput_limit);
    visit("high_throughput", s.high_throughput);
    visit("pair_limit", s.pair_limit);
    visit("free_service", s.free_service);
    visit("revoked", s.revoked);
    visit("marketing_here", s.marketing_here);
    visit("management_limit", s.management_limit);
    visit("reviews", s.reviews);
    visit("review_ms", s.review_ms);
}

bool put(base::Json const& from, bool& to)
{
    if (!from.is_boolean())
        return false;
    to = from.get<bool>();
    return true;
}

bool put(base::Json const& from, double& to)
{
    if (!from.is_number())
        return false;
    to = std::clamp(from.get<double>(), 0.0, 1'000'000.0);
    return true;
}

bool put(base::Json const& from, int& to)
{
    if (!from.is_number_integer())
        return false;
    to = int(std::clamp<std::int64_t>(from.get<std::int64_t>(), 0, 1'000'000'000));
    return true;
}

bool put(base::Json const& from, std::string& to)
{
    if (!from.is_string() || from.get_ref<std::string const&>().size() > 64)
        return false;
    to = from.get<std::string>();
    return true;
}

}  // namespace

base::Json to_json(Settings const& settings)
{
    auto json = base::Json::object();
    each_setting(settings, [&](char const* name, auto const& value) { json[name] = value; });
    return json;
}

base::Result<void> change(Settings& settings, base::Json const& json)
{
    auto changed = settings;
    std::vector<base::FieldError> wrong;
    for (auto const& [key, value] : json.items()) {
        std::string code = "unknown_field";
        each_setting(changed, [&, &key = key, &value = value](char const* name, auto& setting) {
            if (key == name)
                code = put(value, setting) ? "" : "wrong_type";
        });
        if (!code.empty())
            wrong.push_back({key, code});
    }
    if (changed.reading != "page" && changed.reading != "auto" && changed.reading != "never")
        wrong.push_back({"reading", "not_allowed"});
    if (changed.reviews != "approve" && changed.reviews != "reject" && changed.reviews != "wait")
        wrong.push_back({"reviews", "not_allowed"});
    if (!wrong.empty())
        return base::Error{base::Fault::invalid, "invalid_input", {}, std::move(wrong)};
    changed.batch = std::clamp(changed.batch, 1, 1000);
    settings = changed;
    return {};
}

}  // namespace simulator
