--TEST--
client: every operation after close() is 5001 [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    print_result($client->close(), $client);
    foreach (['send' => ['x'], 'recv' => [], 'peek' => [], 'getsockname' => [], 'getpeername' => [], 'close' => []] as $method => $arguments) {
        echo "$method: ";
        print_result($client->$method(...$arguments), $client);
    }
});
?>
--EXPECTF--
true
send: false [5001] %s
recv: false [5001] %s
peek: false [5001] %s
getsockname: false [5001] %s
getpeername: false [5001] %s
close: false [5001] %s
