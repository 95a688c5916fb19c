#!/usr/bin/env bash
# Headers of every class of page, probes from outside, and no secret in files and logs.
set -uo pipefail
[ -n "${SAPA:-}" ] || packaging/try --build-only > build/pages-build.log 2>&1 \
    || { tail -n 30 build/pages-build.log; echo "FAIL pages: build"; exit 1; }
exec tests/pages/run
