#include "base/csv.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace base {

namespace {

constexpr std::string_view FormulaSigns = "=+-@\t\r";

bool looks_like_formula(std::string_view cell)
{
    return !cell.empty() && FormulaSigns.find(cell.front()) != FormulaSigns.npos;
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : m_rest(text)
{
    if (m_rest.starts_with("\xEF\xBB\xBF"))
        m_rest.remove_prefix(3);
    auto const head = m_rest.substr(0, m_rest.find('\n'));
    m_separator = head.find(';') != head.npos && head.find(',') == head.npos ? ';' : ',';
}

bool CsvReader::next(std::vector<std::string>& cells)
{
    cells.clear();
    if (m_rest.empty())
        return false;
    m_line = m_next_line;
    std::string cell;
    bool quoted = false;
    std::size_t at = 0;
    for (; at < m_rest.size(); ++at) {
        char const c = m_rest[at];
        m_next_line += c == '\n';
        if (quoted && c == '"' && at + 1 < m_rest.size() && m_rest[at + 1] == '"') {
            cell.push_back('"');
            ++at;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == '\n') {
            break;
        } else if (!quoted && c == m_separator) {
            cells.push_back(std::string(trim(cell)));
            cell.clear();
        } else if (c != '\r') {
            cell.push_back(c);
        }
    }
    cells.push_back(std::string(trim(cell)));
    m_rest.remove_prefix(std::min(at + 1, m_rest.size()));
    return true;
}

std::string csv_line(std::vector<std::string> const& cells)
{
    std::string out;
    for (auto const& cell : cells) {
        if (&cell != &cells.front())
            out.push_back(',');
        auto const guarded = looks_like_formula(cell) ? "'" + cell : cell;
        if (guarded.find_first_of(",;\"\n\r") == guarded.npos) {
            out += guarded;
            continue;
        }
        out.push_back('"');
        for (char const c : guarded) {
            if (c == '"')
                out.push_back('"');
            out.push_back(c);
        }
        out.push_back('"');
    }
    return out + "\r\n";
}

std::string_view without_formula_guard(std::string_view cell)
{
    return cell.starts_with('\'') && looks_like_formula(cell.substr(1)) ? cell.substr(1) : cell;
}

}  // namespace base
