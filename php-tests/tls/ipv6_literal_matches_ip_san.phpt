--TEST--
tls: an IPv6 literal, with or without brackets, matches an IP SAN [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

// Where there is no IPv6 loopback, the point is that connect() says so.
$peer = server('tls_echo', address: has_ipv6_loopback() ? '[::1]' : '127.0.0.1');
run(function () use ($peer) {
    foreach (['::1', '[::1]', '0:0:0:0:0:0:0:1'] as $host) {
        $client = new Client(Corio\SOCK_TCP | Corio\SSL);
        $client->set(['ssl_cafile' => pki_ca()]);
        print_result($client->connect($host, $peer->port), $client);
    }
});
?>
--EXPECTF--
%r(true|false \[(97|99|101|111)\] .+)%r
%r(true|false \[(97|99|101|111)\] .+)%r
%r(true|false \[(97|99|101|111)\] .+)%r
