#!/usr/bin/env bash
# The tests of the rooms that have threads or are used by several, under the thread sanitizer: the
# edge, the hub, the writer, the outbox, the job crew, the courier of the simulator.
# SAPA_THREADS="db outbox" takes others, SAPA_THREADS=all every room.
set -uo pipefail
. tests/groups/unit.inc
rooms=${SAPA_THREADS:-db changes jobs workspace outbox http net intake api simulator}
[ "$rooms" != all ] || rooms=
# shellcheck disable=SC2086
run_unit_tests tsan $rooms
