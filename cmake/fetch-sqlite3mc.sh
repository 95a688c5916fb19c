#!/usr/bin/env bash
# Puts the SQLite3 Multiple Ciphers amalgamation into the cache and prints its folder.
# Source: an npm package (nothing of it is run), pinned with its SHA-512 in cmake/pins.
# Usage: fetch-sqlite3mc.sh CACHE-FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${1:?usage: fetch-sqlite3mc.sh CACHE-FOLDER}
read -r package version hash < <(awk '$1 == "sqlite3mc" { print $3, $4, $5 }' "$here/pins")

out="$cache/sqlite3mc-$version"
if [ -f "$out/.complete" ]; then
    echo "$out"
    exit 0
fi
command -v npm > /dev/null || {
    echo "npm is needed to fetch SQLite3 Multiple Ciphers; install the Debian package npm" >&2
    exit 1
}

mkdir -p "$cache"
scratch=$(mktemp -d "$cache/.fetch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
(cd "$scratch" && npm pack --ignore-scripts --loglevel=error "$package@$version" > npm.log 2>&1) || {
    echo "npm could not fetch $package $version: $(sed "s/^npm \(ERR!\|error\) *//" "$scratch/npm.log" | head -n 3 | tr "\n" " ")" >&2
    exit 1
}
tarball=$(find "$scratch" -name '*.tgz' | head -n 1)
seen="sha512-$(openssl dgst -sha512 -binary "$tarball" | base64 -w0)"
if [ "$seen" != "$hash" ]; then
    echo "$package $version is not what cmake/pins names: $seen" >&2
    exit 1
fi
tar -xzf "$tarball" -C "$scratch" package/deps/sqlite3 package/LICENSE
mkdir "$scratch/done"
mv "$scratch/package/deps/sqlite3"/sqlite3{,ext}.h "$scratch/package/deps/sqlite3/sqlite3.c" \
    "$scratch/package/LICENSE" "$scratch/done/"
touch "$scratch/done/.complete"
rm -rf "$out"
mv "$scratch/done" "$out" 2> /dev/null || [ -f "$out/.complete" ]
echo "$out"
