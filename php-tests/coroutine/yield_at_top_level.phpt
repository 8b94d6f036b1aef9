--TEST--
coroutine: the main program may yield and be resumed only by nobody, so a timer alone is a deadlock
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

go(function () {
    System::sleep(0.05);
    var_dump(Coroutine::resume(-1));
});
try {
    Coroutine::yield();
} catch (Corio\DeadlockException $e) {
    echo preg_replace(['~since \S+~', '~\S*/~'], ['since N', ''], $e->getMessage()), "\n";
}
?>
--EXPECTF--
Warning: Corio\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent in %s on line %d
bool(false)
nothing is left that could wake {main} - deadlock!
  {main} waits for resume() after its Coroutine::yield() at yield_at_top_level.php:12, since N s
