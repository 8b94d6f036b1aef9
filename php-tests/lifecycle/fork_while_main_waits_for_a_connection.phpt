--TEST--
lifecycle: in a child forked while the main program connects, negotiates or receives, it connects anew or fails
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/fork.php';

use Corio\Coroutine\Client;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

/** Waits in `{main}`; prints what came of it in a child that is forked meanwhile, then here. */
function forked_while(Client $client, callable $wait): void
{
    go(function () use (&$pid) {
        System::sleep(0.1);
        $pid = pcntl_fork();
        $pid && wait_for_child($pid);
    });
    $result = $wait($client);
    echo $pid ? 'parent: ' : 'child: ';
    print_result($result, $client);
    $pid || exit;
}

$full = server('tarpit', accept: false)->port;
forked_while(new Client(Corio\SOCK_TCP), fn (Client $client) => $client->connect('127.0.0.1', $full, 1));

$tarpit = server('tarpit')->port;
forked_while(connected($tarpit), fn (Client $client) => $client->enableSSL(1));
forked_while($open = connected(server('echo')->port), fn (Client $client) => $client->recv(1));
$open->send('still open');
print_result($open->recv(), $open);
?>
--EXPECTF--
child: false [110] connect to 127.0.0.1:%d failed: timed out after 1 s
parent: false [110] connect to 127.0.0.1:%d failed: timed out after 1 s
child: false [5001] TLS handshake with 127.0.0.1:%d failed: not connected (opened before fork)
parent: false [110] TLS handshake with 127.0.0.1:%d failed: timed out after 1 s
child: false [5001] receive from 127.0.0.1:%d failed: not connected (opened before fork)
parent: false [110] receive from 127.0.0.1:%d failed: timed out after 1 s
"still open"
