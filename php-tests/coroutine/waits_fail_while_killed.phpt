--TEST--
coroutine: in the finally block of a killed coroutine every wait fails at once
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

try {
    run(function () {
        try {
            Coroutine::yield();
        } finally {
            $start = hrtime(true);
            var_dump(System::sleep(1), Coroutine::yield(), hrtime(true) - $start < 5e8);
        }
    });
} catch (Corio\DeadlockException) {
    echo "deadlock\n";
}
?>
--EXPECT--
bool(false)
bool(false)
bool(true)
deadlock
