--TEST--
tls: ssl_protocols without a version in the middle throws [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
try {
    $client->set(['ssl_protocols' => Corio\SSL_TLSv1_1 | Corio\SSL_TLSv1_3]);
} catch (Corio\Exception $e) {
    print_exception($e);
}
?>
--EXPECTF--
Corio\Exception [%d]: %sssl_protocols%s
