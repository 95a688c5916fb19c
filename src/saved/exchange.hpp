#pragma once

#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "workspace/desk.hpp"

// Saved replies as a file, to be looked at in a spreadsheet or taken to another workspace. Files that
// go with a reply are not part of it.
namespace saved {

enum class FileFormat { csv, json };
constexpr auto words_of(FileFormat)
{
    using namespace std::literals;
    return std::array{std::pair{FileFormat::csv, "csv"sv}, std::pair{FileFormat::json, "json"sv}};
}
constexpr auto schema_name(FileFormat) { return "FileFormat"; }

struct RepliesFile {
    static constexpr auto schema = "SavedRepliesFile";

    std::string file;

    static constexpr auto fields()
    {
        return std::tuple{base::body("file", &RepliesFile::file, "The whole file.")};
    }
};

struct ExportReplies {
    static constexpr auto about = "Every saved reply in one file.";
    FileFormat format = FileFormat::csv;

    static constexpr auto fields()
    {
        return std::tuple{
            base::query("format", &ExportReplies::format, "csv or json.", {.min = 1})};
    }
};
base::Result<RepliesFile> export_replies(workspace::Desk& desk, ExportReplies const& in);

// A row that was passed over, and why.
struct RefusedRow {
    static constexpr auto schema = "RefusedRow";

    std::int64_t line = 0;
    std::string field;
    std::string code;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("line", &RefusedRow::line, "Of the CSV, or the place in the JSON list, from 1."),
            body("field", &RefusedRow::field, ""),
            body("code", &RefusedRow::code, ""),
        };
    }
};

struct Imported {
    static constexpr auto schema = "ImportedReplies";

    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t refused = 0;
    std::vector<RefusedRow> rows;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("added", &Imported::added, ""),
            body("changed", &Imported::changed, "Had the same shortcut, language and team."),
            body("refused", &Imported::refused, "Rows that were passed over."),
            body("rows", &Imported::rows, "The first hundred of those, and why."),
        };
    }
};

struct ImportReplies {
    static constexpr auto about =
        "Add saved replies from a file, and change those of the same shortcut, language and team.";
    FileFormat format = FileFormat::csv;
    std::string file;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("format", &ImportReplies::format, ""),
            body("file", &ImportReplies::file,
                 "A line of names first, or a list of objects: shortcut, text, language, team_id, "
                 "buttons (in CSV button_1 to button_3).",
                 {.min = 1, .max = 250'000, .lines = true}),
        };
    }
};
// All rows that are right, in one transaction. Refuses invalid_input when the file cannot be read.
base::Result<Imported> import_replies(workspace::Desk& desk, ImportReplies const& in);

}  // namespace saved
