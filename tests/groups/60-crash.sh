#!/usr/bin/env bash
# Kills under load: nothing acknowledged is lost, nothing is doubled.
set -uo pipefail
[ -n "${SAPA:-}" ] || packaging/try --build-only > build/crash-build.log 2>&1 \
    || { tail -n 30 build/crash-build.log; echo "FAIL crash: build"; exit 1; }
exec tests/crash/run ${SAPA_LONG:+--long}
