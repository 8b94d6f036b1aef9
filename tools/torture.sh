#!/usr/bin/env bash
# What takes longer than `make test` may: many more requests to the web servers, and the tests of coroutines again with
# each neighbour that gets into every function call. Ends with "N passed, M failed".

# shellcheck source=tools/env.sh
source "$(dirname "$0")/env.sh"

passed=0 failed=0

part() { # what, command
    local log
    log=$(mktemp)
    echo "torture: $1"
    shift
    "$@" >"$log" 2>&1 || { grep -aE '^(FAIL|LEAK|WARN) ' "$log" || tail -n 30 "$log"; }
    read -r p f <<<"$(awk '/^test result: / { p += $4; f += $6; n++ } END { print p + 0, n ? f + 0 : 1 }' "$log")"
    passed=$((passed + p)) failed=$((failed + f))
    rm -f "$log"
}

part 'requests however they end, 10 000 to each server' \
    env CORIO_TORTURE=1 TEST_TIMEOUT=1800 tools/phpt.sh fpm neighbours/apache_requests_do_not_grow.phpt
for neighbour in xdebug pcov function-jit; do
    part "beside $neighbour" tools/phpt.sh --$neighbour lifecycle coroutine channel timer
done
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
