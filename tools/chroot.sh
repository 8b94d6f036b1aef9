#!/usr/bin/env bash
# Proves `make demo` and `make test` on a fresh machine: a bare Debian with make, CA certificates and
# a Rust toolchain, nothing else. Needs root, debootstrap and git. Usage: tools/chroot.sh [command...]
# The command replaces the two jobs, for example: tools/chroot.sh tools/setup.sh build
#
# Everything is mounted inside a mount and process namespace of its own: however this script ends,
# the mounts and every process started in there are gone, and no `rm` can reach through a mount.

# shellcheck source=tools/env.sh
source "$(dirname "$0")/env.sh"

suite=${SUITE:-bookworm}
work=${CHROOT_DIR:-/var/tmp/corio-chroot}
base=$work/$suite.tar
fresh=$work/$suite

outside() {
    [[ $EUID -eq 0 ]] || die "a chroot needs root"
    command -v debootstrap >/dev/null || die "debootstrap is missing: apt-get install debootstrap"
    mkdir -p "$work"
    [[ -e $base ]] || make_base
    remove_fresh
    mkdir "$fresh"
    tar -C "$fresh" -xf "$base"
    write_network_files
    git clone --quiet --no-hardlinks "$root" "$fresh/root/corio"
    echo "chroot: $suite at commit $(git -C "$fresh/root/corio" rev-parse --short HEAD)"

    local status=0
    unshare --mount --pid --fork --kill-child "$root/tools/chroot.sh" --inside "$@" || status=$?
    [[ -n ${KEEP:-} ]] || remove_fresh
    exit "$status"
}

# The base is kept as an archive: unpacking it takes a second, debootstrap half a minute.
make_base() {
    local mirror
    mirror=$(mirror_of "$suite")
    echo "chroot: debootstrap $suite from $mirror"
    debootstrap --variant=minbase --include=ca-certificates,make "$suite" "$work/base.new" "$mirror" >"$work/debootstrap.log"
    tar -C "$work/base.new" -cf "$base.new" .
    mv "$base.new" "$base"
    rm -rf --one-file-system "$work/base.new"
}

# The address this machine's own apt uses for a suite.
mirror_of() {
    # shellcheck disable=SC2016 # apt fills the placeholder in
    apt-get indextargets --format '$(REPO_URI)' "Codename: $1" 'Created-By: Packages' | sed -n 1p
}

write_network_files() {
    {
        echo "deb $(mirror_of "$suite") $suite main"
        echo "deb $(mirror_of "$suite-updates") $suite-updates main"
        echo "deb $(mirror_of "$suite-security") $suite-security main"
    } >"$fresh/etc/apt/sources.list"
    cp -L /etc/resolv.conf /etc/hosts "$fresh/etc/"
    # Certificates this machine adds, for those behind a proxy that ends TLS.
    find /usr/local/share/ca-certificates -name '*.crt' -exec cp -t "$fresh/usr/local/share/ca-certificates" {} +
    chroot "$fresh" update-ca-certificates >/dev/null 2>&1
}

remove_fresh() {
    if grep -q " $fresh/" /proc/self/mounts; then
        die "$fresh still has mounts in it; unmount them first"
    fi
    rm -rf --one-file-system "$fresh"
}

inside() {
    mount --make-rprivate /
    mount -t proc proc "$fresh/proc"
    mount -t tmpfs tmpfs "$fresh/dev/shm"
    mount -t devpts devpts "$fresh/dev/pts"
    mount_toolchain
    if [[ $# -gt 0 ]]; then
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
    mkdir -p "$fresh/opt/rust" "$fresh/root/.cargo/bin"
    mount --bind "$sysroot" "$fresh/opt/rust"
    mount -o remount,bind,ro "$fresh/opt/rust"
    local tool
    for tool in "$sysroot"/bin/*; do
        ln -s "/opt/rust/bin/${tool##*/}" "$fresh/root/.cargo/bin/"
    done
}

run() {
    echo "chroot: $*"
    local begin=$SECONDS
    chroot "$fresh" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c 'cd /root/corio && exec "$@"' - "$@"
    echo "chroot: $* took $((SECONDS - begin)) s"
}

die() {
    echo "chroot: $*" >&2
    exit 1
}

if [[ ${1:-} == --inside ]]; then
    shift
    inside "$@"
else
    outside "$@"
fi
