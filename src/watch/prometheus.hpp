#pragma once

#include <string>
#include <string_view>

#include "watch/snapshot.hpp"

namespace watch {

// The snapshot in Prometheus' text format 0.0.4
// (https://prometheus.io/docs/instrumenting/exposition_formats/, 2026-11-22). Its names are listed in
// docs/operating.md; taking one away breaks somebody's alert.
std::string prometheus(Snapshot const& snapshot);

// What a label's value may hold: backslash, quote and line feed are escaped.
std::string escaped_label(std::string_view value);

}  // namespace watch
