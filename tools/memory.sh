#!/usr/bin/env bash
# Runs phpt files while a tool watches every access to memory: tools/memory.sh valgrind|asan [file or folder]...
#
#   valgrind   the PHP at hand, with its own allocator off: invalid accesses, values never set, memory definitely lost
#   asan       an extension built with AddressSanitizer in the PHP at hand, its own allocator off: invalid accesses of
#              the extension to the heap and to global variables, much faster than valgrind
#
# What the tool finds in any PHP process of a test, also in one that the test has started, is a failure. What a test
# prints counts only if it died: both tools are slow, and some tests measure time.

# shellcheck source=tools/env.sh
source "$(dirname "$0")/env.sh"

tool=${1:?usage: tools/memory.sh valgrind|asan [file or folder]...}
shift
folders=("$@")
[[ ${#folders[@]} -gt 0 ]] || folders=(lifecycle coroutine channel timer tls)
# Tests of sheer numbers, which would take hours.
too_large='thousand|torture_|repeated_|soak'
work=$(mktemp -d "${TMPDIR:-/tmp}/corio-$tool.XXXXXX")
wrapper=$work/php
mkdir "$work/logs"
chmod 1777 "$work" "$work/logs" # workers of web servers are other users

main() {
    "prepare_$tool"
    chmod 755 "$wrapper"
    local status=0 found files
    mapfile -t files < <(cd php-tests && find "${folders[@]#php-tests/}" -name '*.phpt' | grep -vE "$too_large" | sort)
    # Stacks further apart than valgrind thinks a frame can be large: else it takes a switch for a call. It knows
    # nothing of what the JIT of regular expressions writes.
    TEST_PHP=$wrapper TEST_SETTINGS="fiber.stack_size=8M corio.stack_size=8M pcre.jit=0" TEST_SO=$so TEST_TIMEOUT=600 \
        nice -n 5 "$root/tools/phpt.sh" "${files[@]}" >"$work/phpt.log" 2>&1 || status=$?
    found=$("findings_$tool")
    grep -aE '^(FAIL|LEAK|WARN) |Termsig|^Segmentation|^Aborted' "$work/phpt.log" || true
    grep -a '^test result' "$work/phpt.log" || { tail -n 20 "$work/phpt.log" && exit 1; }
    if [[ -n $found ]]; then
        printf '%s\n' "$found"
        echo "$tool: found something; its reports are in $work/logs"
        exit 1
    fi
    if grep -aqE 'Termsig|^[0-9+ ]*(Segmentation fault|Aborted)' "$work/phpt.log"; then
        echo "$tool: a process died; outputs are in $work/phpt.log"
        exit 1
    fi
    echo "$tool: nothing was found"
    rm -rf "$work"
}

prepare_valgrind() {
    "$root/tools/setup.sh" valgrind
    cargo build --locked
    # A copy: the run takes long, and the next build would replace it meanwhile.
    so=$work/corio.so
    cp "$(extension debug)" "$so"
    # One log for each process, the forked ones too. Servers and other commands are not what is tested.
    cat >"$wrapper" <<END
#!/bin/sh
export USE_ZEND_ALLOC=0 ZEND_DONT_UNLOAD_MODULES=1 CORIO_WATCHED_BY=valgrind
exec valgrind --tool=memcheck --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \\
    --trace-children=yes --trace-children-skip-by-arg='*/peers/*' --trace-children-skip='$not_php' \\
    --suppressions='$root/tools/valgrind.supp' --num-callers=30 --log-file='$work/logs/%p' '$(command -v "$php")' "\$@"
END
}

not_php='*/sh,*/bash,*/openssl,*/python3*,*/setsid,*/timeout,*/ip,*/iptables,*/unshare'

findings_valgrind() {
    local log
    for log in $(grep -laE 'ERROR SUMMARY: [1-9]|Process terminating with default action of signal (4|6|7|8|11) ' "$work"/logs/* || true); do
        ! grep -aqE 'Command: .*info\.php$' "$log" || continue # what run-tests.php asks PHP before it begins
        ! was_killed "$log" || grep -aqE "$access" "$log" || continue
        sed -E 's/^==[0-9]+== ?//' "$log" | grep -av '^Warning: client switching' | sed -n '/^Command/,$p' | awk "NR <= 60"
    done
}

# What is wrong with an access to memory, in valgrind's words.
access='Invalid |ninitialised|Mismatched |overlap|signal (4|6|7|8|11) '

# A killed process has not freed what it holds: all of that is taken for lost.
was_killed() { # log
    grep -aq 'Process terminating with default action of signal' "$1"
}

prepare_asan() {
    "$root/tools/setup.sh" asan
    local triple=x86_64-unknown-linux-gnu runtime
    runtime=$(clang -print-file-name=libclang_rt.asan-x86_64.so)
    # PHP opens extensions in a way (RTLD_DEEPBIND) that the sanitizer refuses.
    cat >"$work/nodeepbind.c" <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
void *dlopen(const char *file, int flags)
{
    void *(*real)(const char *, int) = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");
    return real(file, flags & ~RTLD_DEEPBIND);
}
END
    cc -shared -fPIC -o "$work/nodeepbind.so" "$work/nodeepbind.c"
    # Leaks are valgrind's business. Stacks are left out: the sanitizer knows one for each thread, and takes what a
    # fatal error has jumped over on another one for still in use.
    cat >"$wrapper" <<END
#!/bin/sh
export LD_PRELOAD='$work/nodeepbind.so $runtime' USE_ZEND_ALLOC=0 SKIP_ASAN=1 CORIO_WATCHED_BY=asan
export ASAN_OPTIONS="detect_leaks=0:verify_asan_link_order=0:detect_stack_use_after_return=0:log_path=$work/logs/asan"
exec '$(command -v "$php")' "\$@"
END
    # The flags are not stable; RUSTC_BOOTSTRAP lets the stable compiler take them. With --target they are not for
    # build scripts.
    CARGO_TARGET_DIR=$target/asan RUSTC_BOOTSTRAP=1 CC_x86_64_unknown_linux_gnu=clang \
        CFLAGS_x86_64_unknown_linux_gnu="-fsanitize=address -mllvm -asan-stack=0 -fno-omit-frame-pointer" \
        RUSTFLAGS="-Zsanitizer=address -Cllvm-args=-asan-stack=0 -Cforce-frame-pointers=yes" \
        cargo build --locked --target $triple
    so=$work/corio.so
    cp "$target/asan/$triple/debug/libcorio.so" "$so"
}

findings_asan() {
    local log
    for log in "$work"/logs/*; do
        ! grep -aqs "ERROR: AddressSanitizer" "$log" || sed 60q "$log" # warnings about stacks are of no interest
    done
}

main
