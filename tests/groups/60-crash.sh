#!/usr/bin/env bash
# Kills under load: nothing acknowledged is lost, nothing is doubled. At any moment, and, with the
# executable of the unit tests, at each place that has a name.
set -uo pipefail
if [ -n "${SAPA:-}" ]; then
    exec tests/crash/run ${SAPA_LONG:+--long}
fi
packaging/try --build-only > build/crash-build.log 2>&1 \
    || { tail -n 30 build/crash-build.log; echo "FAIL crash: build"; exit 1; }
status=0
tests/crash/run ${SAPA_LONG:+--long} || status=1
if [ -x build-asan/sapa ]; then
    SAPA=$PWD/build-asan/sapa tests/crash/run --rounds 3 || status=1
else
    echo "skip crash: named places: the unit tests were not built"
fi
exit $status
