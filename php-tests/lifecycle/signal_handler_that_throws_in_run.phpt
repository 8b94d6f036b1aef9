--TEST--
lifecycle: a signal's handler that throws while the main program is in run() ends it
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

pcntl_async_signals(true);
pcntl_signal(SIGALRM, fn () => throw new Exception('from the handler'));
pcntl_alarm(1);
try {
    run(function () {
        try {
            System::sleep(3);
            echo "never here\n";
        } finally {
            echo "finally\n";
        }
    });
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
var_dump(Coroutine::stats()['coroutine_num']);
?>
--EXPECT--
finally
from the handler
int(0)
