#!/usr/bin/env bash
# Runs phpt files with PHP's own runner: tools/phpt.sh [--NEIGHBOUR]... [file or folder under php-tests/]...
# NEIGHBOUR is jit, function-jit, xdebug or pcov: what is loaded beside the extension.
# Ends with one line in the form of cargo's test harness, which tools/test.sh adds up.
#
# The tests run in a copy of php-tests/ and examples/, because the runner writes its files beside them.

# shellcheck source=tools/env.sh
source "$(dirname "$0")/env.sh"

so=${TEST_SO:-$(extension debug)}
settings=(-d extension="$so")
# For runs under a tool (tools/memory.sh): the command that runs each test, and settings for all of them.
test_php=${TEST_PHP:-$(command -v "$php")}
read -ra more <<<"${TEST_SETTINGS:-}"
for setting in "${more[@]}"; do
    settings+=(-d "$setting")
done

# What may be loaded beside the extension, so that the tests say whether both get along.
add_neighbour() {
    case $1 in
        jit) add_jit_settings tracing ;;
        function-jit) add_jit_settings function ;;
        pcov) settings+=(-d extension=pcov -d pcov.enabled=1) ;;
        xdebug) # traces have to go somewhere, and the tests recurse deeper than Xdebug likes
            settings+=(
                -d zend_extension=xdebug -d xdebug.mode=coverage,trace -d xdebug.start_with_request=yes
                -d xdebug.output_dir="$scratch" -d xdebug.trace_output_name=trace.%p -d xdebug.max_nesting_level=-1 -d xdebug.log_level=0
            )
            ;;
        *) echo "phpt: no such neighbour: $1" >&2 && exit 2 ;;
    esac
}

# PHP 8.5 has opcache built in and warns when it is loaded once more.
add_jit_settings() {
    "$php" -n -m | grep -q 'Zend OPcache' || settings+=(-d zend_extension=opcache)
    settings+=(-d opcache.enable_cli=1 -d opcache.jit="$1" -d opcache.jit_buffer_size=32M)
    # opcache turns the JIT off, with no more than a warning, when an extension is in its way.
    # shellcheck disable=SC2016 # PHP code
    "$php" -n "${settings[@]}" -r 'exit(opcache_get_status(false)["jit"]["on"] ? 0 : 1);' || {
        echo "phpt: the JIT does not start beside this extension" >&2
        exit 1
    }
}

# Debian keeps it beside the extensions; PHP's own installation two folders above them, in Debian's source by version.
find_runner() {
    local extensions candidate
    extensions=$("$php_config" --extension-dir)
    for candidate in "$extensions/build/run-tests.php" "$extensions"/../../{,*/}build/run-tests.php; do
        [[ ! -e $candidate ]] || { echo "$candidate" && return; }
    done
    echo "phpt: no run-tests.php near $extensions" >&2
    return 1
}

mkdir -p "$target/phpt"
find "$target/phpt" -maxdepth 1 -name 'run.*' -mmin +60 -exec rm -rf {} + # of failed runs, long looked at
scratch=$(mktemp -d "$target/phpt/run.XXXXXX")
cp -R php-tests examples "$scratch/"

while [[ ${1:-} == --* ]]; do
    add_neighbour "${1#--}"
    shift
done

paths=()
for path in "${@:-php-tests}"; do
    path=${path#"$root/"}
    paths+=("$scratch/php-tests/${path#php-tests}")
done

# Progress is written over itself: only what follows a line's last carriage return would stay visible.
# Unbuffered, so that the log of a run that is killed shows how far it came.
status=0
NO_INTERACTION=1 NO_COLOR=1 TEST_PHP_EXECUTABLE=$test_php CORIO_SO=$so \
    "$php" -n "$(find_runner)" -q -n -j"$(nproc)" --show-diff -W "$scratch/results" "${settings[@]}" "${paths[@]}" \
    </dev/null 2>&1 | sed -u -e 's/.*\r//' -e '/^TEST /d' -e '/^ *$/d' || status=$?

if [[ ! -s $scratch/results ]]; then
    echo "phpt: no test was run: ${paths[*]}"
    rm -rf "$scratch"
    exit 1
fi
awk '
    $1 == "PASSED" { passed++; next }
    $1 == "SKIPPED" || $1 == "XFAILED" { skipped++; next }
    { failed++ }
    END { printf "test result: %s. %d passed; %d failed; %d ignored\n", failed ? "FAILED" : "ok", passed, failed, skipped }
' "$scratch/results"

if [[ $status -eq 0 ]]; then
    rm -rf "$scratch"
else
    echo "phpt: outputs of the failed tests are in $scratch"
fi
exit "$status"
