#!/usr/bin/env bash
# Boundaries of the source tree that no compiler checks: tools/gates.sh unsafe|engine|paths|tests

# shellcheck source=tools/env.sh
source "$(dirname "$0")/env.sh"

# Hand-written `unsafe` belongs to src/ffi/. Each engine file here needs it for one thing only.
may_be_unsafe=(
    src/ffi/
    engine/src/executor/waker.rs # a waker whose pointer is a tag, not an address
    engine/src/net/fork.rs       # pthread_atfork
    engine/src/net/raw.rs        # recv(2), recvmsg(2) with flags; SIGPIPE's disposition
    engine/src/reactor/probe.rs  # poll(2)
    engine/src/tls/raw.rs        # OpenSSL calls that its crate lacks or marks unsafe
    engine/src/tls/dtls.rs       # OpenSSL calls that DTLS needs, which are macros
    engine/tests/common/lifetime.rs # SSL_CTX_set_timeout, which the crate lacks
    engine/tests/fork.rs         # fork itself
    engine/tests/client.rs       # the limit of descriptors
    engine/tests/faults.rs       # functions of the C libraries that fail on purpose
)

gate_unsafe() {
    local pattern
    pattern=$(printf '|%s' "${may_be_unsafe[@]}")
    refuse "unsafe code outside src/ffi/ and the engine files named in tools/gates.sh" \
        "$(grep -rn --include='*.rs' '\bunsafe\b' build.rs src engine | sed 's|//.*||' |
            grep '\bunsafe\b' | grep -vE "^(${pattern#|})" || true)"
}

gate_engine() {
    refuse "the engine knows the PHP layer" "$(grep -rnE 'ext[-_]php[-_]rs' engine || true)"
}

# A map that names a file which is gone is worse than no map.
gate_paths() {
    local map=docs/ARCHITECTURE.md path missing=
    [[ -e $map ]] || refuse "there is no map" "$map"
    while read -r path; do
        [[ -e $path ]] || missing+="$path "
    done < <(tr '`' '\n' <$map | grep -xE '(src|engine|stubs|php-tests|examples|benches|tools|docker|docs|packaging)/[A-Za-z0-9_./-]*')
    refuse "$map names paths that do not exist" "$missing"
}

# A table of what is tested by what is worth nothing if the tests are not there. A name stands for one phpt, or for
# one in each face.
gate_tests() {
    local page=docs/swoole.md name missing=
    while read -r name; do
        compgen -G "php-tests/$name.phpt" >/dev/null || compgen -G "php-tests/$name.*.phpt" >/dev/null || missing+="$name "
    done < <(sed -n '/^## What is tested/,$p' $page | tr '`' '\n' | grep -xE '[a-z0-9_]+/[a-z0-9_]+' | sort -u)
    refuse "$page names tests that do not exist" "$missing"
}

refuse() { # what is wrong, the findings
    [[ -n $2 ]] || return 0
    printf '%s:\n%s\n' "$1" "$2"
    exit 1
}

"gate_${1:?usage: tools/gates.sh unsafe|engine|paths|tests}"
