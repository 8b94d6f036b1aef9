--TEST--
coroutine: a cancelled coroutine that catches again and again is killed; the grace has an end
--INI--
corio.cancel_grace=0.05
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\System;

use function Corio\Coroutine\race;
use function Corio\Coroutine\run;

run(function () {
    $caught = 0;
    var_dump(race([
        function () use (&$caught) {
            try {
                while (true) {
                    try {
                        System::sleep(30);
                    } catch (CanceledException) {
                        $caught++;
                    }
                }
            } finally {
                echo "killed after $caught, waits: ", json_encode(System::sleep(30)), "\n";
            }
        },
        fn () => 1,
    ]));
    $start = hrtime(true);
    var_dump(race([
        function () {
            try {
                System::sleep(30);
            } finally {
                try {
                    Coroutine::yield();
                } catch (CanceledException) {
                    echo "grace is over\n";
                }
                try {
                    System::sleep(0.001);
                } catch (CanceledException) {
                    echo "for good\n";
                }
            }
        },
        fn () => 2,
    ]));
    $took = (hrtime(true) - $start) / 1e9;
    var_dump($took >= 0.05 && $took < 20);
    ini_set('corio.cancel_grace', 0);
    race([function () {
        try {
            System::sleep(30);
        } finally {
            try {
                System::sleep(0.001);
            } catch (CanceledException) {
                echo "no grace\n";
            }
        }
    }, fn () => 3]);
});
?>
--EXPECT--
killed after 1000, waits: false
int(1)
grace is over
for good
int(2)
bool(true)
no grace
