#pragma once

#include <string_view>

namespace base {

// While it lives, every line that this thread logs carries request=ID. Scopes may lie in each other;
// the text must outlive its scope.
class LogScope {
public:
    explicit LogScope(std::string_view request);
    ~LogScope();
    LogScope(LogScope const&) = delete;
    LogScope& operator=(LogScope const&) = delete;

    // The innermost one of this thread; empty outside of any.
    static std::string_view request();

private:
    std::string_view m_before;
};

}  // namespace base
