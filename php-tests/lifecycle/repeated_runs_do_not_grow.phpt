--TEST--
lifecycle: thousands of coroutines and runs leave memory and descriptors as they were
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\defer;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$round = function () {
    for ($i = 0; $i < 20; $i++) {
        run(function () {
            for ($j = 0; $j < 50; $j++) {
                go(function () {
                    defer(fn () => null);
                    System::sleep(0.001);
                    ob_start();
                    echo 'x';
                    ob_end_clean();
                });
            }
        });
    }
};
$round();
gc_collect_cycles();
$memory = memory_get_usage();
$descriptors = count(scandir('/proc/self/fd'));
for ($n = 0; $n < 10; $n++) {
    $round();
}
gc_collect_cycles();
var_dump(memory_get_usage() - $memory, count(scandir('/proc/self/fd')) - $descriptors);
var_dump(Coroutine::stats()['coroutine_last_cid'] > 10000, Coroutine::stats()['timer_num']);
?>
--EXPECT--
int(0)
int(0)
bool(true)
int(0)
