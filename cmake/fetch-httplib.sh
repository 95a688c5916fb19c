#!/usr/bin/env bash
# Puts cpp-httplib, split into httplib.h and httplib.cc, into the cache and prints its folder.
# Sources, best first:
#   1. SAPA_HTTPLIB_URL: an address of the full upstream header of the version in cmake/pins, SHA-256 checked
#   2. a full httplib.h already on this system, if it is new enough
#   3. Debian's source package through apt: own list folder, signature checked by apt
#   4. upstream's own copy of the version in cmake/pins, SHA-256 checked
# On a system that is not Debian, 3 is left out unless SAPA_DEBIAN_MIRROR names a Debian mirror.
# Usage: fetch-httplib.sh CACHE-FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${1:?usage: fetch-httplib.sh CACHE-FOLDER}
read -r package oldest pinned < <(awk '$1 == "httplib" { print $3, $4, $5 }' "$here/pins")
suites="forky sid"
upstream="https://raw.githubusercontent.com/yhirose/cpp-httplib/v$oldest/httplib.h"

say() { echo "cpp-httplib: $*" >&2; }
version_of() { sed -n 's/^#define CPPHTTPLIB_VERSION "\(.*\)"$/\1/p' "$1"; }
new_enough() { [ "$(printf '%s\n%s\n' "$oldest" "$1" | sort -V | head -n 1)" = "$oldest" ]; }
# Debian's binary package installs declarations only; the full header has the bodies.
is_full() { [ "$(grep -c '^// -\{76\}$' "$1")" -ge 2 ] && grep -q '^inline bool Server::listen(' "$1"; }

key="httplib-$oldest"
if [ -n "${SAPA_HTTPLIB_URL:-}" ]; then key="$key-upstream"; fi
out="$cache/$key"
if [ -f "$out/.complete" ]; then
    # The folder is an include path: a file of this name would stand before the standard <version>.
    rm -f "$out/version"
    echo "$out"
    exit 0
fi
mkdir -p "$cache"
scratch=$(mktemp -d "$cache/.fetch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

from_url() { # address
    python3 - "$1" "$scratch/httplib.h" 2> "$scratch/words" << 'E' || {
import sys, urllib.request
if not sys.argv[1].startswith("https://"):
    sys.exit("only https:// is fetched")
with urllib.request.urlopen(sys.argv[1], timeout=60) as answer, open(sys.argv[2], "wb") as out:
    out.write(answer.read(4_000_000))
E
        say "nothing could be fetched from $1: $(tail -n 1 "$scratch/words")"
        return 1
    }
    [ "sha256-$(sha256sum "$scratch/httplib.h" | cut -d' ' -f1)" = "$pinned" ] || {
        say "what $1 gives is not the pinned $oldest"
        return 1
    }
    echo "the pinned upstream header" > "$scratch/origin"
}

from_system() {
    local header
    for header in /usr/local/include/httplib.h /usr/include/httplib.h; do
        if [ -f "$header" ] && new_enough "$(version_of "$header")" && is_full "$header"; then
            cp "$header" "$scratch/httplib.h"
            echo "the system's own full header" > "$scratch/origin"
            return 0
        fi
    done
    return 1
}

debian_mirror() {
    if [ -n "${SAPA_DEBIAN_MIRROR:-}" ]; then
        echo "$SAPA_DEBIAN_MIRROR"
        return
    fi
    apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(SUITE)' 2> /dev/null \
        | awk '$2 == "Debian" && $3 !~ /security|backports/ { print $1; exit }'
}

from_debian() {
    local mirror keyring suite options dsc
    mirror=$(debian_mirror)
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -n "$mirror" ] || return 1
    [ -f "$keyring" ] || {
        say "the package debian-archive-keyring is missing"
        return 1
    }
    for suite in $suites; do
        local apt="$scratch/apt-$suite"
        mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/src"
        printf 'Types: deb-src\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
            "$mirror" "$suite" "$keyring" > "$apt/debian.sources"
        options=(-q -o "Dir::Etc::SourceList=$apt/debian.sources" -o Dir::Etc::SourceParts=/dev/null
            -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=
            -o Acquire::Languages=none -o Acquire::Retries=2)
        apt-get "${options[@]}" update > "$apt/log" 2>&1 || continue
        (cd "$apt/src" && apt-get "${options[@]}" source --download-only --only-source "$package") \
            >> "$apt/log" 2>&1 || continue
        dsc=$(find "$apt/src" -name '*.dsc' | head -n 1)
        # apt has checked the .dsc against the signed index; dpkg-source checks the tarballs against it.
        dpkg-source --no-check -x "$dsc" "$apt/tree" >> "$apt/log" 2>&1 || continue
        if [ -f "$apt/tree/httplib.h" ] && new_enough "$(version_of "$apt/tree/httplib.h")" \
            && is_full "$apt/tree/httplib.h"; then
            cp "$apt/tree/httplib.h" "$scratch/httplib.h"
            [ -f "$apt/tree/LICENSE" ] && cp "$apt/tree/LICENSE" "$scratch/LICENSE"
            echo "Debian's source package, suite $suite" > "$scratch/origin"
            return 0
        fi
    done
    say "no suite of $suites gave version $oldest or newer; last words of apt:"
    tail -n 3 "$scratch"/apt-*/log >&2 || true
    return 1
}

if [ -n "${SAPA_HTTPLIB_URL:-}" ]; then
    from_url "$SAPA_HTTPLIB_URL" || exit 1
elif ! from_system && ! from_debian && ! from_url "$upstream"; then
    say "no full header of version $oldest or newer could be had; SAPA_DEBIAN_MIRROR may name a Debian mirror, SAPA_HTTPLIB_URL another copy"
    exit 1
fi

mkdir "$scratch/done"
python3 "$here/split-httplib.py" "$scratch/httplib.h" "$scratch/done"
cp "$scratch/origin" "$scratch/done/origin"
[ ! -f "$scratch/LICENSE" ] || cp "$scratch/LICENSE" "$scratch/done/"
touch "$scratch/done/.complete"
rm -rf "$out"
mv "$scratch/done" "$out" 2> /dev/null || [ -f "$out/.complete" ]
say "$(version_of "$scratch/httplib.h") from $(cat "$out/origin")"
echo "$out"
