--TEST--
coroutine: all() cancels the rest when one fails, waits until they have ended, and throws what that one has thrown
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\System;

use function Corio\Coroutine\all;
use function Corio\Coroutine\defer;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $ended = [];
    $start = hrtime(true);
    try {
        all([
            function () use (&$ended) {
                try {
                    System::sleep(30);
                } catch (CanceledException $e) {
                    echo $e->getMessage(), ' [', $e->getCode(), "]\n";
                    throw $e;
                } finally {
                    $ended[] = System::sleep(0.01) ? 'finally' : 'finally cut';
                }
            },
            function () use (&$ended) {
                defer(function () use (&$ended) { $ended[] = System::sleep(0.02) ? 'defer' : 'defer cut'; });
                Coroutine::yield();
            },
            function () use (&$ended) {
                try {
                    all([function () { System::sleep(30); }, function () { Coroutine::yield(); }]);
                } finally {
                    $ended[] = 'nested all';
                }
            },
            function () use (&$ended) {
                go(function () use (&$ended) { try { System::sleep(30); } finally { $ended[] = 'grandchild'; } });
                run(function () use (&$ended) { try { System::sleep(30); } finally { $ended[] = 'run'; } });
            },
            function () {
                System::sleep(0.01);
                throw new LogicException('the reason');
            },
            function () {
                try {
                    System::sleep(30);
                } finally {
                    throw new RuntimeException('later');
                }
            },
        ]);
    } catch (LogicException $e) {
        echo $e->getMessage(), ', then ', $e->getPrevious()->getMessage(), "\n";
    }
    sort($ended);
    echo implode(', ', $ended), "\n";
    var_dump(hrtime(true) - $start < 20e9, Coroutine::stats()['coroutine_num']);
    // Those behind a failure at the start are not started at all.
    try {
        all([fn () => throw new Exception('first'), function () { echo "never\n"; }]);
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
});
?>
--EXPECT--
cancelled because another one has failed [125]
the reason, then later
defer, finally, grandchild, nested all, run
bool(true)
int(1)
first
