#!/usr/bin/env bash
# Builds the extension for a thread-safe debug PHP and runs phpt files with it: tools/zts.sh [file or folder]...
# That PHP says what was not freed, which a test does not expect: a leak is a failure.

# shellcheck source=tools/env.sh
source "$(dirname "$0")/env.sh"

"$root/tools/setup.sh" build
prefix=$("$root/tools/php.sh")
export PHP=$prefix/bin/php PHP_CONFIG=$prefix/bin/php-config CARGO_TARGET_DIR=$target/zts
"$root/tools/setup.sh" test
cargo build --locked
# shellcheck disable=SC2016 # PHP code
"$PHP" -n -r 'printf("PHP %s, %s, %s\n", PHP_VERSION, PHP_ZTS ? "ZTS" : "NTS", PHP_DEBUG ? "debug" : "no debug");'
"$root/tools/phpt.sh" "$@"
