--TEST--
settings: a PEM string that is none makes set() fail without quoting it [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
print_result($client->set(['ssl_key_file' => "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"]), $client);
?>
--EXPECTF--
false [%d] %sssl_key_file%s
