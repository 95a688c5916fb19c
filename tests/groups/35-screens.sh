#!/usr/bin/env bash
# The dashboard's screens in Chromium against a stand-in server: desktop, phone, dark, Arabic, axe.
set -uo pipefail
PATH="$(cmake/node.sh):$PATH" || exit 1
export PATH
cmake/node-modules.sh web || { echo "FAIL screens: npm ci"; exit 1; }
cmake/build-web.sh web > build/web-build.log 2>&1 || { tail -n 30 build/web-build.log; echo "FAIL screens: build"; exit 1; }
cd web && exec npm run --silent walk
