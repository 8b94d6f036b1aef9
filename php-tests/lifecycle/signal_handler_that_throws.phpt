--TEST--
lifecycle: a signal's handler that throws ends the wait of the coroutine in whose place it runs
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine\System;

pcntl_async_signals(true);
pcntl_signal(SIGALRM, fn () => throw new Exception('from the handler'));
pcntl_alarm(1);
try {
    System::sleep(5);
    echo "never here\n";
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
var_dump(System::sleep(0.001));
?>
--EXPECT--
from the handler
bool(true)
