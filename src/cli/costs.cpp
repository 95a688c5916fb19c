#include "cli/costs.hpp"

#include <fstream>
#include <iterator>

#include "accounts/costs/costs.hpp"
#include "accounts/costs/rates.hpp"
#include "cli/instruments.hpp"
#include "control/input_rule.hpp"

namespace cli {

using base::Error;
using base::Fault;
using base::Result;

namespace {

constexpr std::size_t LargestFile = 200'000;

std::optional<std::string> given(std::string const& text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

Result<std::string> read_file(std::string const& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return Error{Fault::invalid, "invalid_input", path + " cannot be read"};
    std::string text(LargestFile + 1, '\0');
    in.read(text.data(), std::streamsize(text.size()));
    text.resize(std::size_t(in.gcount()));
    if (text.size() > LargestFile)
        return Error{Fault::invalid, "too_large", path + " is larger than 200 kB"};
    return text;
}

}  // namespace

Result<int> read_costs(Context const& context, CostsToRead const& in)
{
    auto const id = base::ChannelId::parse(in.id);
    if (!id)
        return control::wrong_field("id", "not_an_id");
    auto const control = TRY(context.open());
    auto instruments = TRY(
        Instruments::open(context, *control, TRY(enter(*control, in.workspace))));
    auto const costs = TRY(accounts::read_costs(instruments->desk(),
                                                {*id, given(in.from), given(in.to), in.reported}));
    auto const json = base::write_json(costs);
    auto& terminal = context.terminal;
    terminal.give(json);
    terminal.table(json["days"], {{"day", "DAY"},
                                  {"category", "CATEGORY"},
                                  {"type", "TYPE"},
                                  {"country", "COUNTRY"},
                                  {"messages", "MESSAGES"}});
    for (auto const& one : costs.estimates)
        terminal.say("Estimate by the rates entered: " + one.currency + " " + one.amount +
                     (one.unpriced > 0
                          ? ", and " + std::to_string(one.unpriced) + " messages without a rate"
                          : ""));
    if (costs.reported)
        terminal.say(costs.reported->problem
                         ? "The provider does not say: " + *costs.reported->problem + " " +
                               costs.reported->detail
                         : "The provider reports: " + costs.reported->currency + " " +
                               costs.reported->amount);
    return Done;
}

Result<int> import_rates(Context const& context, RatesToImport const& in)
{
    accounts::ImportRates wanted;
    wanted.csv = TRY(read_file(in.file));
    auto const control = TRY(context.open());
    auto instruments = TRY(
        Instruments::open(context, *control, TRY(enter(*control, in.workspace))));
    auto const done = TRY(accounts::import_rates(instruments->desk(), wanted));
    control::note_later(*control, instruments->inside().caller, {.action = "rates.imported"});
    context.terminal.give(base::write_json(done));
    context.terminal.say(std::to_string(done.rates) + " rates are used for estimates now" +
                         (done.skipped > 0 ? "; " + std::to_string(done.skipped) +
                                                 " rows of higher tiers were skipped."
                                           : "."));
    return Done;
}

Result<int> list_rates(Context const& context, std::string const& workspace)
{
    auto const control = TRY(context.open());
    auto instruments = TRY(Instruments::open(context, *control, TRY(enter(*control, workspace))));
    auto const json = base::write_json(TRY(accounts::list_rates(instruments->desk(), {})));
    context.terminal.give(json);
    context.terminal.table(json["data"], {{"currency", "CURRENCY"},
                                          {"market", "MARKET"},
                                          {"category", "CATEGORY"},
                                          {"rate", "RATE"},
                                          {"effective_from", "FROM"}});
    return Done;
}

}  // namespace cli
