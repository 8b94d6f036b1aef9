#!/usr/bin/env bash
# Installs what a job needs and this machine lacks: tools/setup.sh build|check|demo|test|php|asan|valgrind
# Looks for the thing itself, not for its package, so that a PHP from elsewhere (php images, own
# builds) is never joined by the distribution's. Costs nothing when all is there.

# shellcheck source=tools/env.sh
source "$(dirname "$0")/env.sh"

job=${1:?usage: tools/setup.sh build|check|demo|test}
log=/var/log/corio-setup.log # not below target/, which must stay the user's own under sudo
missing=()
inn_config=/run/corio-inn.conf # only for the installation of inn2

main() {
    # The toolchain is the user's; root has none where this was started through sudo.
    [[ -n ${SUDO_USER:-} ]] || require_rust
    look_for_build
    case $job in
        build | check) ;;
        demo) need openssl has_command openssl ;;
        test)
            need openssl has_command openssl
            look_for_test
            ;;
        php) look_for_php_build ;;
        asan)
            need openssl has_command openssl
            look_for_test
            need libclang-rt-dev has_sanitizer
            ;;
        valgrind)
            need openssl has_command openssl
            look_for_test
            need valgrind has_command valgrind
            ;;
        *) die "no such job: $job" ;;
    esac
    [[ ${#missing[@]} -eq 0 ]] || install_missing
}

look_for_build() {
    need php-cli      has_command "$php"
    need php-dev      has_command "$php_config"
    need gcc          has_command cc
    need libc6-dev    has_file /usr/include/stdio.h
    need clang        has_command clang
    need libclang-dev has_libclang
    need pkg-config   has_command pkg-config
    need libssl-dev   has_file /usr/include/openssl/ssl.h
}

look_for_test() {
    need python3       has_command python3
    need postfix       has_file /usr/sbin/postfix
    need dovecot-core  has_file /usr/sbin/dovecot
    need dovecot-imapd has_file /usr/lib/dovecot/imap
    need dovecot-pop3d has_file /usr/lib/dovecot/pop3
    need knot          has_file /usr/sbin/knotd
    need bind9         has_file /usr/sbin/named
    need iproute2      has_command ip
    need iptables      has_command iptables
    need nginx         has_file /usr/sbin/nginx
    need redis-server  has_file /usr/bin/redis-server
    look_for_fpm
    look_for_neighbours
    need mosquitto     has_file /usr/sbin/mosquitto
    look_for_starttls_servers
    look_for_proxies
}

look_for_starttls_servers() {
    need dovecot-lmtpd        has_file /usr/lib/dovecot/lmtp
    need dovecot-managesieved has_file /usr/lib/dovecot/managesieve-login
    need vsftpd               has_file /usr/sbin/vsftpd
    need inn2                 has_file /usr/lib/news/bin/nnrpd
    need prosody              has_file /usr/bin/prosody
    need slapd                has_file /usr/sbin/slapd
    need postgresql           has_postgres
    need mariadb-server       has_file /usr/sbin/mariadbd
    need inspircd             has_file /usr/sbin/inspircd
    need nats-server          has_file /usr/sbin/nats-server
}

# What PHP's own source needs, as tools/php.sh configures it.
look_for_php_build() {
    need dpkg-dev   has_command dpkg-source
    need patch      has_command patch
    need make       has_command make
    need g++        has_command c++
    need autoconf   has_command autoconf
    need bison      has_command bison
    need re2c       has_command re2c
    need zlib1g-dev has_file /usr/include/zlib.h
}

has_sanitizer() {
    has_command clang && has_file "$(clang -print-file-name=libclang_rt.asan-x86_64.so)"
}

# php-fpm has to be of the PHP that loads the extension. Other builds than the distribution's bring their own.
look_for_fpm() {
    local cli
    if ! cli=$(command -v "$php"); then
        missing+=(php-fpm)
    elif [[ $cli == /usr/bin/* ]]; then
        need "php$(php_version)-fpm" has_file "/usr/sbin/php-fpm$(php_version)"
    else
        has_file "$(dirname "$cli")/../sbin/php-fpm" ||
            die "$cli has no php-fpm beside it in ../sbin; build this PHP with --enable-fpm"
    fi
}

php_version() {
    "$php" -n -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;'
}

# What php-tests/neighbours/ loads beside the extension. Tests of a build that is not the distribution's go without
# what is loaded into PHP.
look_for_neighbours() {
    local cli folder extension
    need php-amphp-amp has_file /usr/share/php/Amp/autoload.php
    if ! cli=$(command -v "$php"); then
        missing+=(libapache2-mod-php phpunit "${switched_off[@]/#/php-}")
    elif [[ $cli == /usr/bin/* ]]; then
        need phpunit has_command phpunit
        need "libapache2-mod-php$(php_version)" has_file "/usr/lib/apache2/modules/libphp$(php_version).so"
        folder=$("$php" -n -r 'echo ini_get("extension_dir");')
        for extension in "${switched_off[@]}"; do
            need "php$(php_version)-$extension" has_file "$folder/$extension.so"
        done
    fi
}

# Extensions that the tests load by themselves, and that nobody wants in every script without having asked for them.
switched_off=(xdebug pcov)

switch_off() {
    local extension
    for extension in "${switched_off[@]}"; do
        [[ " ${missing[*]} " != *-"$extension "* ]] || commands+=("phpdismod $extension")
    done
}

look_for_proxies() {
    need microsocks     has_file /usr/bin/microsocks
    need dante-server   has_file /usr/sbin/danted
    need tinyproxy      has_file /usr/bin/tinyproxy
    need squid          has_file /usr/sbin/squid
    need stunnel4       has_file /usr/bin/stunnel4
    need openssh-client has_command ssh
    need openssh-server has_file /usr/sbin/sshd
}

need() { # package, then the check that makes it unnecessary
    local package=$1
    shift
    "$@" || missing+=("$package")
}

has_command() { command -v "$1" >/dev/null; }
has_file() { [[ -e $1 ]]; }
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; }
has_libclang() {
    [[ -n ${LIBCLANG_PATH:-} ]] || compgen -G '/usr/lib/llvm-*/lib/libclang*.so*' >/dev/null ||
        compgen -G '/usr/lib/*/libclang*.so*' >/dev/null
}

require_rust() {
    has_command cargo || die "no cargo found; install a Rust toolchain (rustup) first"
    [[ $job == test || $job == check ]] || return 0
    local tool # rustup has both commands even where their component is missing, so they are asked
    for tool in fmt clippy; do
        cargo "$tool" --version >/dev/null 2>&1 ||
            die "cargo $tool is missing; add it with: rustup component add rustfmt clippy"
    done
}

install_missing() {
    local commands=("apt-get update") command environment="DEBIAN_FRONTEND=noninteractive"
    if [[ " ${missing[*]} " == *" postfix "* ]]; then
        # The package asks which configuration to write; the tests bring their own.
        commands+=("echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections")
    fi
    if [[ " ${missing[*]} " == *" inn2 "* ]]; then
        prepare_inn
        environment+=" INNCONF=$inn_config"
    fi
    commands+=("$environment apt-get install -y --no-install-recommends ${missing[*]}")
    switch_off

    echo "setup: missing here: ${missing[*]}"
    has_command apt-get || die "this machine has no apt-get; install these with its own package manager"
    if [[ $EUID -ne 0 ]]; then
        echo "setup: installing needs root. Run: sudo tools/setup.sh $job"
        echo "setup: or these commands as root:"
        printf '    %s\n' "${commands[@]}"
        exit 1
    fi

    : >"$log"
    echo "setup: installing them (output in $log)"
    hold_daemons
    for command in "${commands[@]}"; do
        echo "    $command"
        bash -c "$command" >>"$log" 2>&1 </dev/null || {
            tail -n 30 "$log"
            die "that command failed"
        }
    done
}

# The installation of inn2 fails where this machine's name has no domain, unless a configuration names one; and
# where Postfix has no configuration, unless /etc/aliases has the line that inn2 would add with Postfix's help.
prepare_inn() {
    local settings=(
        'domain: test.local' 'mta: /bin/true' 'hismethod: hisv6' 'ovmethod: tradindexed' 'pathnews: /usr/lib/news'
        'pathdb: /var/lib/news' 'pathetc: /etc/news' 'pathspool: /var/spool/news'
    )
    commands+=("printf '%s\n' ${settings[*]@Q} >$inn_config")
    commands+=("grep -qs ^usenet: /etc/aliases || echo 'usenet: root' >>/etc/aliases")
}

# Debian starts a daemon as soon as its package is installed, unless this file forbids it.
hold_daemons() {
    local policy=/usr/sbin/policy-rc.d
    [[ ! -e $policy ]] || return 0
    # shellcheck disable=SC2064 # the path is wanted as it is now
    trap "rm -f $policy" EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
}

die() {
    echo "setup: $*" >&2
    exit 1
}

main
