--TEST--
netns: on a host with IPv4 only, a name with both connects over IPv4 at once [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/netns.php';

use Corio\Coroutine\Client;

enter_network();
resolv_conf("nameserver 127.0.0.1\n");
server('knot', port: 53, records: "web AAAA 2001:db8::1\nweb A 127.0.0.1\nnew AAAA 2001:db8::1\nnewer AAAA 2001:db8::2\nnewer AAAA 2001:db8::3");
$peer = server('echo');

$client = new Client(Corio\SOCK_TCP);
timed(0, 1, fn () => print_result($client->connect('web.test', $peer->port), $client));
echo $client->getpeername()['address'], "\n";
$client->close();

foreach (['new.test', 'newer.test', '[2001:db8::1]'] as $host) {
    timed(0, 1, fn () => print_result($client->connect($host, 25), $client));
}
?>
--EXPECT--
true
in time
127.0.0.1
false [101] connect to new.test:25 failed: [2001:db8::1]:25: Network is unreachable
in time
false [101] connect to newer.test:25 failed: [2001:db8::2]:25: Network is unreachable; [2001:db8::3]:25: Network is unreachable
in time
false [101] connect to [2001:db8::1]:25 failed: Network is unreachable
in time
