#include "saved/exchange.hpp"

#include <optional>

#include "base/csv.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "saved/show.hpp"

namespace saved {

using base::Error;
using base::Fault;

namespace {

constexpr int PageRows = 500;
constexpr std::size_t ShownRows = 100;
constexpr std::array<std::string_view, 7> Names = {"shortcut", "language", "team_id", "text",
                                                   "button_1", "button_2", "button_3"};

// A row of a file, or what is wrong with it.
struct FileRow {
    std::int64_t line = 0;
    AddReply reply = {};
    std::optional<base::FieldError> wrong = {};
};

Error unreadable(std::string detail)
{
    return {Fault::invalid, "invalid_input", std::move(detail), {{"file", "bad_format"}}};
}

// As if it had come as a request of its own.
FileRow checked(std::int64_t line, base::Json body)
{
    FileRow row{line};
    auto read = base::read_input<AddReply>({{}, {}, std::move(body)});
    if (read)
        row.reply = std::move(*read);
    else
        row.wrong = read.error().fields.front();
    return row;
}

base::Result<std::vector<FileRow>> read_csv(std::string_view text)
{
    base::CsvReader reader(text);
    std::vector<std::string> cells;
    if (!reader.next(cells))
        return unreadable("The file is empty.");
    std::array<std::size_t, Names.size()> places{};
    for (std::size_t i = 0; i < Names.size(); ++i) {
        places[i] = cells.size();
        for (std::size_t at = 0; at < cells.size(); ++at)
            if (base::lower_ascii(cells[at]) == Names[i])
                places[i] = at;
        // What a reply cannot do without.
        if (places[i] == cells.size() && (Names[i] == "shortcut" || Names[i] == "text"))
            return unreadable("No column " + std::string(Names[i]) + ".");
    }
    auto const columns = cells.size();
    std::vector<FileRow> out;
    while (reader.next(cells)) {
        if (cells.size() == 1 && cells.front().empty())
            continue;
        base::Json body = {{"buttons", base::Json::array()}};
        for (std::size_t i = 0; i < Names.size(); ++i) {
            if (places[i] >= columns || places[i] >= cells.size())
                continue;
            std::string const cell(base::without_formula_guard(cells[places[i]]));
            if (Names[i].starts_with("button_")) {
                if (!cell.empty())
                    body["buttons"].push_back(cell);
            } else if (!cell.empty() || i == 0 || Names[i] == "text") {
                body[std::string(Names[i])] = cell;
            }
        }
        out.push_back(checked(reader.line(), std::move(body)));
    }
    return out;
}

base::Result<std::vector<FileRow>> read_list(std::string_view text)
{
    auto const list = base::parse_json(text);
    if (!list || !list->is_array())
        return unreadable("Not a JSON list.");
    std::vector<FileRow> out;
    for (auto const& one : *list)
        out.push_back(checked(std::int64_t(out.size()) + 1, one));
    return out;
}

std::string as_csv(std::vector<Reply> const& replies)
{
    auto out = base::csv_line({Names.begin(), Names.end()});
    for (auto const& reply : replies) {
        auto buttons = reply.buttons;
        buttons.resize(3);
        out += base::csv_line({reply.shortcut, reply.language.value_or(""),
                               reply.team ? reply.team->text() : "", reply.text, buttons[0],
                               buttons[1], buttons[2]});
    }
    return out;
}

std::string as_list(std::vector<Reply> const& replies)
{
    auto list = base::Json::array();
    for (auto const& reply : replies) {
        auto whole = base::write_json(reply);
        base::Json one = {{"shortcut", whole["shortcut"]}, {"text", whole["text"]}};
        for (auto const* const name : {"language", "team_id"})
            if (!whole[name].is_null())
                one[name] = whole[name];
        if (!reply.buttons.empty())
            one["buttons"] = whole["buttons"];
        list.push_back(std::move(one));
    }
    return list.dump(2, ' ', false, base::Json::error_handler_t::replace) + "\n";
}

// Nothing when it is kept.
std::optional<base::FieldError> keep(workspace::Desk& desk, db::Writer const& tx,
                                     AddReply const& reply, Imported& done)
{
    store::Row row;
    row.shortcut = reply.shortcut;
    row.language = reply.language.value_or("");
    row.team = reply.team.value_or(base::TeamId{}).value;
    row.text = reply.text;
    row.buttons = as_json(reply.buttons);
    row.created_at = row.updated_at = desk.now();
    auto const known = store::find(tx, row.shortcut, row.language, row.team);
    auto const has_files = known && !media::of_replies(tx, {known->id}).empty();
    if (auto const fine = check(row, reply.buttons, has_files); !fine)
        return fine.error().fields.front();
    if (known) {
        row.id = known->id;
        store::save(tx, row);
        ++done.changed;
    } else if (store::count(tx) < MostReplies) {
        store::add(tx, row);
        ++done.added;
    } else {
        return base::FieldError{"file", "too_many"};
    }
    return std::nullopt;
}

}  // namespace

base::Result<RepliesFile> export_replies(workspace::Desk& desk, ExportReplies const& in)
{
    auto const reader = desk.workspace->read();
    db::Snapshot const still{*reader};
    std::vector<Reply> all;
    for (SavedReplyId after;;) {
        auto const rows = store::page(*reader, after, PageRows);
        if (rows.empty())
            break;
        after = rows.back().id;
        for (auto& reply : show(*reader, rows))
            all.push_back(std::move(reply));
    }
    return RepliesFile{in.format == FileFormat::csv ? as_csv(all) : as_list(all)};
}

base::Result<Imported> import_replies(workspace::Desk& desk, ImportReplies const& in)
{
    auto const rows = TRY(in.format == FileFormat::csv ? read_csv(in.file) : read_list(in.file));
    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Imported> {
        Imported done;
        for (auto const& row : rows) {
            auto const wrong = row.wrong ? row.wrong : keep(desk, tx, row.reply, done);
            if (!wrong)
                continue;
            ++done.refused;
            if (done.rows.size() < ShownRows)
                done.rows.push_back({row.line, wrong->field, wrong->code});
        }
        if (done.added + done.changed > 0)
            note_change(desk, tx);
        return done;
    });
}

}  // namespace saved
