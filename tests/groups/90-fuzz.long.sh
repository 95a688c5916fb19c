#!/usr/bin/env bash
# Every fuzz target, or those in SAPA_FUZZ, for SAPA_FUZZ_SECONDS of processor time (600 unless said);
# what breaks one is kept below tests/fuzz/seeds, where the ordinary tests read it from then on, and
# what it learned below build-fuzz/corpus, where the next search begins.
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
for name in ${SAPA_FUZZ:-$(ls tests/fuzz/seeds)}; do targets+=("fuzz_$name"); done
cmake --build build-fuzz --parallel "$SAPA_JOBS" --target "${targets[@]}" >> build/fuzz.log 2>&1 || {
    grep -m5 -A6 'error:' build/fuzz.log
    echo "FAIL fuzz: build"
    exit 1
}

# Bodies of webhooks are long; the rest breaks on little. Seconds are the processor's, so that a busy
# machine searches as much as a quiet one: asked with USR1, libFuzzer ends as if its time were over.
search() {
    local name=$1 seeds=tests/fuzz/seeds/$1 corpus=build-fuzz/corpus/$1 log=build-fuzz/$1.log more=()
    local seconds=${SAPA_FUZZ_SECONDS:-600} ticks used=0 pid status
    mkdir -p "$corpus"
    [ "$name" != whatsapp_read ] || more=(tests/channels/whatsapp)
    [ ! -e "tests/fuzz/words/$name" ] || more+=("-dict=tests/fuzz/words/$name")
    build-fuzz/bin/fuzz_"$name" -max_len=8192 -timeout=30 -rss_limit_mb=1024 -use_value_profile=1 -print_final_stats=1 \
        -artifact_prefix="$seeds/found-" "$corpus" "$seeds" "${more[@]}" > "$log" 2>&1 &
    pid=$!
    ticks=$(getconf CLK_TCK)
    while [ "$used" -lt "$seconds" ] && kill -0 "$pid" 2> /dev/null; do
        sleep 1
        used=$(awk -v ticks="$ticks" '{ print int(($14 + $15) / ticks) }' "/proc/$pid/stat" 2> /dev/null || echo "$used")
    done
    kill -USR1 "$pid" 2> /dev/null
    wait "$pid"
    status=$?
    if [ "$status" = 0 ]; then
        echo "ok fuzz $name: $used s, $(sed -nE 's/^stat::number_of_executed_units: *//p' "$log") runs, $(
            sed -nE 's/^#.* cov: ([0-9]+) ft: .* corp: ([0-9]+).*/\1 edges, \2 inputs/p' "$log" | tail -n 1)"
    else
        echo "FAIL fuzz $name: $(grep -m1 -E 'SUMMARY|ERROR' "$log"), see $log"
    fi
}
export -f search
printf '%s\n' "${targets[@]#fuzz_}" | xargs -P "$SAPA_JOBS" -I{} bash -c 'search {}'
