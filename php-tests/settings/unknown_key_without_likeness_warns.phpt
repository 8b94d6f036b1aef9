--TEST--
settings: an unknown key that resembles nothing warns too [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
var_dump($client->set(['qqqqqqqqqqqqqqqq' => 1]));
?>
--EXPECTF--
Warning: %sqqqqqqqqqqqqqqqq%s in %s on line %d
bool(true)
