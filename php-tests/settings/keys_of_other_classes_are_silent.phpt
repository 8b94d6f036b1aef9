--TEST--
settings: keys that only other classes use are accepted silently [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
var_dump($client->set(['buffer_high_watermark' => 8192, 'max_retries' => 3, 'websocket_mask' => false]));
var_dump($client->set(['ssl_compress' => false, 'ssl_disable_compression' => true, 'ssl_grease' => 1, 'ssl_method' => 4]));
?>
--EXPECT--
bool(true)
bool(true)
