--TEST--
coroutine: a deadlock of the main program alone does not kill coroutines that it may still resume
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\go;

$cid = go(function () {
    Coroutine::yield();
    echo "resumed\n";
});
try {
    Coroutine::yield();
} catch (Corio\DeadlockException $e) {
    echo strtok($e->getMessage(), "\n"), "\n";
}
var_dump(Coroutine::exists($cid), Coroutine::resume($cid));
?>
--EXPECT--
all coroutines (count: 1) are asleep - deadlock!
resumed
bool(true)
bool(true)
