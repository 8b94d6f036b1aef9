--TEST--
lifecycle: a signal's handler runs during a sleep, which is not cut short
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () { echo 'signal in ', Corio\Coroutine::getCid(), "\n"; });
pcntl_alarm(1);
$start = hrtime(true);
run(function () {
    var_dump(System::sleep(1.3));
});
var_dump(hrtime(true) - $start >= 1.3e9);
?>
--EXPECTF--
signal in %i
bool(true)
bool(true)
