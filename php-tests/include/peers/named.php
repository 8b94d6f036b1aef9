<?php
/*
 * A bind9 name server on 'port' of 127.0.0.1, UDP and TCP, for three zones: 'bind.test', 'brief.test', whose negative
 * answers are believed for a second only, and 'broken.test', whose file is missing. It sends small datagrams only, so
 * that many addresses are truncated. What it is asked it says: 'name type UDP', or TCP.
 */

require __DIR__ . '/_daemon.php';

options([]);
$named = executable('named', '/usr/sbin');
$folder = sys_get_temp_dir() . '/corio-named-' . bin2hex(random_bytes(6));
mkdir($folder);
$forty = implode("\n", array_map(fn (int $i) => "forty A 127.0.2.$i", range(1, 40)));
$zone = fn (int $negative, string $records = '') => <<<ZONE
    \$TTL 60
    @ SOA ns hostmaster 1 3600 600 86400 $negative
    @ NS ns
    ns A 127.0.0.1
    $records

    ZONE;
file_put_contents("$folder/bind.test", $zone(60, <<<RECORDS
    a A 127.0.0.2
    both A 127.0.0.3
    both AAAA ::1
    c1 CNAME c2
    c2 CNAME c3
    c3 CNAME both
    loop1 CNAME loop2
    loop2 CNAME loop1
    away CNAME a.elsewhere.test.
    $forty
    RECORDS));
file_put_contents("$folder/brief.test", $zone(1));

[$port] = free_ports(1);
$zones = array_map(
    fn (string $name) => "zone \"$name\" { type primary; file \"$name\"; };",
    ['bind.test', 'brief.test', 'broken.test'],
);
file_put_contents("$folder/named.conf", <<<CONF
    options {
        directory "$folder"; pid-file none; session-keyfile none;
        listen-on port $port { 127.0.0.1; }; listen-on-v6 { none; };
        recursion no; dnssec-validation no; max-udp-size 512; querylog yes; minimal-responses yes;
    };
    controls { };

    CONF . implode("\n", $zones) . "\n");

// -g keeps it in the foreground, without a lock file, and writes its log to the standard error.
$daemon = proc_open([$named, '-g', '-n', '1', '-c', "$folder/named.conf"], [
    ['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['pipe', 'w'],
], $pipes);
for ($log = ''; !str_ends_with(rtrim($line = (string) fgets($pipes[2])), ' running'); $log .= $line) {
    if ($line === '') {
        end_daemon($daemon, $folder);
        fail("named does not start:\n$log");
    }
}
say(json_encode(['port' => $port]));
$queries = new Connection($pipes[2]);
spawn(function () use ($queries) {
    while (($line = $queries->line()) !== null) {
        if (preg_match('/ query: (\S+) IN (\S+) [+-]S?(?:E\(\d+\))?(T?)/', $line, $found)) {
            say("$found[1] $found[2] " . ($found[3] === 'T' ? 'TCP' : 'UDP'));
        }
    }
});
register_shutdown_function(fn () => end_daemon($daemon, $folder));
run_until_stdin_closes();
