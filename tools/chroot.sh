#!/usr/bin/env bash
# Runs a command in a Debian of another release, made by debootstrap. Needs root and debootstrap.
#
#   tools/chroot.sh [command...]          HEAD in a bare machine with make, CA certificates and a Rust
#                                         toolchain, nothing else; without a command: make demo, make test
#   tools/chroot.sh --kept [command...]   the working tree, read-only, in a machine that stays for the next
#                                         run with all that was installed and built; without a command: a shell
#
# SUITE is the release (bookworm); CHROOT_DIR is where all of it lies (/var/tmp/corio-chroot). Examples:
#   SUITE=trixie tools/chroot.sh --kept tools/phpt.sh php-tests/tls
#
# Everything is mounted inside a mount and process namespace of its own: however this script ends,
# the mounts and every process started in there are gone, and no `rm` can reach through a mount.

# shellcheck source=tools/env.sh
source "$(dirname "$0")/env.sh"

suite=${SUITE:-bookworm}
work=${CHROOT_DIR:-/var/tmp/corio-chroot}
base=$work/$suite.tar

main() {
    local inside=
    [[ ${1:-} != --inside ]] || { inside=1 && shift; }
    if [[ ${1:-} == --kept ]]; then
        kept=1 machine=$work/$suite.kept
        shift
    else
        kept='' machine=$work/$suite
    fi
    if [[ -n $inside ]]; then
        inside "$@"
    else
        outside "$@"
    fi
}

outside() {
    [[ $EUID -eq 0 ]] || die "a chroot needs root"
    command -v debootstrap >/dev/null || die "debootstrap is missing: apt-get install debootstrap"
    mkdir -p "$work"
    exec 9>"$machine.lock"
    flock --nonblock 9 || die "$machine is in use"
    [[ -e $base ]] || make_base
    [[ -n $kept && -d $machine ]] || unpack_base
    write_network_files
    if [[ -z $kept ]]; then
        git clone --quiet --no-hardlinks "$root" "$machine/root/corio"
        echo "chroot: $suite at commit $(git -C "$machine/root/corio" rev-parse --short HEAD)"
    fi

    local status=0
    unshare --mount --pid --fork --kill-child "$root/tools/chroot.sh" --inside ${kept:+--kept} "$@" || status=$?
    [[ -n $kept || -n ${KEEP:-} ]] || remove "$machine"
    exit "$status"
}

# The base is kept as an archive: unpacking it takes a second, debootstrap half a minute.
make_base() {
    local mirror new=$work/$suite.base
    mirror=$(mirror_of '')
    echo "chroot: debootstrap $suite from $mirror"
    remove "$new" # an interrupted run's
    debootstrap --variant=minbase --include=ca-certificates,make "$suite" "$new" "$mirror" >"$work/debootstrap.log"
    tar -C "$new" -cf "$base.new" .
    mv "$base.new" "$base"
    remove "$new"
}

# Where this machine's own apt finds a release; one that it does not use is where its own release is.
# $1 is '', -updates or -security.
mirror_of() {
    local release
    for release in "$suite" "$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)"; do
        # shellcheck disable=SC2016 # apt fills the placeholder in
        apt-get indextargets --format '$(REPO_URI)' "Codename: $release$1" 'Created-By: Packages' | sed -n 1p
    done | sed -n 1p
}

# Under another name until it is whole, so that what an interrupted run has left is never used.
unpack_base() {
    remove "$machine"
    remove "$machine.new"
    mkdir "$machine.new"
    tar -C "$machine.new" -xf "$base"
    mv "$machine.new" "$machine"
}

write_network_files() {
    local part
    for part in '' -updates -security; do
        echo "deb $(mirror_of "$part") $suite$part main"
    done >"$machine/etc/apt/sources.list"
    [[ $suite == bookworm ]] || take_from_bookworm dante-server php-amphp-amp
    cp -L /etc/resolv.conf /etc/hosts "$machine/etc/"
    # Certificates this machine adds, for those behind a proxy that ends TLS.
    find /usr/local/share/ca-certificates -name '*.crt' -exec cp -t "$machine/usr/local/share/ca-certificates" {} +
    chroot "$machine" update-ca-certificates >/dev/null 2>&1
}

# For packages that later releases do not have. Nothing else comes from there.
take_from_bookworm() {
    echo "deb $(mirror_of '') bookworm main" >>"$machine/etc/apt/sources.list"
    printf '%s\n' "Package: $*" 'Pin: release n=bookworm' 'Pin-Priority: 1' '' \
        'Package: *' 'Pin: release n=bookworm' 'Pin-Priority: -1' >"$machine/etc/apt/preferences.d/bookworm"
}

remove() {
    if grep -q " $1/" /proc/self/mounts; then
        die "$1 still has mounts in it; unmount them first"
    fi
    rm -rf --one-file-system "$1"
}

inside() {
    mount --make-rprivate /
    mount -t proc proc "$machine/proc"
    mount -t tmpfs tmpfs "$machine/dev/shm"
    mount -t devpts devpts "$machine/dev/pts"
    mount_toolchain
    if [[ -n $kept ]]; then
        mount_read_only "$root" "$machine/root/corio"
        echo "chroot: its files are in $machine"
        [[ $# -gt 0 ]] || set -- bash
        enter "$@"
    elif [[ $# -gt 0 ]]; then
        run "$@"
    else
        run make demo
        run make test
    fi
}

# Read-only, and with commands only where rustup would put them: in the home directory.
mount_toolchain() {
    local sysroot
    sysroot=$(rustc --print sysroot)
    mount_read_only "$sysroot" "$machine/opt/rust"
    mkdir -p "$machine/root/.cargo/bin"
    local tool
    for tool in "$sysroot"/bin/*; do
        ln -sf "/opt/rust/bin/${tool##*/}" "$machine/root/.cargo/bin/"
    done
}

mount_read_only() { # what, where
    mkdir -p "$2"
    mount --bind "$1" "$2"
    mount -o remount,bind,ro "$2"
}

run() {
    echo "chroot: $*"
    local begin=$SECONDS
    enter "$@"
    echo "chroot: $* took $((SECONDS - begin)) s"
}

enter() {
    local variables=(HOME=/root) path=/usr/sbin:/usr/bin:/sbin:/bin
    if [[ -n $kept ]]; then
        # The scripts find cargo by themselves, with this same PATH: another one would build ext-php-rs again.
        path+=:/root/.cargo/bin
        variables+=(CARGO_TARGET_DIR=/root/target)
    fi
    chroot "$machine" env -i "${variables[@]}" "PATH=$path" sh -c 'cd /root/corio && exec "$@"' - "$@"
}

die() {
    echo "chroot: $*" >&2
    exit 1
}

main "$@"
