#!/usr/bin/env bash
# Every operation of the API x who asks, and the neighbour's workspace.
set -uo pipefail
[ -n "${SAPA:-}" ] || packaging/try --build-only > build/matrix-build.log 2>&1 \
    || { tail -n 30 build/matrix-build.log; echo "FAIL matrix: build"; exit 1; }
exec tests/matrix/run
