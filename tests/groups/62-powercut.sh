#!/usr/bin/env bash
# The power goes at random moments: what was acknowledged is there once, and nothing is half. That the
# test would notice is seen with disks that lie. POWERCUT names the program; SEED repeats a run.
set -uo pipefail
if [ -z "${POWERCUT:-}" ]; then
    { packaging/try --build-only && cmake -S . -B build -DSAPA_TESTS=ON \
        && cmake --build build --parallel "$SAPA_JOBS" --target powercut; } > build/powercut-build.log 2>&1 \
        || { tail -n 30 build/powercut-build.log; echo "FAIL powercut: build"; exit 1; }
    POWERCUT=build/bin/powercut
fi
cuts=500
[ -z "${SAPA_LONG:-}" ] || cuts=10000
"$POWERCUT" --cuts "$cuts" ${SEED:+--seed "$SEED"} --keep build/powercut-remains
for lie in file folder; do
    if "$POWERCUT" --cuts 60 --seed 5 --lie $lie > "build/powercut-$lie.log" 2>&1; then
        echo "FAIL powercut: a disk that lies about the sync of a $lie is not noticed"
    else
        echo "ok powercut: a disk that lies about the sync of a $lie is noticed"
    fi
done
