--TEST--
lifecycle: a client whose coroutine is killed while it holds or reads it is closed
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine;
use Corio\Coroutine\Client;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('echo');
(new Client(Corio\SOCK_TCP))->connect('127.0.0.1', refused_port());
$before = descriptors();
try {
    run(function () use ($peer) {
        for ($i = 0; $i < 5; $i++) {
            go(function () use ($peer) {
                $client = connected($peer->port);
                Coroutine::yield();
            });
        }
    });
} catch (Corio\DeadlockException) {
    echo count(array_diff_key(descriptors(), $before)), " left\n";
}
?>
--EXPECT--
0 left
