#!/usr/bin/env bash
# clang-tidy over src/: minutes for all of it, so only with --long or by name (--only tidy).
exec .ci/tidy
