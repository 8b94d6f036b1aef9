--TEST--
pool: put(null) makes room for a new connection, for whoever waits
--FILE--
<?php
use Corio\ConnectionPool;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$made = 0;
$pool = new ConnectionPool(function () use (&$made) {
    return 'connection ' . ++$made;
}, 1);
run(function () use ($pool, &$made) {
    $pool->get();
    foreach (['a', 'b'] as $name) {
        go(function () use ($pool, $name) {
            $connection = $pool->get();
            echo "$name has $connection\n";
            $pool->put(null);
        });
    }
    $pool->put(null);
    echo json_encode($pool->stats()), " $made\n";
});
echo json_encode($pool->stats()), " $made\n";
echo $pool->get(), "\n";
?>
--EXPECT--
{"size":1,"connections":1,"idle":0,"in_use":1,"waiting":1} 1
a has connection 2
b has connection 3
{"size":1,"connections":0,"idle":0,"in_use":0,"waiting":0} 3
connection 4
