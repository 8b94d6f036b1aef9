--TEST--
settings: an unknown key warns, names the nearest one, and the rest is applied [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
var_dump($client->set(['ssl_verfy_peer' => false, 'read_timeout' => 1.5]));
var_dump($client->setting['read_timeout']);
?>
--EXPECTF--
Warning: %sssl_verfy_peer%sssl_verify_peer%s in %s on line %d
bool(true)
float(1.5)
