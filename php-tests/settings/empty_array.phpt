--TEST--
settings: set() of nothing is false [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

var_dump((new Client(Corio\SOCK_TCP))->set([]));
?>
--EXPECT--
bool(false)
