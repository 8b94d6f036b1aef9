--TEST--
pool: fill() makes all; close() gives up the idle ones and ends all waits
--FILE--
<?php
use Corio\ConnectionPool;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Connection
{
    private static int $made = 0;
    private int $number;

    public function __construct()
    {
        $this->number = ++self::$made;
    }

    public function __destruct()
    {
        echo "connection $this->number closed\n";
    }
}

$pool = new ConnectionPool(fn () => new Connection(), 3);
$pool->fill();
$pool->fill();
echo json_encode($pool->stats()), "\n";
$connections = [$pool->get(), $pool->get(), $pool->get()];
run(function () use ($pool, &$connections) {
    go(function () use ($pool) {
        $connection = $pool->get();
        echo get_class($connection), "\n";
    });
    $pool->put(array_pop($connections));
    go(function () use ($pool) {
        $connection = $pool->get();
        echo get_class($connection), "\n";
    });
    $pool->put(array_pop($connections));
    $pool->put(array_pop($connections));
    echo json_encode($pool->stats()), "\n";
});
$last = $pool->get();
run(function () use ($pool, $last) {
    go(function () use ($pool) {
        var_dump($pool->get(), Corio\last_error_msg());
    });
    echo "close\n";
    $pool->close();
    $pool->close();
});
try {
    $pool->get();
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
$pool->put($last);
$pool->fill();
unset($last);
echo json_encode($pool->stats()), "\n";

// One that is being made when the pool is closed is closed, too.
$pool = new ConnectionPool(function () use (&$pool) {
    $pool->close();
    return new Connection();
}, 3);
try {
    $pool->get();
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
// That pool is a cycle, which PHP does not free by itself.
$pool = $e = null;
gc_collect_cycles();
?>
--EXPECT--
{"size":3,"connections":3,"idle":3,"in_use":0,"waiting":0}
{"size":3,"connections":3,"idle":1,"in_use":2,"waiting":0}
Connection
connection 3 closed
Connection
connection 2 closed
close
bool(false)
string(29) "the pool was closed meanwhile"
Pool has been closed
connection 1 closed
{"size":3,"connections":0,"idle":0,"in_use":0,"waiting":0}
connection 4 closed
Pool has been closed
