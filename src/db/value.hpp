#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "base/id.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "db/statement.hpp"

// How C++ values become parameters and columns become C++ values.
//
//   std::int64_t, int, ..., bool   INTEGER          double         REAL
//   std::string, string_view       TEXT             db::Blob       BLOB (bind); read into std::string
//   base::Id<>                     INTEGER, the id "none" (0) is NULL both ways
//   base::Instant, milliseconds    INTEGER, milliseconds
//   std::optional<T>, nullptr      NULL or T
//   an enum with words_of          TEXT, its word (base/words.hpp)
//   another enum or type           two functions beside it, found by argument-dependent lookup:
//       std::string_view to_column(State);              // or std::int64_t
//       bool from_column(std::string_view, State&);     // or std::int64_t; false: unknown value
//
// A row is one of
//   a value from above             the statement has one column
//   std::tuple<...>                columns in order
//   a struct with                  columns in order of the members named
//       static constexpr auto row() { return std::tuple{&Row::id, &Row::text}; }
//   a struct with                  anything else; take columns one by one with columns.next<T>()
//       static Row from(db::Columns& columns);
// A statement with more or fewer columns than the row takes is refused with db::Broken, and so is a
// NULL for a value that is not optional.
namespace db {

// Bytes to bind as BLOB without copying; they must outlive the call.
struct Blob {
    std::string_view bytes;

    explicit Blob(std::string_view b) : bytes(b) {}
    explicit Blob(std::span<std::uint8_t const> b)
        : bytes(reinterpret_cast<char const*>(b.data()), b.size())
    {
    }
};

template <class T>
concept HasToColumn = requires(T const& value) { to_column(value); };
template <class T>
concept FromText = requires(std::string_view text, T& out) {
    { from_column(text, out) } -> std::convertible_to<bool>;
};
template <class T>
concept FromNumber = requires(std::int64_t number, T& out) {
    { from_column(number, out) } -> std::convertible_to<bool>;
};

template <class T>
struct is_id : std::false_type {};
template <class Noun>
struct is_id<base::Id<Noun>> : std::true_type {};
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_tuple : std::false_type {};
template <class... T>
struct is_tuple<std::tuple<T...>> : std::true_type {};

template <class T>
void bind(Statement& statement, int at, T const& value)
{
    if constexpr (is_optional<T>::value) {
        if (value)
            bind(statement, at, *value);
        else
            statement.bind_null(at);
    } else if constexpr (is_id<T>::value) {
        if (value)
            statement.bind_int(at, value.value);
        else
            statement.bind_null(at);
    } else if constexpr (std::is_same_v<T, std::nullptr_t> || std::is_same_v<T, std::nullopt_t>) {
        statement.bind_null(at);
    } else if constexpr (std::is_same_v<T, base::Instant>) {
        statement.bind_int(at, value.ms);
    } else if constexpr (std::is_same_v<T, Blob>) {
        statement.bind_blob(at, value.bytes);
    } else if constexpr (std::is_convertible_v<T, std::chrono::milliseconds>) {
        statement.bind_int(at, std::chrono::milliseconds(value).count());
    } else if constexpr (base::Worded<T>) {
        statement.bind_text(at, base::word_of(value));
    } else if constexpr (HasToColumn<T>) {
        // A string made by to_column would not outlive this function: it is bound as a view, copied.
        auto const column = to_column(value);
        if constexpr (std::is_convertible_v<decltype(column), std::string_view>)
            statement.bind_text(at, std::string_view(column));
        else
            bind(statement, at, column);
    } else if constexpr (std::is_floating_point_v<T>) {
        statement.bind_real(at, double(value));
    } else if constexpr (std::is_integral_v<T>) {
        statement.bind_int(at, std::int64_t(value));
    } else if constexpr (std::is_same_v<T, std::string>) {
        statement.bind_text(at, value);
    } else {
        static_assert(std::is_convertible_v<T const&, std::string_view>,
                      "give the type a to_column (see db/value.hpp)");
        statement.bind_text(at, std::string_view(value));
    }
}

template <class... Values>
void bind_all(Statement& statement, Values const&... values)
{
    statement.expect_binds(int(sizeof...(values)));
    int at = 0;
    (bind(statement, ++at, values), ...);
}

// The current row, read from left to right.
class Columns {
public:
    explicit Columns(Statement const& statement) : m_statement(statement) {}

    template <class T>
    T next()
    {
        return at<T>(m_next++);
    }
    // The column at a position, counted from 0.
    template <class T>
    T at(int position) const
    {
        if (position >= m_statement.columns())
            m_statement.refuse("too few columns");
        if constexpr (is_optional<T>::value) {
            if (m_statement.is_null(position))
                return std::nullopt;
            return at<typename T::value_type>(position);
        } else if constexpr (is_id<T>::value) {
            return T{m_statement.int_at(position)};
        } else {
            if (m_statement.is_null(position))
                m_statement.refuse("NULL in a column that may not have it");
            return present<T>(position);
        }
    }
    bool is_null(int position) const { return m_statement.is_null(position); }
    int taken() const { return m_next; }

private:
    template <class T>
    T present(int position) const
    {
        if constexpr (std::is_same_v<T, base::Instant>) {
            return {m_statement.int_at(position)};
        } else if constexpr (std::is_same_v<T, std::chrono::milliseconds>) {
            return T(m_statement.int_at(position));
        } else if constexpr (base::Worded<T>) {
            auto const known = base::from_word<T>(m_statement.bytes_at(position));
            if (!known)
                m_statement.refuse("unknown value");
            return *known;
        } else if constexpr (FromText<T>) {
            T value{};
            if (!from_column(m_statement.bytes_at(position), value))
                m_statement.refuse("unknown value");
            return value;
        } else if constexpr (FromNumber<T>) {
            T value{};
            if (!from_column(m_statement.int_at(position), value))
                m_statement.refuse("unknown value");
            return value;
        } else if constexpr (std::is_same_v<T, bool>) {
            return m_statement.int_at(position) != 0;
        } else if constexpr (std::is_floating_point_v<T>) {
            return T(m_statement.real_at(position));
        } else if constexpr (std::is_integral_v<T>) {
            return T(m_statement.int_at(position));
        } else {
            static_assert(std::is_same_v<T, std::string>,
                          "give the type a from_column (see db/value.hpp)");
            return std::string(m_statement.bytes_at(position));
        }
    }

    Statement const& m_statement;
    int m_next = 0;
};

template <class Row>
Row read_row(Statement const& statement)
{
    Columns columns(statement);
    auto row = [&]() -> Row {
        if constexpr (requires { Row::from(columns); }) {
            return Row::from(columns);
        } else if constexpr (requires { Row::row(); }) {
            Row out{};
            std::apply(
                [&](auto... members) {
                    ((out.*members = columns.next<std::remove_cvref_t<decltype(out.*members)>>()),
                     ...);
                },
                Row::row());
            return out;
        } else if constexpr (is_tuple<Row>::value) {
            // Braces keep the order from left to right.
            return [&]<class... T>(std::type_identity<std::tuple<T...>>) {
                return std::tuple<T...>{columns.next<T>()...};
            }(std::type_identity<Row>());
        } else {
            return columns.next<Row>();
        }
    }();
    if (columns.taken() != 0 && columns.taken() != statement.columns())
        statement.refuse("too many columns");
    return row;
}

}  // namespace db
