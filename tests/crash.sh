#!/usr/bin/env bash
# Kills the program so often, at moments of this seed, and compares everything afterwards: tests/crash.sh [KILLS [SEED [CITIZENS]]].
# A release build; a debug one with YOUSU_DEBUG=1. It prints its figures.
set -euo pipefail
cd "$(dirname "$0")/.."

export YOUSU_KILLS=${1:-2000}
if [ $# -gt 1 ]; then
    export YOUSU_CRASH_SEED=$2
fi
if [ $# -gt 2 ]; then
    export YOUSU_CRASH_CITIZENS=$3
fi
profile=(--release)
if [ "${YOUSU_DEBUG:-}" = 1 ]; then
    profile=()
fi

exec cargo test --locked "${profile[@]}" --test crash -- --nocapture
