--TEST--
settings: a CA file without a certificate makes set() fail [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
print_result($client->set(['ssl_cafile' => __FILE__]), $client);
?>
--EXPECTF--
false [%d] %sssl_cafile%sca_file_without_certificate%s
