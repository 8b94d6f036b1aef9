--TEST--
tls: enableSSL() before connect() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

run(function () {
    $client = new Client(Corio\SOCK_TCP);
    print_result($client->enableSSL(), $client);
});
?>
--EXPECTF--
false [5001] %s
