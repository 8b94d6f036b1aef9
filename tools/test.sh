#!/usr/bin/env bash
# Everything `make test` proves, stage by stage; with the word `check`, only what needs no running,
# with the word `run`, only what runs: that depends on PHP's and OpenSSL's version.
# A stage that fails does not keep the others from running. Whole outputs: target/test-logs/.
# The last line is always "N passed, M failed"; each stage without tests of its own counts as one.

# shellcheck source=tools/env.sh
source "$(dirname "$0")/env.sh"

logs=$target/test-logs
passed=0 failed=0 skipped=0
last_status=0
group= # the process group that runs now

main() {
    mkdir -p "$logs"
    trap 'kill -TERM "$group" 2>/dev/null; exit 130' INT TERM
    local part=${1:-all} # `set -e` would not hold for functions in a list with && or ||
    case $part in
        all | check) static_stages ;;
        run) versions ;;
        *) echo "test: no such part: $part" >&2 && exit 2 ;;
    esac
    if [[ $part == check ]]; then
        deny_stage
    else
        dynamic_stages
    fi
    [[ $skipped -eq 0 ]] || echo "$skipped skipped"
    echo "$passed passed, $failed failed"
    [[ $failed -eq 0 ]]
}

static_stages() {
    stage fmt          60 cargo fmt --all --check
    stage clippy     1800 cargo clippy --locked --workspace --all-targets -- -D warnings
    stage doc        1800 env RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps
    stage gate-unsafe  60 tools/gates.sh unsafe
    stage gate-engine  60 tools/gates.sh engine
    stage gate-paths   60 tools/gates.sh paths
    stage gate-tests   60 tools/gates.sh tests
}

versions() {
    # shellcheck disable=SC2016 # PHP code
    "$php" -n -r 'printf("PHP %s, %s\n", PHP_VERSION, OPENSSL_VERSION_TEXT);'
}

# Not part of `make test`: cargo-deny takes minutes to install and looks only at Cargo.lock.
deny_stage() {
    if cargo deny --version >/dev/null 2>&1; then
        stage deny 300 cargo deny --offline check licenses bans sources
    else
        echo "deny         not run: cargo install --locked cargo-deny"
    fi
}

dynamic_stages() {
    local so stages=(stubs phpt phpt-jit examples soak) name
    so=$(extension debug)
    stage cargo-test 1800 cargo test --locked --workspace --no-fail-fast
    stage build    1800 cargo build --locked
    if [[ $last_status -ne 0 ]]; then
        for name in "${stages[@]}"; do
            echo "$name: not run, there is no extension"
        done
        failed=$((failed + ${#stages[@]}))
        return
    fi
    stage stubs      60 "$php" -n -d extension="$so" tools/stubs.php --check
    stage phpt      900 tools/phpt.sh
    stage phpt-jit  600 tools/phpt.sh --jit lifecycle coroutine
    stage examples  600 "$php" -n tools/examples.php "$so"
    stage soak      300 env SOAK_SECONDS=20 CORIO_SO="$so" "$php" -n -d extension="$so" tools/soak/soak.php
}

stage() { # name, time limit in seconds, command
    local name=$1 limit=$2 log=$logs/$1.log begin=$SECONDS
    shift 2
    printf '%-12s ' "$name"
    last_status=0
    limited "$limit" "$@" >"$log" 2>&1 || last_status=$?
    count "$log" "$last_status"
    printf '%5d s\n' $((SECONDS - begin))
    [[ $last_status -ne 0 ]] || return 0

    show_failure "$log" | sed 's/^/    /'
    [[ $last_status -ne 124 ]] || echo "    stopped at the time limit of $limit s"
    echo "    whole output: $log"
}

# Cargo's harness says what failed long before its last lines.
show_failure() {
    grep -m 10 -A 3 -E '^thread .* panicked at|^test .* FAILED$' "$1" | cut -c -300 || true
    tail -n 60 "$1"
}

# Runs a command in a process group of its own, with a time limit, and ends what it left running.
limited() {
    local limit=$1 status=0 grace
    shift
    timeout --kill-after=10 "$limit" "$@" </dev/null &
    group=$!
    wait "$group" || status=$?
    # Servers end by themselves a moment after their test, and clean up; only what stays is killed.
    for ((grace = 50; grace > 0; grace--)); do
        kill -0 -- "-$group" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL -- "-$group" 2>/dev/null || true
    return "$status"
}

# Adds the "test result:" lines of cargo's harness, or the whole stage as one.
count() {
    local p f s results
    results=$(awk '/^test result: / { n++; p += $4; f += $6; s += $8 } END { if (n) print p, f, s }' "$1")
    read -r p f s <<<"${results:-$(($2 == 0)) $(($2 != 0)) 0}"
    [[ $2 -eq 0 || $f -gt 0 ]] || f=1 # it broke off without saying which test failed
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    if [[ -n $results ]]; then
        printf '%-38s' "$p passed, $f failed, $s skipped"
    else
        printf '%-38s' "$([[ $f -eq 0 ]] && echo ok || echo FAILED)"
    fi
}

main "$@"
