--TEST--
netns: where the kernel has no IPv6 address at all, a name with both connects over IPv4 at once [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/netns.php';

use Corio\Coroutine\Client;

enter_network();
ip('address del ::1/128 dev lo');
resolv_conf("nameserver ::1\nnameserver 127.0.0.1\n");
server('knot', port: 53);
$peer = server('echo');

$client = new Client(Corio\SOCK_TCP);
foreach (['both.test', 'localhost'] as $host) {
    timed(0, 1, fn () => print_result($client->connect($host, $peer->port), $client));
    echo $client->getpeername()['address'], "\n";
    $client->close();
}
timed(0, 1, fn () => print_result($client->connect('v6only.test', 25), $client));
?>
--EXPECT--
true
in time
127.0.0.1
true
in time
127.0.0.1
false [99] connect to v6only.test:25 failed: [::1]:25: Cannot assign requested address
in time
