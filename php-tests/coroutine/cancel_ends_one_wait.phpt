--TEST--
coroutine: cancel() ends the wait that a coroutine stands in, at once, and no later one
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $cid = go(function () {
        $start = hrtime(true);
        var_dump(System::sleep(10), Corio\last_error(), Corio\last_error_msg(), Coroutine::isCanceled());
        var_dump(hrtime(true) - $start < 5e9);
        var_dump(Coroutine::yield(), Corio\last_error_msg(), Coroutine::isCanceled());
        var_dump(System::sleep(0.001), Coroutine::isCanceled());
    });
    var_dump(Coroutine::cancel($cid));
    echo "back\n";
    var_dump(Coroutine::cancel($cid));
    var_dump(Corio\last_error(), Corio\last_error_msg());
});
?>
--EXPECT--
bool(false)
int(125)
string(37) "sleep() was cancelled by coroutine #1"
bool(true)
bool(true)
bool(true)
back
bool(false)
string(37) "yield() was cancelled by coroutine #1"
bool(true)
bool(true)
int(0)
string(0) ""
bool(true)
bool(false)
