#!/usr/bin/env bash
# Installs what a package-lock.json names, when it changed since the last time. No package's own
# script is run.
# Usage: node-modules.sh FOLDER
set -euo pipefail
cd "${1:?usage: node-modules.sh FOLDER}"
want=$(sha256sum package-lock.json | cut -d' ' -f1)
if [ "$(cat node_modules/.sapa-lock 2> /dev/null)" = "$want" ]; then exit 0; fi
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
echo "$want" > node_modules/.sapa-lock
