--TEST--
settings: bind_address leaves no address of its family: 722 [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

run(function () {
    $client = new Client(Corio\SOCK_TCP);
    $client->set(['bind_address' => '::1']);
    print_result($client->connect('127.0.0.1', refused_port()), $client);
});
?>
--EXPECTF--
false [722] %sbind_address%s
