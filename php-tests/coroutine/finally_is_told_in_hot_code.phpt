--TEST--
coroutine: where a cancelled coroutine cleans up is told in code that a JIT has compiled, too
--INI--
corio.cancel_grace=30
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\System;

use function Corio\Coroutine\race;
use function Corio\Coroutine\run;

/** Waits once in each part; `$sleep` waits, or throws when the coroutine is cancelled and does not clean up. */
function parts(callable $sleep, array &$seen): void
{
    for ($i = 0; $i < 3; $i++) {
        try {
            $seen['try'] = step($sleep, $i) + ($seen['try'] ?? 0);
        } catch (CanceledException) {
            $seen['catch'] = step($sleep, $i) + ($seen['catch'] ?? 0);
        } finally {
            foreach ([1, 2] as $n) {
                $seen['finally'] = step($sleep, $n) + ($seen['finally'] ?? 0);
            }
        }
    }
}

function step(callable $sleep, int $n): int
{
    return $n >= 0 ? $sleep() : 0;
}

run(function () {
    // Until everything is hot.
    $free = [];
    for ($i = 0; $i < 2000; $i++) {
        parts(fn () => 1, $free);
    }
    var_dump($free);
    $doomed = [];
    race([
        function () use (&$doomed) {
            try {
                Coroutine::yield();
            } catch (CanceledException) {
            }
            $wait = function () {
                try {
                    return (int) System::sleep(0.001);
                } catch (CanceledException) {
                    return 0;
                }
            };
            for ($i = 0; $i < 30; $i++) {
                parts($wait, $doomed);
            }
        },
        fn () => 1,
    ]);
    var_dump($doomed);
    $throws = [];
    race([
        function () use (&$throws) {
            for ($i = 0; $i < 30; $i++) {
                try {
                    parts(fn () => (int) System::sleep(0.001), $throws);
                } catch (CanceledException) {
                    $throws['outside'] = 1 + ($throws['outside'] ?? 0);
                }
            }
        },
        fn () => 1,
    ]);
    var_dump($throws);
});
?>
--EXPECT--
array(2) {
  ["try"]=>
  int(6000)
  ["finally"]=>
  int(12000)
}
array(2) {
  ["try"]=>
  int(0)
  ["finally"]=>
  int(180)
}
array(2) {
  ["finally"]=>
  int(60)
  ["outside"]=>
  int(30)
}
