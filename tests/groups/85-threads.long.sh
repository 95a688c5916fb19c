#!/usr/bin/env bash
# The same tests under the thread sanitizer.
set -uo pipefail
. tests/groups/unit.inc
run_unit_tests tsan
