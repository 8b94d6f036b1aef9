--TEST--
pool: a connection that cannot be made takes no place, and the next who waits tries
--FILE--
<?php
use Corio\ConnectionPool;
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$results = [new Exception('first'), null, false, 'good', new Exception('second'), new Exception('third'), 'better'];
$pool = new ConnectionPool(function () use (&$results) {
    System::sleep(0.001);
    $result = array_shift($results);
    return $result instanceof Exception ? throw $result : $result;
}, 1);
$get = function () use ($pool) {
    try {
        return $pool->get();
    } catch (Exception $e) {
        return $e::class . ': ' . $e->getMessage();
    }
};
run(function () use ($pool, $get) {
    for ($i = 0; $i < 4; $i++) {
        echo $get(), "\n";
    }
    echo json_encode($pool->stats()), "\n";
    foreach (['a', 'b', 'c'] as $name) {
        go(function () use ($name, $get) {
            $result = $get();
            echo "$name: $result\n";
        });
    }
    $pool->put(null);
});
echo json_encode($pool->stats()), "\n";

// Killed while it connects.
$pool->put(null);
$pool = new ConnectionPool(function () {
    System::sleep(30);
    return 'late';
}, 1);
run(function () use ($pool) {
    $cid = go(function () use ($pool) {
        $pool->get();
    });
    echo json_encode($pool->stats()), "\n";
    Coroutine::cancel($cid, true);
    echo json_encode($pool->stats()), "\n";
});
?>
--EXPECT--
Exception: first
Corio\Exception: the pool's constructor returned null, not a connection
Corio\Exception: the pool's constructor returned false, not a connection
good
{"size":1,"connections":1,"idle":0,"in_use":1,"waiting":0}
a: Exception: second
b: Exception: third
c: better
{"size":1,"connections":1,"idle":0,"in_use":1,"waiting":0}
{"size":1,"connections":1,"idle":0,"in_use":1,"waiting":0}
{"size":1,"connections":0,"idle":0,"in_use":0,"waiting":0}
