#!/usr/bin/env bash
# packaging/try as a stranger meets it: with tools that are too old, and in a fresh Debian 12, 13
# and Ubuntu 24.04. Wants root and half an hour for each; see tests/package/fresh-root.
set -uo pipefail
status=0

stand_ins=$(mktemp -d)
trap 'rm -rf "$stand_ins"' EXIT
too_old() { # tool, what it says of its version
    local said
    printf '#!/bin/sh\necho "%s"\n' "$2" > "$stand_ins/$1"
    chmod +x "$stand_ins/$1"
    if said=$(PATH="$stand_ins:$PATH" packaging/try --build-only 2>&1) || [ "$(wc -l <<< "$said")" != 1 ] \
        || [[ "$said" != *"or newer is needed"* ]]; then
        echo "FAIL fresh: a $1 that is too old is one sentence: ${said//$'\n'/ }"
        status=1
    else
        echo "ok fresh: a $1 that is too old is one sentence"
    fi
    rm "$stand_ins/$1"
}
too_old cmake "cmake version 3.20.4"
too_old c++ 11.4.0

for suite in bookworm trixie noble; do
    tests/package/fresh-root "$suite" | sed -E "/^[0-9]+ passed/d"
    [ "${PIPESTATUS[0]}" = 0 ] || status=1
done
exit "$status"
