--TEST--
lifecycle: killed coroutines leave nothing behind
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\defer;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$round = function () {
    try {
        run(function () {
            for ($i = 0; $i < 50; $i++) {
                go(function () {
                    $data = str_repeat('x', 1000);
                    defer(fn () => null);
                    try {
                        Coroutine::yield();
                    } finally {
                        $data = null;
                    }
                });
            }
        });
    } catch (Corio\DeadlockException) {
    }
};
$round();
gc_collect_cycles();
$memory = memory_get_usage();
for ($n = 0; $n < 20; $n++) {
    $round();
}
gc_collect_cycles();
var_dump(memory_get_usage() - $memory, Coroutine::stats()['coroutine_num']);
?>
--EXPECT--
int(0)
int(0)
