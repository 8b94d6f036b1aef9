--TEST--
coroutine: a Client is neither cloned nor serialised
--FILE--
<?php
use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
foreach ([fn () => clone $client, fn () => serialize($client), fn () => unserialize('O:22:"Corio\Coroutine\Client":0:{}')] as $try) {
    try {
        $try();
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
Error: Trying to clone an uncloneable object of class Corio\Coroutine\Client
Exception: Serialization of 'Corio\Coroutine\Client' is not allowed
Exception: Unserialization of 'Corio\Coroutine\Client' is not allowed
