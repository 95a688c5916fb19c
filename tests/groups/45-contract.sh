#!/usr/bin/env bash
# The simulator against WhatsApp clients that others wrote.
set -uo pipefail
PATH="$(cmake/node.sh):$PATH" || exit 1
export PATH
packaging/try --build-only > build/contract-build.log 2>&1 || { tail -n 30 build/contract-build.log; echo "FAIL contract: build"; exit 1; }
cmake/node-modules.sh tests/contract || { echo "FAIL contract: npm ci"; exit 1; }
exec node tests/contract/contract.mjs build/sapa
