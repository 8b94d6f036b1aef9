--TEST--
primitives: a Barrier is open when nobody else holds it any more
--FILE--
<?php
use Corio\Coroutine\Barrier;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $barrier = Barrier::make();
    foreach ([0.02, 0.01] as $seconds) {
        go(function () use ($barrier, $seconds) {
            System::sleep($seconds);
            echo "$seconds\n";
        });
    }
    var_dump(Barrier::wait($barrier), $barrier);

    // Nobody else ever held it.
    $barrier = new Barrier();
    var_dump(Barrier::wait($barrier), $barrier);

    // Held in a cycle, it is given up when that is collected.
    $barrier = Barrier::make();
    $cycle = new stdClass();
    $cycle->self = $cycle;
    $cycle->barrier = $barrier;
    go(function () {
        System::sleep(0.001);
        gc_collect_cycles();
        echo "collected\n";
    });
    unset($cycle);
    var_dump(Barrier::wait($barrier));

    $barrier = Barrier::make();
    $other = $barrier;
    var_dump(Barrier::wait($barrier, 0.005), Corio\last_error(), $barrier);
    // Its turn is over; somebody may wait for the same one.
    go(function () use (&$other) {
        var_dump(Barrier::wait($other));
    });
});
// An exception gives it up, too.
try {
    run(function () {
        $barrier = Barrier::make();
        go(function () use ($barrier) {
            System::sleep(0.001);
            throw new Exception('thrown');
        });
        var_dump(Barrier::wait($barrier));
    });
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
0.01
0.02
bool(true)
NULL
bool(true)
NULL
collected
bool(true)
bool(false)
int(110)
NULL
bool(true)
bool(true)
thrown
