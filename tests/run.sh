#!/usr/bin/env bash
# Everything that must pass: format, lints, documentation, tests, licences. Run from anywhere: bash tests/run.sh
set -euo pipefail
cd "$(dirname "$0")/.."

started=$SECONDS
passed=()

say() { printf '\n== %s\n' "$*"; }

# One step: its name, then the command. The first that fails ends the run with its name.
step() {
    local name=$1 began=$SECONDS
    shift
    say "$name: $*"
    if ! "$@"; then
        printf '\nFAILED: %s, after %d s. Before it passed: %s.\n' "$name" "$((SECONDS - started))" "${passed[*]:-nothing}"
        exit 1
    fi
    passed+=("$name ($((SECONDS - began)) s)")
}

# What the build needs besides Rust: a C compiler and linker. Only Debian and its kin are helped.
prepare() {
    if ! command -v cc >/dev/null; then
        if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
            say "no C compiler: installing build-essential"
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends build-essential
        else
            echo "There is no C compiler (cc). As root: apt-get install build-essential" >&2
            exit 1
        fi
    fi
    if ! command -v cargo >/dev/null; then
        echo "There is no cargo. Rust comes from https://rustup.rs" >&2
        exit 1
    fi
    local component
    for component in fmt clippy; do
        if ! cargo "$component" --version >/dev/null 2>&1; then
            command -v rustup >/dev/null || { echo "cargo $component is missing, and there is no rustup to add it" >&2; exit 1; }
            say "adding the component for cargo $component"
            rustup component add "${component/fmt/rustfmt}"
        fi
    done
}

# What two test programs look with, from Debian: tests/pictures.rs opens papers with LibreOffice, tests/browser.rs the pages
# with Chromium. Where these cannot be had, exactly those two are left out, and the last line says so.
outside() {
    local wanted=()
    command -v soffice >/dev/null || wanted+=(libreoffice-writer-nogui)
    command -v pdftoppm >/dev/null || wanted+=(poppler-utils)
    command -v chromium >/dev/null || wanted+=(chromium)
    [ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ] || wanted+=(fontconfig fonts-noto-cjk)
    [ ${#wanted[@]} -gt 0 ] || return 0
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        say "installing ${wanted[*]}"
        timeout 150 apt-get update -qq || true
        DEBIAN_FRONTEND=noninteractive timeout 400 apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null && return 0
    fi
    echo "Not to be had: ${wanted[*]}" >&2
    return 1
}

prepare
selected=(-E 'all()')
left_out=
if ! outside; then
    selected=(-E 'not (binary(pictures) or binary(browser))')
    left_out=" LEFT OUT, for want of LibreOffice or Chromium: tests/pictures.rs, tests/browser.rs."
fi
# Full backtraces of failing properties say less than the property itself, and snapshots are compared, never written.
export RUST_BACKTRACE=${RUST_BACKTRACE:-0} INSTA_UPDATE=no CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-auto}

step format cargo fmt --check
step lints cargo clippy --locked --all-targets -- -D warnings
step documentation env RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps
if cargo nextest --version >/dev/null 2>&1; then
    step tests cargo nextest run --locked "${selected[@]}"
elif [ -z "$left_out" ]; then
    step tests cargo test --locked --all-targets
else
    names=$(cd tests && ls -d -- *.rs */main.rs | sed 's:/main\.rs$::; s:\.rs$::' | grep -vxE 'pictures|browser' | sed 's/^/--test /')
    # shellcheck disable=SC2086 # a list of words
    step tests cargo test --locked --lib --bins --examples --benches $names
fi
step "documentation tests" cargo test --locked --doc
# tests/licences.rs has held .cargo/deny.toml already; cargo-deny reads licence files as well.
if cargo deny --version >/dev/null 2>&1; then
    step licences cargo deny --all-features check bans licenses sources
fi

printf '\nAll passed in %d s:' "$((SECONDS - started))"
printf ' %s,' "${passed[@]}" | sed 's/,$/./'
printf '%s\n' "$left_out"
