#!/usr/bin/env bash
# Every fuzz target for SAPA_FUZZ_SECONDS (600 unless said); what breaks one is kept below
# tests/fuzz/seeds, where the ordinary tests read it from then on.
set -uo pipefail
packaging/build-deps --fuzz || { echo "FAIL fuzz: packages"; exit 1; }
for version in 19 18 17 16; do
    command -v "clang++-$version" > /dev/null && break
done
cmake --preset fuzz -DCMAKE_C_COMPILER="clang-$version" -DCMAKE_CXX_COMPILER="clang++-$version" > build/fuzz.log 2>&1 || {
    tail -n 20 build/fuzz.log
    echo "FAIL fuzz: configure"
    exit 1
}
targets=()
for file in tests/fuzz/seeds/*/; do targets+=("fuzz_$(basename "$file")"); done
cmake --build build-fuzz --parallel "$SAPA_JOBS" --target "${targets[@]}" >> build/fuzz.log 2>&1 || {
    grep -m5 -A6 'error:' build/fuzz.log
    echo "FAIL fuzz: build"
    exit 1
}

# Bodies of webhooks are long; the rest breaks on little.
search() {
    local name=$1 seeds=tests/fuzz/seeds/$1 corpus=build-fuzz/corpus/$1 log=build-fuzz/$1.log more=()
    mkdir -p "$corpus"
    [ "$name" != whatsapp_read ] || more=(tests/channels/whatsapp)
    if build-fuzz/bin/fuzz_"$name" -max_total_time="${SAPA_FUZZ_SECONDS:-600}" -max_len=8192 -timeout=10 \
        -rss_limit_mb=1024 -artifact_prefix="$seeds/found-" "$corpus" "$seeds" "${more[@]}" > "$log" 2>&1; then
        echo "ok fuzz $name: $(sed -nE 's/^Done ([0-9]+) runs in ([0-9]+) second.*/\1 runs in \2 s/p' "$log")"
    else
        echo "FAIL fuzz $name: $(grep -m1 -E 'SUMMARY|ERROR' "$log"), see $log"
    fi
}
export -f search
printf '%s\n' "${targets[@]#fuzz_}" | xargs -P "$SAPA_JOBS" -I{} bash -c 'search {}'
