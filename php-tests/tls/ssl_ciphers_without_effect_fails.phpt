--TEST--
tls: ssl_ciphers that names no cipher is refused [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
try {
    print_result($client->set(['ssl_ciphers' => 'no such cipher']), $client);
} catch (Corio\Exception $e) {
    print_exception($e);
}
?>
--EXPECTF--
Corio\Exception [%d]: %sssl_ciphers%s
