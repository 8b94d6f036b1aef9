--TEST--
pool: makes connections when they are needed, shares them, and serves who waits longest first
--FILE--
<?php
use Corio\ConnectionPool;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$made = 0;
$pool = new ConnectionPool(function () use (&$made) {
    $number = ++$made;
    System::sleep(0.001); // as if it connected
    return new ArrayObject(['number' => $number]);
}, 2);
run(function () use ($pool) {
    echo json_encode($pool->stats()), "\n";
    foreach (['a', 'b', 'c', 'd'] as $name) {
        go(function () use ($pool, $name) {
            $connection = $pool->get();
            echo "$name has {$connection['number']}\n";
            System::sleep(0.005);
            $pool->put($connection);
        });
    }
    echo json_encode($pool->stats()), "\n";
});
echo json_encode($pool->stats()), "\n";
// In {main}, too; the one that has been idle longest first.
[$first, $second] = [$pool->get(), $pool->get()];
var_dump($first['number'], $second['number'], $made);
var_dump($pool->get(0.001), Corio\last_error(), Corio\last_error_msg());
$pool->put($second);
$pool->put($first);
var_dump($pool->get() === $second);
?>
--EXPECT--
{"size":2,"connections":0,"idle":0,"in_use":0,"waiting":0}
{"size":2,"connections":2,"idle":0,"in_use":2,"waiting":2}
a has 1
b has 2
c has 1
d has 2
{"size":2,"connections":2,"idle":2,"in_use":0,"waiting":0}
int(1)
int(2)
int(2)
bool(false)
int(110)
string(29) "get() timed out after 0.001 s"
bool(true)
