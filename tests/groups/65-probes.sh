#!/usr/bin/env bash
# The release probes against a fresh server, with a simulator and a neighbour's workspace.
set -uo pipefail
PATH="$(cmake/node.sh):$PATH" || exit 1
export PATH
[ -n "${SAPA:-}" ] || packaging/try --build-only > build/probes-build.log 2>&1 \
    || { tail -n 30 build/probes-build.log; echo "FAIL probes: build"; exit 1; }
cmake/node-modules.sh web || { echo "FAIL probes: npm ci"; exit 1; }
exec tests/probes/gate.py ${SAPA_LONG:+--long}
