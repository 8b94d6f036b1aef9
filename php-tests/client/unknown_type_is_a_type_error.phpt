--TEST--
client: the constructor refuses unknown socket types [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

foreach ([0, 99, -1] as $type) {
    try {
        new Client($type);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECTF--
%s
%s
%s
