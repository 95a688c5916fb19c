#!/usr/bin/env bash
# C++ unit and property tests under the address and undefined behaviour sanitizers.
set -uo pipefail
. tests/groups/unit.inc
run_unit_tests asan
