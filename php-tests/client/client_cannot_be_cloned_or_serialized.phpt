--TEST--
client: a client is neither cloned nor serialized [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
foreach ([fn () => clone $client, fn () => serialize($client)] as $attempt) {
    try {
        $attempt();
        echo "possible\n";
    } catch (Throwable $e) {
        echo get_class($e), "\n";
    }
}
?>
--EXPECT--
Error
Exception
