--TEST--
timer: what a callback throws reaches its run(), or ends the script as if thrown in {main}
--FILE--
<?php
require __DIR__ . '/../include/child.php';
use Corio\Timer;

use function Corio\Coroutine\run;

try {
    run(function () {
        Timer::after(5, fn () => print("before\n"));
        Timer::after(10, fn () => throw new LogicException('from a timer'));
        Timer::after(20, fn () => print("after\n"));
    });
} catch (LogicException $exception) {
    echo $exception->getMessage(), "\n";
}

try {
    run(function () {
        // It is cleared: run() could not return otherwise.
        Timer::tick(5, function (int $id) {
            static $calls = 0;
            echo ++$calls, "\n";
            $calls < 2 || throw new LogicException('from a tick');
        });
    });
} catch (LogicException $exception) {
    echo $exception->getMessage(), "\n";
}

echo "without run():\n";
child('Corio\Timer::tick(5, fn () => throw new Exception("uncaught")); Corio\Timer::after(50, fn () => print("not reached"));');
child('set_exception_handler(fn ($e) => print("handler: " . $e->getMessage() . "\n"));
    Corio\Timer::tick(5, fn () => throw new Exception("handled")); Corio\Timer::after(50, fn () => print("not reached"));');
?>
--EXPECTF--
before
after
from a timer
1
2
from a tick
without run():
Fatal error: Uncaught Exception: uncaught in child.php:1
Stack trace:
#0 [internal function]: {closure%S}(1)
#1 {main}
  thrown in child.php on line 1
exit code 255
handler: handled
exit code 255
