--TEST--
pool: what is put back twice, or was never taken, is refused
--FILE--
<?php
use Corio\ConnectionPool;

function attempt(Closure $misuse): void
{
    try {
        $misuse();
        echo "fine\n";
    } catch (Throwable $e) {
        echo $e::class, ': ', $e->getMessage(), "\n";
    }
}

$pool = new ConnectionPool(fn () => new ArrayObject(), 2);
attempt(fn () => new ConnectionPool(fn () => 1, 0));
attempt(fn () => new ConnectionPool('no such function'));
attempt(fn () => $pool->__construct(fn () => 1));
attempt(fn () => clone $pool);
attempt(fn () => serialize($pool));
attempt(fn () => $pool->put(null));
$connection = $pool->get();
$pool->put($connection);
attempt(fn () => $pool->put($connection));
// Connections that were made elsewhere are welcome while there is room.
attempt(fn () => $pool->put(new ArrayObject()));
attempt(fn () => $pool->put(new ArrayObject()));
echo json_encode($pool->stats()), "\n";
?>
--EXPECTF--
Corio\Exception: the size of a pool must be at least 1, 0 given
TypeError: Corio\ConnectionPool::__construct(): Argument #1 ($constructor) must be a valid callback, function "no such function" not found or invalid function name
Corio\Exception: the constructor was called already
Error: Trying to clone an uncloneable object of class Corio\ConnectionPool
Exception: Serialization of 'Corio\ConnectionPool' is not allowed
Corio\Exception: more connections are put into the pool than get() has given
Corio\Exception: the connection is in the pool already
fine
Corio\Exception: more connections are put into the pool than get() has given
{"size":2,"connections":2,"idle":2,"in_use":0,"waiting":0}
