#!/usr/bin/env bash
# The house rules: who includes whom, SQL, banned calls, layout, clang-tidy.
status=0
for check in rooms banned format sql tidy; do
    .ci/"$check" || status=1
done
exit "$status"
