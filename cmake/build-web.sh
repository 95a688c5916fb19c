#!/usr/bin/env bash
# Builds the dashboard into web/dist and the simulator's phone page into web/dist-phone.
# Does nothing when the sources are those of the last build.
# Usage: build-web.sh WEB-FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:?usage: build-web.sh WEB-FOLDER}"

# A Node that is too old is stood in for by one from npm.
PATH="$("$here/node.sh"):$PATH"
export PATH

# Several build folders may want this at once.
exec 9< package-lock.json
flock 9

"$here/node-modules.sh" "$PWD"
sources=$(find . \( -name node_modules -o -name 'dist*' -o -name test -o -name e2e \) -prune -o -type f -print0 \
    | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
if [ "$(cat dist/.sources 2> /dev/null)" = "$sources" ]; then exit 0; fi
npm run --silent build
echo "$sources" > dist/.sources
