#!/usr/bin/env bash
# Commands beside a running server: rights, deleted workspaces, keys, backup and restore.
set -uo pipefail
[ -n "${SAPA:-}" ] || packaging/try --build-only > build/beside-build.log 2>&1 \
    || { tail -n 30 build/beside-build.log; echo "FAIL beside: build"; exit 1; }
exec tests/beside/run
