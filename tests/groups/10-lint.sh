#!/usr/bin/env bash
# The house rules: who includes whom, SQL, banned calls, layout. clang-tidy is a group of its own.
status=0
for check in rooms banned format sql; do
    .ci/"$check" || status=1
done
exit "$status"
