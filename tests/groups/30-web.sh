#!/usr/bin/env bash
# The dashboard: types, rules, unit tests, size budgets.
set -uo pipefail
PATH="$(cmake/node.sh):$PATH" || exit 1
export PATH
cmake/node-modules.sh web || { echo "FAIL web: npm ci"; exit 1; }
cmake/build-web.sh web > build/web-build.log 2>&1 || { tail -n 30 build/web-build.log; echo "FAIL web: build"; exit 1; }
cd web

good=0 bad=0
note() { # what, exit code
    if [ "$2" = 0 ]; then echo "ok web: $1"; good=$((good + 1)); else echo "FAIL web: $1"; bad=$((bad + 1)); fi
}
quiet() { # command...: its words only when it fails
    local words status
    words=$("$@" 2>&1)
    status=$?
    [ "$status" = 0 ] || tail -n 60 <<< "$words"
    return "$status"
}

quiet npm run --silent check
note "types (svelte-check, tsc)" $?
quiet npm run --silent lint
note "rules and layout (eslint, prettier)" $?
quiet npm run --silent sizes
note "size budgets" $?

words=$(NO_COLOR=1 npx vitest run 2>&1)
status=$?
# vitest closes with:  Tests  2 failed | 61 passed (63)
tests=$(grep -E '^ *Tests +' <<< "$words" | tail -n 1)
passed=$(sed -nE 's/.* ([0-9]+) passed.*/\1/p' <<< "$tests")
failed=$(sed -nE 's/.* ([0-9]+) failed.*/\1/p' <<< "$tests")
if [ "$status" != 0 ]; then
    grep -E 'FAIL|Error:|✗|×' <<< "$words" | head -n 40
    [ "${failed:-0}" -gt 0 ] || failed=1
fi
good=$((good + ${passed:-0})) bad=$((bad + ${failed:-0}))
echo "$good passed, $bad failed"
[ "$bad" = 0 ]
