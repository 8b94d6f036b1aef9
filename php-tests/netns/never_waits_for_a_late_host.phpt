--TEST--
netns: connect() with -1 waits for a host that comes up late, whatever connect_timeout says [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/netns.php';

use Corio\Coroutine\Client;
use Corio\Coroutine\System;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

enter_network();
$peer = server('echo');
$drop = "INPUT -p tcp --dport $peer->port -j DROP";
iptables("-A $drop");
run(function () use ($peer, $drop) {
    go(function () use ($drop) {
        System::sleep(0.5);
        iptables("-D $drop");
    });
    $client = new Client(Corio\SOCK_TCP);
    $client->set(['connect_timeout' => 0.1]);
    // The kernel asks again after a second.
    timed(0.5, 30, fn () => print_result($client->connect('127.0.0.1', $peer->port, -1), $client));
    $client->send('at last');
    print_result($client->recv(), $client);
});
?>
--EXPECT--
true
in time
"at last"
