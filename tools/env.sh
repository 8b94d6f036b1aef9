# shellcheck shell=bash disable=SC2034 # the variables are for the scripts that source this
# Sourced by the scripts beside it: where the tree, the toolchain and the built extension are.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# rustup adds this folder to the profile of login shells only; make does not run in one. A PATH that
# is complete stays as it is: ext-php-rs is built again, which takes long, whenever PATH changes.
command -v cargo >/dev/null || PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"

# Not exported: ext-php-rs rebuilds when these variables change, and finds the same two by itself.
php=${PHP:-php}
php_config=${PHP_CONFIG:-php-config}

target=${CARGO_TARGET_DIR:-$root/target}

# The built extension of a cargo profile's folder: debug or release.
extension() { echo "$target/$1/libcorio.so"; }
