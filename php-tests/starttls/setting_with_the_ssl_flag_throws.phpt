--TEST--
starttls: the setting and Corio\SSL throw [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP | Corio\SSL);
try {
    $client->set(['timeout' => 7, 'ssl_starttls' => 'smtp']);
} catch (Corio\Exception $e) {
    print_exception($e);
}
var_dump($client->setting);
?>
--EXPECT--
Corio\Exception [505]: setting "ssl_starttls" cannot be combined with Corio\SSL, with which TLS begins before any dialogue
NULL
