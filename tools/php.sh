#!/usr/bin/env bash
# Builds a thread-safe PHP with assertions, which reports memory that was not freed, from the source of the
# distribution's PHP, and prints the folder that it is installed in.
#
# It is built once and kept below CORIO_CACHE (~/.cache/corio); needs root for what is missing to build it.

# shellcheck source=tools/env.sh
source "$(dirname "$0")/env.sh"

cache=${CORIO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/corio}

# Everything a test needs is built in, because run-tests.php is started without php.ini.
options=(
    --enable-zts --enable-debug --disable-all --enable-cli --enable-fpm --enable-opcache --with-openssl --with-zlib
    --enable-sockets --enable-pcntl --enable-posix --enable-phar --enable-tokenizer --enable-ctype --enable-filter
    --enable-session
)

main() {
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock 9 # two runs at once build once
    local prefix
    prefix=$cache/php$(version)-zts-$(fingerprint)
    [[ -x $prefix/bin/php ]] || build "$prefix" >&2
    echo "$prefix"
}

# Of what decides how PHP is built: another way to build is another folder.
fingerprint() {
    { declare -f compile && echo "${options[@]}"; } | cksum | awk '{ printf "%08x\n", $1 }'
}

# Of the distribution's PHP, as its packages are named.
version() {
    "$php" -n -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;'
}

build() { # prefix
    local work log=$1.log
    work=$(mktemp -d "$cache/build.XXXXXX")
    # shellcheck disable=SC2064 # the folder is wanted as it is now
    trap "rm -rf '$work'" EXIT
    "$root/tools/setup.sh" php
    fetch_source "$work"
    echo "php: building $1 from $(basename "$work"/*.dsc .dsc) (output in $log)"
    cd "$work/source"
    compile "$1" >"$log" 2>&1 </dev/null 9>&- || {
        tail -n 30 "$log"
        die "the build failed; all of its output is in $log"
    }
    cd "$root"
}

compile() { # prefix
    # Under another name until it is whole: an interrupted build is never taken for one. (Chained, because `set -e`
    # does not hold in a function whose failure is looked at.)
    ./buildconf --force && ./configure --prefix="$1" "${options[@]}" && nice -n 10 make -j"$(nproc)" &&
        make install INSTALL_ROOT="$1.new" && rm -rf "$1" && mv "$1.new$1" "$1" && rm -rf "$1.new"
}

# The newest source that the mirrors have; a source may be gone where its packages are still there.
fetch_source() { # work
    local source part versions version
    mkdir -p "$1/lists/partial" "$1/cache/archives/partial" "$1/source"
    cd "$1"
    for part in '' -security; do
        source=$(repository_of "$part")
        [[ -z $source ]] || echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $source main"
    done >sources
    local settings=(
        -o "Dir::Etc::SourceList=$1/sources" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$1/lists"
        -o "Dir::Cache=$1/cache" -o APT::Sandbox::User=root -qq
    )
    apt-get "${settings[@]}" update
    mapfile -t versions < <(apt-cache "${settings[@]}" showsrc "php$(version)" | sed -n 's/^Version: //p' | sort -rV)
    for version in "${versions[@]}"; do
        # Under `if`, so that one that is gone does not end this script.
        if apt-get "${settings[@]}" source --download-only "php$(version)=$version" >fetch.log 2>&1; then
            rm -rf source
            dpkg-source --no-check -x ./*.dsc source >fetch.log
            cd "$root"
            return
        fi
        rm -f ./*.dsc ./*.tar.*
    done
    cat fetch.log
    die "no source of php$(version) can be had"
}

# Mirror and release that this machine's packages come from.
repository_of() { # '' or -security
    local codename
    codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    # shellcheck disable=SC2016 # apt fills the placeholder in
    apt-get indextargets --format '$(REPO_URI) $(RELEASE)' "Codename: $codename$1" 'Created-By: Packages' |
        awk -v release="$codename$1" 'NR == 1 { print $1, release }'
}

die() {
    echo "php: $*" >&2
    exit 1
}

main
