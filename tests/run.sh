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

# What three test programs need from Debian: tests/pictures.rs opens papers with LibreOffice, tests/browser.rs the pages with
# Chromium, tests/steered.rs sets the machine's clock with libfaketime. A program whose needs cannot be had is left out, and the
# last line says so.
has_font() { [ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ]; }
has_faketime() { compgen -G "/usr/lib/*/faketime/libfaketimeMT.so.1"; }
can_run() {
    case $1 in
    pictures) command -v soffice && command -v pdftoppm && has_font ;;
    browser) command -v chromium && command -v pdftoppm && has_font ;;
    steered) has_faketime ;;
    esac >/dev/null
}
outside() {
    local wanted=()
    command -v soffice >/dev/null || wanted+=(libreoffice-writer-nogui)
    command -v pdftoppm >/dev/null || wanted+=(poppler-utils)
    command -v chromium >/dev/null || wanted+=(chromium)
    has_faketime >/dev/null || wanted+=(libfaketime)
    has_font || wanted+=(fontconfig fonts-noto-cjk)
    [ ${#wanted[@]} -gt 0 ] || return 0
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        say "installing ${wanted[*]}"
        timeout 150 apt-get update -qq || true
        local package
        for package in "${wanted[@]}"; do
            DEBIAN_FRONTEND=noninteractive timeout 400 apt-get install -y -qq --no-install-recommends "$package" >/dev/null || true
        done
    fi
}

prepare
outside
left_out=()
for program in pictures browser steered; do
    can_run "$program" || left_out+=("$program")
done
# The dashboard's tests look at one city that takes half a minute to make: they share it in one process, where nextest would make
# it for each of them.
together=(board)
case " ${left_out[*]} " in *" browser "*) ;; *) together+=(browser) ;; esac
selected="all()$(printf ' - binary(%s)' "${left_out[@]}" "${together[@]}")"
# Full backtraces of failing properties say less than the property itself, and snapshots are compared, never written.
export RUST_BACKTRACE=${RUST_BACKTRACE:-0} INSTA_UPDATE=no CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-auto}

step format cargo fmt --check
step lints cargo clippy --locked --all-targets -- -D warnings
step documentation env RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps
if cargo nextest --version >/dev/null 2>&1; then
    step tests cargo nextest run --locked -E "$selected"
    # shellcheck disable=SC2046 # a list of words
    step dashboard cargo test --locked $(printf ' --test %s' "${together[@]}")
elif [ ${#left_out[@]} -eq 0 ]; then
    step tests cargo test --locked --all-targets
else
    names=$(cd tests && ls -d -- *.rs */main.rs | sed 's:/main\.rs$::; s:\.rs$::' | grep -vxF "$(printf '%s\n' "${left_out[@]}")" | sed 's/^/--test /')
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
printf '\n'
[ ${#left_out[@]} -eq 0 ] || printf 'LEFT OUT, for want of what they need from Debian:%s.\n' "$(printf ' tests/%s.rs' "${left_out[@]}")"
