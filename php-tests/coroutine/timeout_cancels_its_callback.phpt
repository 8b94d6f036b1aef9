--TEST--
coroutine: timeout() and the timeouts of all(), any() and race() cancel what is left and throw
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;
use Corio\Coroutine\TimeoutException;

use function Corio\Coroutine\all;
use function Corio\Coroutine\any;
use function Corio\Coroutine\race;
use function Corio\Coroutine\run;
use function Corio\Coroutine\timeout;

run(function () {
    var_dump(timeout(60, fn () => System::sleep(0.001)), timeout(-1, fn () => 'no limit'));
    $tries = [
        fn () => timeout(0.02, function () { try { System::sleep(30); } finally { echo "body has ended\n"; } }),
        fn () => timeout(0.02, function () { try { System::sleep(30); } catch (Corio\Coroutine\CanceledException $e) { throw new Exception($e->getMessage()); } }),
        fn () => timeout(0.02, function () { try { System::sleep(30); } catch (Corio\Coroutine\CanceledException) { return 'too late'; } }),
        fn () => timeout(0, fn () => Coroutine::yield()),
        fn () => all([fn () => System::sleep(30), fn () => 1], 0.02),
        fn () => any([fn () => System::sleep(30), fn () => throw new Exception('a')], 0.02),
        fn () => race([fn () => System::sleep(30)], 0.02),
        fn () => timeout(30, fn () => timeout(0.02, fn () => System::sleep(30))),
        fn () => timeout(0.02, fn () => timeout(30, fn () => System::sleep(30))),
        fn () => timeout(30, fn () => throw new Exception('its own')),
    ];
    foreach ($tries as $try) {
        try {
            $try();
        } catch (Exception $e) {
            echo get_class($e), " [{$e->getCode()}] {$e->getMessage()}";
            echo $e->getPrevious() ? ", previous: {$e->getPrevious()->getMessage()}\n" : "\n";
        }
    }
    var_dump(Coroutine::stats()['coroutine_num'], Coroutine::stats()['timer_num']);
});
?>
--EXPECT--
bool(true)
string(8) "no limit"
body has ended
Corio\Coroutine\TimeoutException [110] timed out after 0.02 s
Corio\Coroutine\TimeoutException [110] timed out after 0.02 s, previous: cancelled because its time is over
Corio\Coroutine\TimeoutException [110] timed out after 0.02 s
Corio\Coroutine\TimeoutException [110] timed out after 0 s
Corio\Coroutine\TimeoutException [110] timed out after 0.02 s
Corio\Coroutine\TimeoutException [110] timed out after 0.02 s, previous: a
Corio\Coroutine\TimeoutException [110] timed out after 0.02 s
Corio\Coroutine\TimeoutException [110] timed out after 0.02 s
Corio\Coroutine\TimeoutException [110] timed out after 0.02 s
Exception [0] its own
int(1)
int(0)
