--TEST--
netns: a dead first address costs its head start, not the connect timeout [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/netns.php';

use Corio\Coroutine\Client;

enter_network();
ip('address add 192.0.2.1/24 dev lo', 'address add 2001:db8::1/64 dev lo');
iptables('ip6tables -A INPUT -p tcp -d 2001:db8::1 -j DROP');
resolv_conf("nameserver 127.0.0.1\n");
server('knot', port: 53, records: "web A 192.0.2.1\nweb AAAA 2001:db8::1");
$peer = server('echo', address: '192.0.2.1');

no_descriptor_left(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP);
    timed(0.25, 2, fn () => print_result($client->connect('web.test', $peer->port, 10), $client));
    echo $client->getpeername()['address'], "\n";
    $client->close();

    iptables('-A INPUT -p tcp -d 192.0.2.1 -j DROP');
    timed(0.6, 2, fn () => print_result($client->connect('web.test', 25, 0.6), $client));
    return $client;
});
?>
--EXPECT--
true
in time
192.0.2.1
false [110] connect to web.test:25 failed: timed out after 0.6 s ([2001:db8::1]:25: no answer; 192.0.2.1:25: no answer)
in time
no descriptor left
