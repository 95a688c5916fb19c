#!/usr/bin/env bash
# Writes what is generated from the route table anew: docs/openapi.json and the dashboard's types.
# Usage: cmake/write-api.sh [SAPA]   (the executable; build/sapa unless said)
set -euo pipefail
cd "$(dirname "$0")/.."
document=$("${1:-build/sapa}" openapi)
printf '%s\n' "$document" > docs/openapi.json
PATH="$(cmake/node.sh):$PATH"
cmake/node-modules.sh web
cd web && node build/write-api.mjs
