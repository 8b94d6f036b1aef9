<?php
/*
 * A knot name server for the zone 'test.', UDP and TCP, at 'port' (0: a free one) of all 'addresses'. 'records' are
 * lines that the zone has besides.
 */

require __DIR__ . '/_daemon.php';

$options = options(['addresses' => ['127.0.0.1'], 'port' => 0, 'records' => '']);
$knotd = executable('knotd', '/usr/sbin');
$folder = sys_get_temp_dir() . '/corio-knot-' . bin2hex(random_bytes(6));
mkdir($folder);
mkdir("$folder/db");
// Too many for a datagram of 1232 bytes.
$many = implode("\n", array_map(fn (int $i) => "many A 127.0.1.$i", range(1, 100)));
file_put_contents("$folder/test.zone", <<<ZONE
    \$ORIGIN test.
    \$TTL 5
    @ SOA ns hostmaster 1 3600 600 86400 5
    @ NS ns
    ns A 127.0.0.1
    a A 127.0.0.2
    both A 127.0.0.1
    both AAAA ::1
    v6only AAAA ::1
    c1 CNAME c2
    c2 CNAME a
    loop1 CNAME loop2
    loop2 CNAME loop1
    localhost.name A 127.0.0.1
    *.any A 127.0.0.1
    *.any AAAA ::1
    mx MX 20 b
    mx MX 10 a
    text TXT "one " "text"
    _imap._tcp SRV 0 5 11143 a
    _25._tcp.mx TLSA 3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
    $many
    $options[records]

    ZONE);

$port = $options['port'] ?: free_ports(1)[0];
$listen = implode(', ', array_map(fn (string $address) => "$address@$port", $options['addresses']));
file_put_contents("$folder/knot.conf", <<<CONF
    server:
      listen: [ $listen ]
      rundir: $folder
    database:
      storage: $folder/db
    zone:
      - domain: test
        file: $folder/test.zone

    CONF);
$null = ['file', '/dev/null', 'w'];
$daemon = proc_open([$knotd, '-c', "$folder/knot.conf"], [['file', '/dev/null', 'r'], $null, $null], $pipes);
$address = current($options['addresses']);
$url = str_contains($address, ':') ? "tcp://[$address]:$port" : "tcp://$address:$port";
for ($tries = 0; $tries < 500 && !($socket = @stream_socket_client($url, timeout: 1)); $tries++) {
    usleep(10_000);
}
$socket || fail('knotd does not start');
say(json_encode(['port' => $port]));
while (fgets(STDIN) !== false);
end_daemon($daemon, $folder);
