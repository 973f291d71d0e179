#!/usr/bin/env bash
# Every fuzz target for so many seconds (240), one after the other: bash tests/fuzz/run.sh [SECONDS] [TARGET…]
# Needs a nightly toolchain and cargo-fuzz. What is found stays in target/fuzz/found, and the run ends with 1.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=${1:-240}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(conversation classifier callback web_forms data_files imports records telegram_update)

# Outside of tests/, where the sources are read by tests.
built=${FUZZ_TARGET_DIR:-$PWD/target/fuzz}
mkdir -p "$built/found"
found=0
for target in "${targets[@]}"; do
    mkdir -p "$built/corpus/$target"
    printf '\n== %s\n' "$target"
    # Nothing here is unsafe, so a sanitizer would only make it slow. Overflow and debug assertions are on.
    cargo +nightly fuzz run --fuzz-dir tests/fuzz --target-dir "$built" --sanitizer none "$target" \
        "$built/corpus/$target" tests/fuzz/seeds -- \
        -max_total_time="$seconds" -timeout=60 -rss_limit_mb=3000 -max_len=1024 -print_final_stats=1 \
        -artifact_prefix="$built/found/$target-" || found=1
done
exit $found
