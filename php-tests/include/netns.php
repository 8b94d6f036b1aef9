<?php
/*
 * A network of the test's own: inside, it is root of a host with nothing but a loopback interface, so that it
 * can listen on port 53, take an address family away, or lose packets.
 *
 *     enter_network(host: 'mail.corp.test');      // everything below runs inside, in a process of its own
 *     ip('address add 192.0.2.1/24 dev lo');
 *     iptables('-A INPUT -p tcp --dport 25 -j DROP');
 *     resolv_conf("nameserver 127.0.0.1\n");
 *
 * Nothing has a name or a file outside, so there is nothing to remove: the kernel takes network, mounts and
 * host name away with the last process in there, however the test ends.
 */

require_once __DIR__ . '/dns.php';

/** Runs the script, from its first line on, in new namespaces; returns in there only. */
function enter_network(string $host = 'host'): void
{
    if (getenv('CORIO_INSIDE') === '1') {
        file_put_contents('/proc/sys/kernel/hostname', $host);
        ip('link set lo up');
        resolv_conf('');
        // Name servers look up their own host's name through the C library when they start.
        set_file('hosts', "127.0.1.1 $host\n");
        set_file('nsswitch.conf', "hosts: files dns\n");
        return;
    }
    $script = escapeshellarg(realpath($_SERVER['SCRIPT_FILENAME']));
    $php = escapeshellarg(PHP_BINARY) . ' ' . getenv('TEST_PHP_EXTRA_ARGS') . " $script";
    // The parent's death is the end inside too. Propagation is the script's own business: see there.
    $enter = 'setpriv --pdeathsig KILL unshare --net --mount --uts --propagation unchanged sh -c '
        . escapeshellarg(NEW_ROOT);
    passthru("CORIO_INSIDE=1 exec $enter enter $php", $code);
    // PHP ends with 0 or 255; anything else is from the commands before it, which have said why.
    if ($code !== 0 && $code !== 255) {
        echo "This test needs namespaces: run it as root, where unshare(1), mount(8) and chroot(8) are allowed.\n";
    }
    exit($code);
}

/*
 * Makes a second root whose mounts nobody else sees, with an /etc to write to. It hangs below /proc because that
 * is a mount point everywhere: in a chroot, / is none, so that it could not be made private, and what is mounted
 * would show on the host.
 */
const NEW_ROOT = <<<'SH'
    set -e
    mount --make-rprivate /proc
    mount -t tmpfs -o mode=755 corio /proc
    mkdir /proc/root
    mount --rbind / /proc/root
    mount --make-rprivate /proc/root
    umount /proc/root/proc
    mount -t tmpfs -o mode=755 corio /proc/root/etc
    mkdir /proc/root/etc/.host
    mount --bind /etc /proc/root/etc/.host
    for entry in /etc/*; do
        ln -s ".host/${entry#/etc/}" /proc/root/etc/
    done
    exec chroot /proc/root "$@"
    SH;

/** Writes a file in /etc, in one step, as whoever manages it does. */
function set_file(string $name, string $text): void
{
    file_put_contents("/etc/$name.new", $text);
    rename("/etc/$name.new", "/etc/$name");
}

function resolv_conf(string $text): void
{
    set_file('resolv.conf', $text);
}

function ip(string ...$commands): void
{
    foreach ($commands as $command) {
        command("ip $command");
    }
}

/** Rules for IPv4, or with 'ip6tables' before them for IPv6. */
function iptables(string ...$rules): void
{
    foreach ($rules as $rule) {
        command(str_starts_with($rule, 'ip6tables ') ? $rule : "iptables $rule");
    }
}

/** Runs look-ups in a process of its own, which has not read resolv.conf before, and prints them. */
function look_up_anew(string $conf, string ...$names): void
{
    resolv_conf($conf);
    $code = 'require $argv[1]; foreach (array_slice($argv, 2) as $name) '
        . 'print_look_up(Corio\Coroutine\System::gethostbyname($name));';
    $arguments = array_map(escapeshellarg(...), ['-r', $code, __DIR__ . '/dns.php', ...$names]);
    passthru(escapeshellarg(PHP_BINARY) . ' ' . getenv('TEST_PHP_EXTRA_ARGS') . ' ' . implode(' ', $arguments));
}

/** Has the packets to each of these addresses counted. */
function count_packets(string $match, string ...$addresses): void
{
    foreach ($addresses as $address) {
        iptables("-I INPUT -d $address $match");
    }
}

/** By address, how many packets count_packets() has seen since it was asked last. */
function packets(): array
{
    $counts = [];
    foreach (command('iptables -nvxL INPUT') as $line) {
        // packets bytes protocol options in out source destination ...; a rule without a target only counts.
        if (preg_match('/^ *(\d+) +\d+ +(?:udp|tcp|17|6) +-- +\S+ +\S+ +\S+ +([\d.]+)/', $line, $found)) {
            $counts[$found[2]] = (int) $found[1];
        }
    }
    ksort($counts);
    iptables('-Z INPUT');
    return $counts;
}

/** Runs a command; what it printed. */
function command(string $command): array
{
    exec("$command 2>&1", $lines, $code);
    if ($code !== 0) {
        throw new RuntimeException("$command: " . implode(' ', $lines));
    }
    return $lines;
}
