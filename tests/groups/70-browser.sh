#!/usr/bin/env bash
# The whole path in Chromium over the real executable and the real dashboard.
set -uo pipefail
[ -n "${SAPA:-}" ] || packaging/try --build-only > build/browser-build.log 2>&1 \
    || { tail -n 30 build/browser-build.log; echo "FAIL browser: build"; exit 1; }
exec tests/browser/run --shots build/shots
