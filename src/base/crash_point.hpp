#pragma once

#include <string_view>

namespace base {

// Named places where a test makes the process die as if by kill -9, to see what is left behind.
// Compiled in only with SAPA_CRASH_POINTS; elsewhere they cost nothing.
//
// Dies at the `nth` arrival (from 1) at the place of that name. Call before threads are started.
void crash_at(std::string_view name, int nth = 1);
// What CRASH_POINT says; any thread.
void arrive_at_crash_point(char const* name);

}  // namespace base

#ifdef SAPA_CRASH_POINTS
#define CRASH_POINT(name) ::base::arrive_at_crash_point(name)
#else
#define CRASH_POINT(name) static_cast<void>(0)
#endif
