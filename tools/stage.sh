#!/usr/bin/env bash
# Lays the released extension out as this PHP expects it, below a folder: tools/stage.sh <folder>
# The stripped module in PHP's extension folder, and an ini file that loads it.

# shellcheck source=tools/env.sh
source "$(dirname "$0")/env.sh"

destination=${1:?usage: tools/stage.sh <folder>}
# shellcheck disable=SC2016 # PHP code
scan_dir=$("$php" -r 'echo PHP_CONFIG_FILE_SCAN_DIR;')

install -D --strip "$(extension release)" "$destination$("$php_config" --extension-dir)/corio.so"
mkdir -p "$destination$scan_dir"
echo 'extension=corio' >"$destination$scan_dir/corio.ini"
