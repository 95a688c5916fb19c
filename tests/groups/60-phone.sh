#!/usr/bin/env bash
# The simulator's phone page in Chromium, over the real executable.
set -uo pipefail
PATH="$(cmake/node.sh):$PATH" || exit 1
export PATH
packaging/try --build-only > build/phone-build.log 2>&1 || { tail -n 30 build/phone-build.log; echo "FAIL phone: build"; exit 1; }
cmake/node-modules.sh web || { echo "FAIL phone: npm ci"; exit 1; }
cd web && exec node e2e/phone.mjs ../build/sapa
