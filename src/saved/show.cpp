#include "saved/show.hpp"

#include <algorithm>
#include <map>

#include "base/json.hpp"
#include "base/text.hpp"
#include "changes/feed.hpp"
#include "saved/variables.hpp"

namespace saved {

using base::Error;
using base::Fault;

namespace {

constexpr std::size_t ButtonPoints = 20;

Error wrong(std::string field, char const* code)
{
    return {
        Fault::invalid, "invalid_input", "Look at the named fields.", {{std::move(field), code}}};
}

bool fits_shortcut(std::string_view text) { return text.find_first_of(" \t\n/") == text.npos; }

bool fits_language(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

}  // namespace

std::string as_json(std::vector<std::string> const& words)
{
    return base::to_text(base::Json(words));
}

std::vector<std::string> words_in(std::string_view json)
{
    std::vector<std::string> out;
    if (auto const list = base::parse_json(json); list && list->is_array())
        for (auto const& one : *list)
            if (one.is_string())
                out.push_back(one.get<std::string>());
    return out;
}

std::vector<Reply> show(db::Reader const& db, std::vector<store::Row> const& rows)
{
    std::vector<SavedReplyId> ids;
    std::map<SavedReplyId, std::vector<media::Media>> files;
    for (auto const& row : rows)
        ids.push_back(row.id);
    for (auto& [reply, file] : media::of_replies(db, ids))
        files[reply].push_back(std::move(file));
    std::vector<Reply> out;
    for (auto const& row : rows) {
        Reply reply;
        reply.id = row.id;
        reply.shortcut = row.shortcut;
        reply.text = row.text;
        if (!row.language.empty())
            reply.language = row.language;
        if (row.team != 0)
            reply.team = base::TeamId{row.team};
        reply.buttons = words_in(row.buttons);
        reply.media = std::move(files[row.id]);
        reply.uses = row.uses;
        reply.used_at = row.used_at;
        reply.created_at = row.created_at;
        reply.updated_at = row.updated_at;
        out.push_back(std::move(reply));
    }
    return out;
}

base::Result<void> check(store::Row const& row, std::vector<std::string> const& buttons,
                         bool has_files)
{
    if (!fits_shortcut(row.shortcut))
        return wrong("shortcut", "bad_format");
    if (!fits_language(row.language))
        return wrong("language", "bad_format");
    if (base::trim(row.text).empty() && (!has_files || !buttons.empty()))
        return wrong("text", "required");
    if (unknown_variable(row.text))
        return wrong("text", "not_allowed");
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        auto const field = "buttons[" + std::to_string(i) + "]";
        if (base::trim(buttons[i]).empty())
            return wrong(field, "required");
        if (base::count_points(buttons[i]) > ButtonPoints)
            return wrong(field, "too_long");
        if (std::find(buttons.begin(), buttons.begin() + std::ptrdiff_t(i), buttons[i]) !=
            buttons.begin() + std::ptrdiff_t(i))
            return wrong(field, "duplicate");
    }
    return {};
}

void note_change(workspace::Desk& desk, db::Writer const& tx)
{
    changes::note(*desk.workspace, tx, changes::Kind::saved_replies_updated, {}, 0, desk.now());
}

}  // namespace saved
