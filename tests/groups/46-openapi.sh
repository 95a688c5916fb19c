#!/usr/bin/env bash
# What is generated from the route table, as committed, against what the executable says now.
set -uo pipefail
[ -n "${SAPA:-}" ] || packaging/try --build-only > build/openapi-build.log 2>&1 \
    || { tail -n 30 build/openapi-build.log; echo "FAIL openapi: build"; exit 1; }
PATH="$(cmake/node.sh):$PATH" || exit 1
export PATH
cmake/node-modules.sh web || { echo "FAIL openapi: npm ci"; exit 1; }
exec python3 tests/api/openapi_check.py "${SAPA:-build/sapa}"
