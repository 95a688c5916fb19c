#include "cli/outlook.hpp"

#include "base/json.hpp"

namespace cli {

using State = Finding::State;
using namespace std::chrono_literals;

namespace {

constexpr auto LittleTime = std::chrono::milliseconds(24h * 21);
constexpr auto NoTime = std::chrono::milliseconds(24h * 3);
constexpr auto BackupLate = std::chrono::milliseconds(24h * 2);
constexpr auto DeliveriesLate = std::chrono::milliseconds(1min);
constexpr auto SendsLate = std::chrono::milliseconds(5min);
constexpr std::uint64_t LittleMemory = 256ULL << 20;

std::string joined(std::vector<std::string> const& parts)
{
    std::string out;
    for (auto const& part : parts)
        out += (out.empty() ? "" : ", ") + part;
    return out;
}

std::string span(std::chrono::milliseconds time)
{
    if (time >= 48h)
        return std::to_string(time / 24h) + " days";
    if (time >= 2h)
        return std::to_string(time / 1h) + " hours";
    return std::to_string(time / 1min) + " minutes";
}

std::string counted(std::int64_t number)
{
    return number > watch::MostCounted ? "more than 10,000" : std::to_string(number);
}

}  // namespace

Finding judge_dns(std::string const& host, std::vector<base::Address> const& addresses)
{
    if (addresses.empty())
        return {State::problem, "dns",
                host + " resolves to nothing here; make an A or AAAA record for it"};
    std::vector<std::string> words;
    auto outside = false;
    for (auto const& address : addresses) {
        words.push_back(address.text());
        outside = outside || net::is_public(address);
    }
    if (!outside)
        return {State::notice, "dns",
                host + " is " + joined(words) +
                    ", which nobody outside reaches; webhooks need a public address"};
    return {State::fine, "dns", host + " is " + joined(words)};
}

Finding judge_certificate(base::Result<net::Certificate> const& seen, base::Instant now)
{
    if (!seen)
        return {seen.error().code == "not_trusted" ? State::problem : State::notice, "certificate",
                seen.error().detail +
                    (seen.error().code == "not_trusted"
                         ? "; providers do not call an address whose certificate they do not trust"
                         : "; it could not be looked at from here")};
    auto const left = seen->until - now;
    auto const words = joined(seen->names) + ", " + span(std::max(left, 0ms)) + " left";
    if (left < NoTime)
        return {State::problem, "certificate", words + "; renew it now"};
    if (left < LittleTime)
        return {State::notice, "certificate",
                words + "; renew it, and look why it was not renewed by itself"};
    return {State::fine, "certificate", words};
}

Finding judge_reach(std::string const& url, net::HttpOutcome const& outcome)
{
    auto const asked = url + "/healthz";
    if (auto const* const failure = std::get_if<net::NetFailure>(&outcome))
        return {State::notice, "public reach",
                asked + " is not reached from here: " + std::string(net::name_of(failure->stage)) +
                    " " + failure->detail +
                    "; look at the firewall and the proxy, or ask from another machine"};
    auto const& reply = std::get<net::HttpReply>(outcome);
    if (reply.status == 200 && reply.body == "ok\n")
        return {State::fine, "public reach", asked + " answers"};
    if (reply.status >= 300 && reply.status < 400)
        return {State::problem, "public reach",
                asked + " redirects to " + std::string(reply.header("Location").value_or("?")) +
                    "; providers do not follow, so name that as the public address"};
    return {State::problem, "public reach",
            asked + " answers " + std::to_string(reply.status) +
                ", and not as this server; the proxy leads elsewhere"};
}

Finding judge_channel(std::string const& workspace, accounts::store::Row const& row)
{
    auto const name = "channel " + workspace + "/" + row.id.text();
    auto const advice = "; sapa channel check " + row.id.text() + " --workspace " + workspace +
                        " looks at it now";
    if (row.problem_code)
        return {State::problem, name, *row.problem_code + advice};
    std::vector<std::string> wrong;
    auto const checks = base::parse_json(row.checks);
    if (checks && checks->is_array())
        for (auto const& check : *checks)
            if (base::bool_at(check, "ok") == false)
                wrong.push_back(base::text_at(check, "name").value_or("?"));
    if (!wrong.empty())
        return {State::notice, name,
                "the last look found a trouble with " + joined(wrong) + advice};
    if (row.state == accounts::State::paused)
        return {State::notice, name, "is paused; resume it in its settings"};
    return {State::fine, name, "token and webhook as they should be at the last look"};
}

std::vector<Finding> judge_queues(watch::WorkspaceView const& view, base::Instant now)
{
    auto const name = "queues " + view.slug;
    std::vector<Finding> list;
    auto const late = [&](std::optional<base::Instant> since, std::chrono::milliseconds longest,
                          char const* what) {
        if (since && now - *since > longest)
            list.push_back({State::notice, name,
                            std::string(what) + " for " + span(now - *since) +
                                "; does the server run, and what does its log say?"});
    };
    if (view.deliveries.dead > 0)
        list.push_back(
            {State::notice, name,
             counted(view.deliveries.dead) +
                 " deliveries were given up; sapa events replay --all-dead --workspace " +
                 view.slug});
    if (view.sends.needs_attention > 0)
        list.push_back(
            {State::notice, name,
             counted(view.sends.needs_attention) +
                 " messages may or may not have arrived; a person decides in the inbox"});
    late(view.deliveries.oldest_waiting_at, DeliveriesLate, "deliveries wait");
    late(view.sends.oldest_due_at, SendsLate, "messages wait to go out");
    if (list.empty())
        list.push_back({State::fine, name, "nothing waits for somebody"});
    return list;
}

Finding judge_backup(std::optional<base::Instant> last, base::Instant now)
{
    if (!last)
        return {State::notice, "backup",
                "none was written from this folder; let sapa backup run every day"};
    auto const words = "the last one is " + span(now - *last) + " old";
    if (now - *last > BackupLate)
        return {State::notice, "backup", words + "; let sapa backup run every day"};
    return {State::fine, "backup", words};
}

Finding judge_memory(std::uint64_t total, std::uint64_t available, std::uint64_t swap)
{
    auto const words = std::to_string(available >> 20) + " of " + std::to_string(total >> 20) +
                       " MB available, " + std::to_string(swap >> 20) + " MB of swap";
    if (available >= LittleMemory)
        return {State::fine, "memory", words};
    return {State::notice, "memory",
            words + (swap == 0 ? "; add swap, or the kernel ends processes when it runs out"
                               : "; the machine is short of memory")};
}

}  // namespace cli
