--TEST--
lifecycle: a signal's handler may wait; it blocks, because PHP does not allow to switch there
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () {
    System::sleep(0.2);
    echo "handler ends\n";
});
pcntl_alarm(1);
run(function () {
    go(function () {
        System::sleep(1.1);
        echo "other\n";
    });
});
echo "run() returned\n";
?>
--EXPECT--
handler ends
other
run() returned
