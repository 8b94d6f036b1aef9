--TEST--
netns: lost packets delay look-ups and connections, and break none [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/netns.php';

use Corio\Coroutine\Client;
use Corio\Coroutine\System;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

enter_network();
resolv_conf("nameserver 127.0.0.1\nnameserver 127.0.0.2\nnameserver 127.0.0.3\noptions timeout:1 attempts:5\n");
$names = implode("\n", array_map(fn (int $i) => "host$i A 127.0.0.1", range(1, 20)));
server('knot', addresses: ['127.0.0.1', '127.0.0.2', '127.0.0.3'], port: 53, records: $names);
$peer = server('echo');
// Questions and answers, the TCP that follows a truncated one, and all of a connection.
iptables(
    '-A INPUT -p udp --dport 53 -m statistic --mode nth --every 3 --packet 0 -j DROP',
    '-A INPUT -p udp --sport 53 -m statistic --mode nth --every 6 --packet 0 -j DROP',
    '-A INPUT -p tcp --dport 53 -m statistic --mode nth --every 4 --packet 0 -j DROP',
    "-A INPUT -p tcp --dport $peer->port -m statistic --mode nth --every 5 --packet 0 -j DROP",
    "-A INPUT -p tcp --sport $peer->port -m statistic --mode nth --every 7 --packet 0 -j DROP",
);
$done = 0;
run(function () use ($peer, &$done) {
    for ($i = 1; $i <= 20; $i++) {
        go(function () use ($peer, $i, &$done) {
            $client = new Client(Corio\SOCK_TCP);
            if (!$client->connect("host$i.test", $peer->port, 60)) {
                return print_result(false, $client);
            }
            $data = random_bytes(20000);
            $client->send($data, 60);
            for ($echo = ''; strlen($echo) < 20000; $echo .= $chunk) {
                if (!($chunk = $client->recv(60))) {
                    return print_result($chunk, $client);
                }
            }
            $done += $echo === $data;
        });
    }
});
print_look_up($done);
print_look_up(count(System::getaddrinfo('many.test', timeout: 60)));
?>
--EXPECT--
20
100
