#include "cli/terminal.hpp"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <istream>
#include <ostream>
#include <vector>

#include "base/text.hpp"

namespace cli {

namespace {

// No echo for as long as it lives.
class QuietKeys {
public:
    QuietKeys()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        auto quiet = m_before;
        quiet.c_lflag &= ~tcflag_t(ECHO);
        m_changed = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
    ~QuietKeys()
    {
        if (m_changed)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    QuietKeys(QuietKeys const&) = delete;
    QuietKeys& operator=(QuietKeys const&) = delete;

private:
    termios m_before{};
    bool m_changed = false;
};

std::string text_of(base::Json const& value)
{
    if (value.is_string())
        return base::clean_name(value.get_ref<std::string const&>());
    if (value.is_null())
        return "-";
    if (value.is_boolean())
        return value.get<bool>() ? "yes" : "no";
    return base::to_text(value);
}

// In words, for codes that come without a sentence.
std::string_view meaning_of(std::string_view code)
{
    constexpr std::pair<std::string_view, std::string_view> Known[] = {
        {"required", "is needed"},
        {"too_short", "is too short"},
        {"too_long", "is too long"},
        {"bad_format", "does not look right"},
        {"not_allowed", "is not allowed"},
        {"not_an_id", "is not an id"},
        {"taken", "is taken"},
        {"too_common", "is one of the passwords that are guessed first"},
        {"contains_name", "leans on a name; choose something else"},
        {"wrong_type", "is of the wrong type"},
        {"slug_taken", "Another workspace has this slug."},
        {"setup_done", "There is an owner already."},
        {"disk_full", "The disk is full."},
        {"db_busy", "Another process keeps the file busy; try again."},
        {"newer_schema", "A newer version of Sapa wrote this folder; use that one."},
        {"server_running", "A server runs on this folder already."},
    };
    for (auto const& [known, meaning] : Known)
        if (known == code)
            return meaning;
    return code;
}

}  // namespace

std::optional<std::string> Terminal::ask(std::string_view question, std::string_view preset)
{
    err << question;
    if (!preset.empty())
        err << " [" << preset << "]";
    err << ": " << std::flush;
    std::string line;
    if (!std::getline(in, line))
        return std::nullopt;
    if (!interactive)
        err << '\n';
    auto const answer = base::trim(line);
    return std::string(answer.empty() ? preset : answer);
}

std::optional<std::string> Terminal::ask_secret(std::string_view question)
{
    err << question << ": " << std::flush;
    std::optional<QuietKeys> quiet;
    if (interactive)
        quiet.emplace();
    std::string line;
    auto const got = bool(std::getline(in, line));
    quiet.reset();
    err << '\n';
    if (!got)
        return std::nullopt;
    while (!line.empty() && line.back() == '\r')
        line.pop_back();
    return line;
}

void Terminal::say(std::string_view line)
{
    if (!json)
        out << line << '\n';
}

void Terminal::give(base::Json const& result)
{
    if (json)
        out << base::to_text(result) << '\n';
}

void Terminal::table(base::Json const& rows,
                     std::initializer_list<std::pair<char const*, char const*>> columns)
{
    if (json)
        return;
    std::vector<std::vector<std::string>> lines(1);
    for (auto const& [member, heading] : columns)
        lines[0].push_back(heading);
    for (auto const& row : rows) {
        auto& line = lines.emplace_back();
        for (auto const& [member, heading] : columns)
            line.push_back(row.contains(member) ? text_of(row[member]) : "-");
    }
    std::vector<std::size_t> widths(columns.size());
    for (auto const& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], base::count_points(line[i]));
    for (auto const& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            out << line[i];
            if (i + 1 < line.size())
                out << std::string(widths[i] - base::count_points(line[i]) + 2, ' ');
        }
        out << '\n';
    }
}

int Terminal::refuse(base::Error const& error)
{
    auto const code = error.fault == base::Fault::unavailable ? BrokenWorld : Refused;
    if (json) {
        auto fields = base::Json::array();
        for (auto const& field : error.fields)
            fields.push_back({{"field", field.field}, {"code", field.code}});
        err << base::to_text(
                   {{"error",
                     {{"code", error.code}, {"message", error.detail}, {"fields", fields}}}})
            << '\n';
        return code;
    }
    if (!error.fields.empty()) {
        for (auto const& field : error.fields)
            err << "sapa: " << field.field << " " << meaning_of(field.code) << '\n';
        return code;
    }
    err << "sapa: " << (error.detail.empty() ? meaning_of(error.code) : error.detail);
    if (!error.detail.empty())
        err << " (" << error.code << ")";
    err << '\n';
    return code;
}

}  // namespace cli
