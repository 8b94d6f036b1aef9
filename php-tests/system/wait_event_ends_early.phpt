--TEST--
system: waitEvent() ends when it is cancelled, when the descriptor is closed meanwhile, and when it is killed
--FILE--
<?php
require __DIR__ . '/../include/pair.php';
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    [$near, $far] = pair();
    $cid = go(function () use ($near) {
        var_dump(System::waitEvent($near), Corio\last_error());
    });
    Coroutine::cancel($cid);
    go(function () use ($near) {
        var_dump(System::waitEvent($near), Corio\last_error());
    });
    System::sleep(0.01);
    fclose($near);
});
go(function () {
    [$near, $far] = pair();
    try {
        System::waitEvent($near, timeout: 60);
    } finally {
        var_dump(System::waitEvent($near, timeout: 60), Corio\last_error());
    }
});
exit; // kills the last one
?>
--EXPECT--
bool(false)
int(125)
bool(false)
int(9)
bool(false)
int(125)
