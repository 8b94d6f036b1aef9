--TEST--
netns: on a host with IPv6 only, a name connects over IPv6 at once [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/netns.php';

use Corio\Coroutine\Client;

enter_network();
ip('address del 127.0.0.1/8 dev lo', 'address add 2001:db8::1/64 dev lo');
resolv_conf("nameserver ::1\n");
server('knot', addresses: ['::1'], port: 53, records: "web A 192.0.2.1\nweb AAAA 2001:db8::1\nold A 192.0.2.1");
$peer = server('echo', address: '[::]');

$client = new Client(Corio\SOCK_TCP);
timed(0, 1, fn () => print_result($client->connect('web.test', $peer->port), $client));
echo $client->getpeername()['address'], "\n";
$client->close();

foreach (['old.test', '192.0.2.1', '127.0.0.1'] as $host) {
    timed(0, 1, fn () => print_result($client->connect($host, 25), $client));
}
?>
--EXPECT--
true
in time
2001:db8::1
false [101] connect to old.test:25 failed: 192.0.2.1:25: Network is unreachable
in time
false [101] connect to 192.0.2.1:25 failed: Network is unreachable
in time
false [101] connect to 127.0.0.1:25 failed: Network is unreachable
in time
