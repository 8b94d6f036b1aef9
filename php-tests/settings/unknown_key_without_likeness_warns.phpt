--TEST--
settings: an unknown key that resembles nothing warns too [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
var_dump($client->set(['qqqqqqqqqqqqqqqq' => 1]));
// Of Swoole's HTTP client: whoever sets it does not mean MQTT.
$client->set(['open_http_protocol' => true]);
// A part of the name is missing.
$client->set(['verify_peer_name' => false]);
?>
--EXPECTF--
Warning: %sqqqqqqqqqqqqqqqq%s in %s on line %d
bool(true)

Warning: Corio\Coroutine\Client::set(): unknown setting "open_http_protocol" in %s on line %d

Warning: Corio\Coroutine\Client::set(): unknown setting "verify_peer_name"; did you mean "ssl_verify_peer_name"? in %s on line %d
