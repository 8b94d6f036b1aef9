#!/usr/bin/env bash
# Runs every libFuzzer target of fuzz/ for FUZZ_SECONDS (60 unless set): tools/fuzz.sh [target]...
# What the fuzzer has learnt stays below the target folder for the next run.

# shellcheck source=tools/env.sh
source "$(dirname "$0")/env.sh"

cargo fuzz --version >/dev/null 2>&1 || cargo install --locked cargo-fuzz

# The sanitizer flags are not stable; RUSTC_BOOTSTRAP lets the stable compiler take them.
export RUSTC_BOOTSTRAP=1
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || mapfile -t targets < <(cargo fuzz list)
for name in "${targets[@]}"; do
    corpus=$target/fuzz-corpus/$name
    mkdir -p "$corpus"
    cargo fuzz run --target-dir "$target/fuzz" "$name" "$corpus" -- \
        -max_total_time="${FUZZ_SECONDS:-60}" -max_len=2000 -print_final_stats=1
done
