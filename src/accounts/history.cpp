#include "accounts/history.hpp"

#include "accounts/store.hpp"
#include "changes/feed.hpp"

namespace accounts {

namespace {

std::optional<HistoryInfo> kept(db::Reader const& db, ChannelId channel)
{
    auto const json = store::history(db, channel);
    return json ? history_of(*json) : std::nullopt;
}

void keep(db::Writer const& tx, ChannelId channel, HistoryInfo const& info)
{
    store::set_history(tx, channel,
                       base::to_text({{"state", base::word_of(info.state)},
                                      {"phase", info.phase},
                                      {"progress", info.progress},
                                      {"messages", info.messages}}));
}

}  // namespace

std::optional<HistoryInfo> history_of(std::string_view json)
{
    auto const parsed = base::parse_json(json);
    if (!parsed || !parsed->is_object())
        return std::nullopt;
    auto const state = base::from_word<HistoryState>(base::text_at(*parsed, "state").value_or(""));
    if (!state)
        return std::nullopt;
    return HistoryInfo{*state, base::number_at(*parsed, "phase").value_or(0),
                       base::number_at(*parsed, "progress").value_or(0),
                       base::number_at(*parsed, "messages").value_or(0)};
}

void note_history(db::Writer const& tx, ChannelId channel, channels::HistoryProgress const& step)
{
    auto info = kept(tx, channel).value_or(HistoryInfo{});
    info.phase = std::max<std::int64_t>(info.phase, step.phase);
    info.progress = std::max<std::int64_t>(info.progress, step.percent);
    info.state = info.progress >= 100 ? HistoryState::done : HistoryState::importing;
    keep(tx, channel, info);
}

void decline_history(db::Writer const& tx, ChannelId channel)
{
    if (kept(tx, channel))
        return;  // some of it came: it was not declined
    HistoryInfo info;
    info.state = HistoryState::declined;
    keep(tx, channel, info);
}

void count_history(workspace::Workspace& workspace, db::Writer const& tx, ChannelId channel,
                   int messages, bool tell)
{
    if (auto info = kept(tx, channel); info || messages > 0) {
        if (!info)
            info = HistoryInfo{};
        info->messages += messages;
        keep(tx, channel, *info);
    }
    if (tell)
        changes::note(workspace, tx, changes::Kind::channel_updated, {}, channel.value,
                      workspace.world().now());
}

}  // namespace accounts
