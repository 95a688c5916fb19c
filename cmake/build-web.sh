#!/usr/bin/env bash
# Builds the dashboard into OUT. A Node that is too old is stood in for by one from npm.
# Usage: build-web.sh WEB-FOLDER OUT
set -euo pipefail
web=${1:?} out=${2:?}
here=$(cd "$(dirname "$0")" && pwd)

PATH="$("$here/node.sh"):$PATH"
export PATH
cd "$web"

# node_modules is made anew only when the lock file changed; one work tree at a time.
exec 9> "$web/.npm.lock"
flock 9
want=$(sha256sum package-lock.json | cut -d' ' -f1)
if [ "$(cat node_modules/.sapa-lock 2> /dev/null)" != "$want" ]; then
    npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
    echo "$want" > node_modules/.sapa-lock
fi
npm run --silent build -- --outDir "$out" --emptyOutDir
test -f "$out/index.html"
