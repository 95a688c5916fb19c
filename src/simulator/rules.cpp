#include "simulator/rules.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace simulator {

namespace {

constexpr std::pair<Trouble, std::string_view> Names[] = {
    {Trouble::error, "error"},
    {Trouble::failed, "failed"},
    {Trouble::timeout_before, "timeout_before"},
    {Trouble::timeout_after, "timeout_after"},
    {Trouble::reset_before, "reset_before"},
    {Trouble::reset_after, "reset_after"},
    {Trouble::truncated, "truncated"},
    {Trouble::html, "html"},
    {Trouble::slow, "slow"},
    {Trouble::delay, "delay"},
};

constexpr std::string_view Routes[] = {"",          "messages",      "media",
                                       "upload",    "download",      "numbers",
                                       "templates", "subscriptions", "graph"};

std::string only_digits(std::string_view text)
{
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out), base::is_digit);
    return out;
}

}  // namespace

base::Result<Rule> read_rule(base::Json const& json)
{
    auto const refused = [](std::string field, std::string code) {
        return base::Error{
            base::Fault::invalid, "invalid_input", {}, {{std::move(field), std::move(code)}}};
    };
    auto const& match = base::object_at(json, "match");
    auto const& action = base::object_at(json, "action");
    Rule rule;
    rule.route = base::text_at(match, "route").value_or("");
    if (std::ranges::find(Routes, rule.route) == std::end(Routes))
        return refused("match.route", "not_allowed");
    rule.recipient = base::text_at(match, "recipient").value_or("");
    // A phone may be written with + and spaces; a BSUID holds a dot.
    if (rule.recipient.find('.') == std::string::npos)
        rule.recipient = only_digits(rule.recipient);
    rule.type = base::text_at(match, "type").value_or("");
    rule.nth = int(base::number_at(match, "nth").value_or(0));
    rule.times = int(base::number_at(match, "times").value_or(0));
    rule.probability = base::real_at(match, "probability").value_or(1.0);

    auto const kind = base::text_at(action, "kind").value_or("error");
    auto const named = std::ranges::find(Names, kind,
                                         &std::pair<Trouble, std::string_view>::second);
    if (named == std::end(Names))
        return refused("action.kind", "not_allowed");
    rule.trouble = named->first;
    rule.code = int(base::number_at(action, "code").value_or(131000));
    rule.status = int(base::number_at(action, "status").value_or(0));
    if (rule.status != 0 && (rule.status < 200 || rule.status > 599))
        return refused("action.status", "bad_format");
    rule.seconds = std::clamp(base::real_at(action, "seconds").value_or(60), 0.0, 600.0);
    return rule;
}

base::Json to_json(Rule const& rule)
{
    auto const named = std::ranges::find(Names, rule.trouble,
                                         &std::pair<Trouble, std::string_view>::first);
    return {{"id", rule.id},
            {"match",
             {{"route", rule.route},
              {"recipient", rule.recipient},
              {"type", rule.type},
              {"nth", rule.nth},
              {"times", rule.times},
              {"probability", rule.probability}}},
            {"action",
             {{"kind", named->second},
              {"code", rule.code},
              {"status", rule.status},
              {"seconds", rule.seconds}}},
            {"seen", rule.seen},
            {"fired", rule.fired}};
}

std::optional<Rule> caught(std::vector<Rule>& rules, Occasion const& call, SeededRandom& chance)
{
    for (auto& rule : rules) {
        bool const matches = (rule.route.empty() || rule.route == "graph" ||
                              rule.route == call.route) &&
                             (rule.recipient.empty() || rule.recipient == call.recipient) &&
                             (rule.type.empty() || rule.type == call.type);
        if (!matches || (rule.times > 0 && rule.fired >= rule.times))
            continue;
        ++rule.seen;
        if ((rule.nth > 0 && rule.seen != rule.nth) ||
            (rule.probability < 1 && !chance.happens(rule.probability)))
            continue;
        ++rule.fired;
        return rule;
    }
    return std::nullopt;
}

}  // namespace simulator
