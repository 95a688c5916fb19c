#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace base {

// What kind of refusal it was. The router maps each to one HTTP status.
enum class Fault {
    invalid,          // 400, or 422 when single fields are named
    unauthenticated,  // 401
    forbidden,        // 403
    not_found,        // 404
    conflict,         // 409
    too_large,        // 413
    too_many,         // 429
    provider,         // 502: somebody else's server said no
    unavailable,      // 503: full disk, shutting down, overload
};

// One wrong input field: its path in the request and a stable code such as `too_long`.
struct FieldError {
    std::string field;
    std::string code;
};

// A refusal the caller can act on. `code` is stable and never a sentence; the dashboard translates
// it. `detail` is for developers and logs: it names what to do, never a customer's text or a secret.
struct Error {
    Fault fault = Fault::invalid;
    std::string code;
    std::string detail = {};
    std::vector<FieldError> fields = {};
    int retry_after_s = 0;
};

// Either a value or a refusal. A broken world (disk, SQL, memory) is an exception instead.
template <class T>
class [[nodiscard]] Result {
public:
    using Value = T;
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return m_state.index() == 0; }
    bool ok() const { return m_state.index() == 0; }
    T& value() & { return std::get<0>(m_state); }
    T const& value() const& { return std::get<0>(m_state); }
    T&& value() && { return std::get<0>(std::move(m_state)); }
    T& operator*() & { return value(); }
    T const& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    T const* operator->() const { return &value(); }
    Error& error() & { return std::get<1>(m_state); }
    Error const& error() const& { return std::get<1>(m_state); }
    Error&& error() && { return std::get<1>(std::move(m_state)); }

private:
    std::variant<T, Error> m_state;
};

struct Unit {};

template <>
class [[nodiscard]] Result<void> : public Result<Unit> {
public:
    Result() : Result<Unit>(Unit{}) {}
    Result(Unit unit) : Result<Unit>(unit) {}
    Result(Error error) : Result<Unit>(std::move(error)) {}
};

// Yields the value of a Result, or leaves the function with its error.
#define TRY(...)                                                           \
    (__extension__({                                                       \
        auto&& try_result = (__VA_ARGS__);                                 \
        if (!try_result)                                                   \
            return std::forward<decltype(try_result)>(try_result).error(); \
        std::forward<decltype(try_result)>(try_result).value();            \
    }))

}  // namespace base
