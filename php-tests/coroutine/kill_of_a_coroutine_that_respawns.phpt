--TEST--
coroutine: a coroutine that starts its successor when it is killed does not keep the script alive
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$count = 0;
function phoenix()
{
    global $count;
    try {
        Coroutine::yield();
    } finally {
        if (++$count < 50) {
            go('phoenix');
        }
    }
}
try {
    run('phoenix');
} catch (Corio\DeadlockException $e) {
    echo strtok($e->getMessage(), "\n"), "\n";
}
var_dump($count, Coroutine::stats()['coroutine_num']);
?>
--EXPECT--
all coroutines (count: 1) are asleep - deadlock!
int(50)
int(0)
