--TEST--
swoole: a class is the same by either name: instances, types, catch, static calls, subclasses
--INI--
corio.swoole_aliases=1
--FILE--
<?php
$client = new Swoole\Coroutine\Client(SWOOLE_SOCK_TCP);
echo get_class($client), ' ', get_class(new Co\Client(SWOOLE_SOCK_TCP)), "\n";
var_dump($client instanceof Corio\Coroutine\Client, new Corio\Coroutine\Client() instanceof Swoole\Coroutine\Client);

function typed(Corio\Coroutine\Client $client): Swoole\Coroutine\Client { return $client; }
var_dump(typed($client) === $client);

class Mine extends Swoole\Coroutine\Client {}
var_dump(new Mine(SWOOLE_SOCK_TCP) instanceof Corio\Coroutine\Client, is_subclass_of('Mine', 'Co\Client'));

foreach (['Swoole\Exception', 'Corio\Exception'] as $class) {
    try {
        throw new $class('thrown');
    } catch (Swoole\Client\Exception $e) {
        echo get_class($e), "\n";
    }
}
var_dump(Swoole\Coroutine::getCid(), Co::getCid(), co::getCid());
var_dump(defined('SWOOLE_SSL') && SWOOLE_SSL === Corio\SSL, Swoole\Coroutine\Client::MSG_PEEK);
?>
--EXPECT--
Corio\Coroutine\Client Corio\Coroutine\Client
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
Corio\Exception
Corio\Exception
int(-1)
int(-1)
int(-1)
bool(true)
int(2)
