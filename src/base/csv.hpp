#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace base {

// Tables as RFC 4180 has them, and as spreadsheets write them: commas, or semicolons where the first
// line has no comma; a quoted cell may hold separators and line ends.
class CsvReader {
public:
    // The text must live as long. A byte-order mark is passed over.
    explicit CsvReader(std::string_view text);

    // The line the record began on, from 1.
    int line() const { return m_line; }
    // One record after the other, cells trimmed; false at the end. A quote that never closes takes the
    // rest.
    bool next(std::vector<std::string>& cells);

private:
    std::string_view m_rest;
    char m_separator = ',';
    int m_line = 1;
    int m_next_line = 1;
};

// One record with its line end. A cell that a spreadsheet would take for a formula gets a ' in front.
std::string csv_line(std::vector<std::string> const& cells);
// What csv_line() was given, without that sign.
std::string_view without_formula_guard(std::string_view cell);

}  // namespace base
