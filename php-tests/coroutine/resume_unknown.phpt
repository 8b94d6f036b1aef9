--TEST--
coroutine: resume() of itself, of one that is over, that sleeps or never was warns and returns false
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function failing(int $cid)
{
    set_error_handler(function ($code, $message) {
        echo "warning: $message\n";
    });
    var_dump(Coroutine::resume($cid));
    restore_error_handler();
}
run(function () {
    $finished = go(fn () => null);
    $sleeping = go(fn () => System::sleep(0.05));
    $running = Coroutine::getCid();
    foreach ([$finished, $sleeping, $running, 1000, 0, -1] as $cid) {
        failing($cid);
    }
    go(fn () => failing($running));
});
?>
--EXPECT--
warning: Corio\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent
bool(false)
warning: Corio\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent
bool(false)
warning: Corio\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent
bool(false)
warning: Corio\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent
bool(false)
warning: Corio\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent
bool(false)
warning: Corio\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent
bool(false)
warning: Corio\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent
bool(false)
