--TEST--
settings: a missing ssl_key_file makes set() fail, with key and path in the message [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
print_result($client->set(['ssl_key_file' => '/no/such/path', 'read_timeout' => 1.5]), $client);
var_dump(isset($client->setting['read_timeout']));
?>
--EXPECTF--
false [%d] %sssl_key_file%s/no/such/path%s
bool(false)
