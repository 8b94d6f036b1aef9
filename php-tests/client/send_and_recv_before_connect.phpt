--TEST--
client: every operation before connect() is 5001 [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

run(function () {
    $client = new Client(Corio\SOCK_TCP);
    foreach (['send' => ['x'], 'recv' => [], 'peek' => [], 'getsockname' => [], 'getpeername' => [], 'close' => []] as $method => $arguments) {
        echo "$method: ";
        print_result($client->$method(...$arguments), $client);
    }
});
?>
--EXPECTF--
send: false [5001] %s
recv: false [5001] %s
peek: false [5001] %s
getsockname: false [5001] %s
getpeername: false [5001] %s
close: false [5001] %s
