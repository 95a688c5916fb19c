#!/usr/bin/env bash
# Provider, disk, room and bytes fail round a running server: what was acknowledged is there once.
set -uo pipefail
[ -n "${SAPA:-}" ] || packaging/try --build-only > build/chaos-build.log 2>&1 \
    || { tail -n 30 build/chaos-build.log; echo "FAIL chaos: build"; exit 1; }
exec tests/chaos/run ${SAPA_LONG:+--long} ${SEED:+--seed "$SEED"}
