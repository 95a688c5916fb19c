#!/usr/bin/env bash
# The committed API document and the dashboard's types against what the executable says.
set -uo pipefail
[ -n "${SAPA:-}" ] || packaging/try --build-only > build/openapi-build.log 2>&1 \
    || { tail -n 30 build/openapi-build.log; echo "FAIL openapi: build"; exit 1; }
exec python3 tests/api/openapi_check.py "${SAPA:-build/sapa}"
